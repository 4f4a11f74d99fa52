package io.gridclear.engine.embedded;

import io.gridclear.engine.light.EngineHashes;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the replicas made of one block, put side by side. */
final class Executions {

    private record Execution(int replica, BlockResult result) {}

    private final long height;
    private final List<Execution> all = new ArrayList<>();

    Executions(long height) {
        this.height = height;
    }

    void add(int replica, BlockResult result) {
        all.add(new Execution(replica, result));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    BlockResult first() {
        return all.get(0).result;
    }

    /** Which replicas came to what, if not all came to the same. */
    Optional<String> difference() {
        Map<String, List<Execution>> camps = new TreeMap<>();
        for (Execution execution : all) {
            camps.computeIfAbsent(fingerprint(execution.result), hash -> new ArrayList<>())
                    .add(execution);
        }
        if (camps.size() <= 1) {
            return Optional.empty();
        }
        StringBuilder words = new StringBuilder("the replicas came to different results at height " + height);
        camps.forEach((fingerprint, camp) -> words.append("; replicas ")
                .append(camp.stream().map(Execution::replica).toList())
                .append(": application hash ")
                .append(HexFormat.of().formatHex(camp.get(0).result.applicationHash()))
                .append(", all of it ")
                .append(fingerprint, 0, 16));
        return Optional.of(words.toString());
    }

    private static String fingerprint(BlockResult result) {
        CanonicalWriter writer = new CanonicalWriter()
                .start("gridclear.execution.v1")
                .bytes(result.applicationHash())
                .int32(result.results().size())
                .raw(EngineHashes.results(result.results()))
                .int32(result.validatorUpdates().size());
        for (ValidatorPower update : result.validatorUpdates()) {
            writer.bytes(update.publicKey()).int64(update.power());
        }
        return HexFormat.of().formatHex(writer.hash(new Sha256()));
    }
}
