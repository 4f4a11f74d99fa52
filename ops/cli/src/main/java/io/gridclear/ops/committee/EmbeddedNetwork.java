package io.gridclear.ops.committee;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.embedded.EmbeddedChain;
import io.gridclear.engine.embedded.EmbeddedChainConfiguration;
import io.gridclear.engine.embedded.EmbeddedChainListener;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.transaction.SignatureVerifier;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replicas of the ledger in this process, behind the embedded log: one a member of the plan. */
public final class EmbeddedNetwork implements LedgerNetwork {

    /** Transactions of a second's clearings share a few blocks. */
    private static final long BLOCK_INTERVAL_MS = 100;

    /** Deadlines are counted in blocks: six of these are the head's time while nothing else happens. */
    private static final long EMPTY_BLOCK_INTERVAL_MS = 1_000;

    private final EmbeddedChain chain;

    private EmbeddedNetwork(EmbeddedChain chain) {
        this.chain = chain;
    }

    /**
     * Starts the replicas.
     *
     * @param validatorKeys keys of all members' engines, in the plan's order
     * @param directory for log and stores, or null: then nothing is kept
     * @throws IllegalStateException if the directory is in use, damaged or another chain's
     * @throws java.io.UncheckedIOException if a store cannot be opened
     */
    public static EmbeddedNetwork start(
            CommitteePlan plan,
            List<ValidatorKey> validatorKeys,
            SignatureVerifier signatures,
            EmbeddedChainListener listener,
            @Nullable Path directory) {
        LedgerGenesis genesis = plan.genesis();
        List<ValidatorPower> validators = plan.firstValidators().stream()
                .map(member -> new ValidatorPower(
                        member.validatorKey(), genesis.committee().validatorPower()))
                .toList();
        EmbeddedChainConfiguration configuration = EmbeddedChainConfiguration.of(
                        plan.chainId(), plan.foundedMs(), genesis.toBytes(), validators)
                .withIntervals(BLOCK_INTERVAL_MS, EMPTY_BLOCK_INTERVAL_MS);
        List<LedgerReplica> replicas = new ArrayList<>();
        for (int i = 0; i < plan.members().size(); i++) {
            replicas.add(new LedgerReplica(
                    validatorKeys.get(i),
                    signatures,
                    directory == null ? null : directory.resolve("stores").resolve(CommitteePlan.nameOf(i))));
        }
        EmbeddedChain chain = directory == null
                ? EmbeddedChain.inMemory(configuration, replicas, InstantSource.system(), listener)
                : EmbeddedChain.inDirectory(
                        directory.resolve("log"), configuration, replicas, InstantSource.system(), listener);
        return new EmbeddedNetwork(chain.start());
    }

    @Override
    public EngineKind engine() {
        return EngineKind.EMBEDDED;
    }

    /** One log, whoever asks. */
    @Override
    public Chain chain(int member) {
        return chain;
    }

    @Override
    public void close() {
        chain.close();
    }
}
