package io.gridclear.ops.committee;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.process.CometBinary;
import io.gridclear.ledger.transaction.SignatureVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** CometBFT nodes on loopback, each an engine process with the ledger in this one. */
public final class CometNetwork implements LedgerNetwork {

    /** Seven nodes on two busy cores have needed 20 s for their first block. */
    private static final Duration FIRST_BLOCK_WITHIN = Duration.ofSeconds(90);

    private final List<CometValidator> validators;

    private CometNetwork(List<CometValidator> validators) {
        this.validators = List.copyOf(validators);
    }

    /**
     * Starts the nodes that {@link CometFounding#found} wrote, and waits until they make blocks.
     *
     * @param directory where it wrote them
     * @param nodes how many
     * @throws IOException if one does not start
     */
    public static CometNetwork start(CometBinary binary, Path directory, int nodes, SignatureVerifier signatures)
            throws IOException, InterruptedException {
        List<CometValidator> started = new ArrayList<>();
        try {
            for (int i = 0; i < nodes; i++) {
                started.add(CometValidator.start(binary, CometFounding.node(directory, i), signatures, events -> {}));
            }
            for (CometValidator validator : started) {
                validator.awaitFirstBlock(FIRST_BLOCK_WITHIN);
            }
            return new CometNetwork(started);
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.forEach(CometValidator::close);
            throw e;
        }
    }

    @Override
    public EngineKind engine() {
        return EngineKind.COMETBFT;
    }

    @Override
    public Chain chain(int member) {
        return validators.get(member).chain();
    }

    @Override
    public void close() {
        validators.forEach(CometValidator::close);
    }
}
