package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.embedded.EmbeddedChain;
import io.gridclear.engine.embedded.EmbeddedChainConfiguration;
import io.gridclear.engine.embedded.EmbeddedChainListener;
import io.gridclear.engine.embedded.LedgerHome;
import io.gridclear.engine.embedded.SharedVerdicts;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/** The embedded log in this process, every replica over a RocksDB of its own, blocks and states synced to disk. */
final class EmbeddedNetwork implements LedgerNetwork {

    /** As on the engine: {@link CometCluster}. */
    private static final long POWER = 10;

    private final EmbeddedChain chain;

    /** A network under a directory: {@code blocks} and {@code replica0} and so on. */
    EmbeddedNetwork(Path root, Participants participants) {
        List<ValidatorKey> keys = participants.agents();
        SharedVerdicts verdicts = new SharedVerdicts(Ed25519Verifiers.best()::verify);
        List<LedgerHome> homes = IntStream.range(0, keys.size())
                .mapToObj(i -> LedgerHome.inDirectory(root.resolve("replica" + i), keys.get(i), verdicts))
                .toList();
        EmbeddedChainConfiguration configuration = EmbeddedChainConfiguration.of(
                Participants.CHAIN,
                System.currentTimeMillis(),
                participants.genesis(keys.stream().map(ValidatorKey::publicKey).toList()),
                keys.stream()
                        .map(key -> new ValidatorPower(key.publicKey(), POWER))
                        .toList());
        this.chain = EmbeddedChain.inDirectory(
                        root.resolve("blocks"),
                        configuration,
                        homes,
                        InstantSource.system(),
                        EmbeddedChainListener.NONE)
                .start();
    }

    @Override
    public ProcessorTime processorTime() {
        return ProcessorTime.OWN;
    }

    @Override
    public Chain operator() {
        return chain;
    }

    @Override
    public Chain agent(int agent) {
        return chain;
    }

    @Override
    public void kill(int node) {
        chain.stop(node);
    }

    @Override
    public void close() {
        chain.close();
    }
}
