package io.gridclear.ops.demo;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.ops.committee.CommitteePlan;
import io.gridclear.ops.committee.CommitteeSight;
import io.gridclear.ops.committee.EngineKind;
import io.gridclear.ops.committee.LedgerNetwork;
import io.gridclear.ops.trace.Attestation;
import io.gridclear.ops.trace.Attestations;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The ledger's nodes on this machine, an agent beside each, and the bridge from the market's topics. */
public final class LiveCommittee implements AutoCloseable {

    /** A chain of one machine has its first block within seconds. */
    private static final Duration FIRST_BLOCK_WITHIN = Duration.ofSeconds(60);

    private static final long LOOK_EVERY_MS = 50;

    /** The first block is signed by the first validators, whom the genesis names. */
    private static final long FIRST_HEIGHT = 1;

    private final LedgerNetwork network;
    private final CommitteePlan plan;
    private final Participants participants;

    private LiveCommittee(LedgerNetwork network, CommitteePlan plan, Participants participants) {
        this.network = network;
        this.plan = plan;
        this.participants = participants;
    }

    /**
     * Starts an agent for every member, and the bridge.
     *
     * @param network running; closed with this
     * @param topics where the market's topics are
     * @throws IOException if one of them has no port for its health and metrics
     */
    public static LiveCommittee start(LedgerNetwork network, CommitteePlan plan, MarketTopics topics)
            throws IOException {
        try {
            return new LiveCommittee(network, plan, Participants.start(network, plan, topics));
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** What orders the ledger's transactions. */
    public EngineKind engine() {
        return network.engine();
    }

    /** The chain as the first node sees it. */
    public Chain chain() {
        return network.chain(0);
    }

    /** Who takes part. */
    public CommitteePlan plan() {
        return plan;
    }

    /** How the ledger stands. */
    public CommitteeSight sight() throws IOException {
        try {
            return CommitteeSight.of(chain());
        } catch (ChainUnavailableException e) {
            throw new IOException("the ledger does not answer: " + e.getMessage(), e);
        }
    }

    /** Who attested to what, by the chain's blocks. */
    List<Attestation> attestations() throws IOException {
        CommitteeSight sight = sight();
        try {
            return Attestations.of(chain(), sight::nameOf);
        } catch (ChainUnavailableException e) {
            throw new IOException("the ledger does not answer: " + e.getMessage(), e);
        }
    }

    /**
     * The first header, which whoever has founded the chain may trust.
     *
     * @throws IOException if there is no block after a minute
     */
    public TrustedState trusted() throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + FIRST_BLOCK_WITHIN.toNanos();
        String answer = "it has no block";
        while (System.nanoTime() < giveUpAt) {
            try {
                Optional<LightBlock> first = chain().lightBlock(FIRST_HEIGHT);
                if (first.isPresent()) {
                    return TrustedState.of(first.get());
                }
            } catch (ChainUnavailableException e) {
                answer = String.valueOf(e.getMessage());
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
        throw new IOException("the ledger makes no block: " + answer);
    }

    /** Why the bridge or an agent has ended by itself; empty while all run. */
    public Optional<String> failure() {
        return participants.failure();
    }

    /** Stops bridge and agents; the chain goes on. */
    public void stopParticipants() {
        participants.close();
    }

    @Override
    public void close() {
        try (network) {
            participants.close();
        }
    }
}
