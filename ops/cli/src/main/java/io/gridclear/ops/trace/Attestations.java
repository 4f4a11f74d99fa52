package io.gridclear.ops.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.SignedTransaction;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.ops.topic.MalformedTraceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * Attestations of all agents, read from a chain's blocks and kept in a file, one a line. The state of the ledger counts them only;
 * who attested to what, its blocks say.
 */
public final class Attestations {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Attestations() {}

    /**
     * Reads all blocks of a chain that reads blocks.
     *
     * @param nameOf what people call a node
     */
    public static List<Attestation> of(Chain chain, Function<Address, String> nameOf) throws ChainUnavailableException {
        List<Attestation> found = new ArrayList<>();
        long last = chain.height();
        for (long height = 1; height <= last; height++) {
            for (byte[] bytes : chain.transactions(height).orElse(List.of())) {
                add(bytes, height, nameOf, found);
            }
        }
        return found;
    }

    private static void add(byte[] bytes, long height, Function<Address, String> nameOf, List<Attestation> found) {
        SignedTransaction signed;
        try {
            signed = TransactionCodec.decode(bytes);
        } catch (IllegalArgumentException e) {
            return; // anybody may hand in anything; such a transaction has no effect
        }
        if (signed.transaction() instanceof LedgerTransaction.Attest attest) {
            Address agent = Address.ofKey(signed.sender(), new Sha256());
            for (LedgerTransaction.Attestation one : attest.attestations()) {
                ItemKey item = one.item();
                found.add(new Attestation(
                        item.area(),
                        item.periodStart(),
                        run(item),
                        item.revision(),
                        nameOf.apply(agent),
                        agent.toString(),
                        HexFormat.of().formatHex(one.hash()),
                        height));
            }
        }
    }

    private static String run(ItemKey item) {
        return switch (item.run()) {
            case ItemKey.INITIAL -> "INITIAL";
            case ItemKey.METERED -> "METERED";
            default -> "CORRECTION";
        };
    }

    /** Writes them, one JSON object a line. */
    public static void write(Path file, List<Attestation> attestations) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Attestation attestation : attestations) {
            lines.append(JSON.writeValueAsString(attestation)).append('\n');
        }
        Files.writeString(file, lines, StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #write} wrote; none where there is no file.
     *
     * @throws MalformedTraceFile if it wrote something else
     */
    public static List<Attestation> read(Path file) throws IOException {
        List<Attestation> attestations = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                try {
                    attestations.add(JSON.readValue(line, Attestation.class));
                } catch (JsonProcessingException e) {
                    throw new MalformedTraceFile(file + ":" + (attestations.size() + 1) + " is no attestation", e);
                }
            }
        }
        return attestations;
    }
}
