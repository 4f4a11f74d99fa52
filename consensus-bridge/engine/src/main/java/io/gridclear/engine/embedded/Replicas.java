package io.gridclear.engine.embedded;

import io.gridclear.engine.embedded.Replica.ReplicaFailure;
import io.gridclear.ledger.application.ReplicatedApplication.Founded;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The replicas of a chain: how they are founded, come back after the process ended, leave, and join again. Where it waits
 * for nobody, it may be used from several threads.
 */
final class Replicas {

    /** What the replicas need of the chain. */
    interface Surroundings {

        /** Where the chain stands. */
        Head head();

        /** Whether it is being closed. */
        boolean isClosing();

        /** Who runs has changed. */
        void changed();
    }

    private final EmbeddedChainConfiguration configuration;
    private final BlockLog log;
    private final Crew crew;
    private final EmbeddedChainListener listener;
    private final Surroundings chain;
    private final List<Replica> all = new ArrayList<>();

    /** Held while a block is made, and while a replica joins or leaves: both see the chain between two blocks. */
    private final ReentrantLock turn;

    Replicas(
            EmbeddedChainConfiguration configuration,
            List<? extends ReplicaHome> homes,
            BlockLog log,
            Crew crew,
            EmbeddedChainListener listener,
            ReentrantLock turn,
            Surroundings chain) {
        this.configuration = configuration;
        this.log = log;
        this.crew = crew;
        this.listener = listener;
        this.turn = turn;
        this.chain = chain;
        for (ReplicaHome home : homes) {
            all.add(new Replica(all.size(), home));
        }
    }

    List<Replica> all() {
        return all;
    }

    List<Replica> running() {
        return all.stream()
                .filter(replica -> replica.state() == ReplicaState.RUNNING)
                .toList();
    }

    // ---- the founding, and coming back

    /** Opens all on their stores, founds the chain if the log is empty, and says where the log stands. */
    Head open() {
        crew.each(
                all,
                replica -> {
                    replica.openIfClosed();
                    return replica;
                },
                Replicas::rethrow);
        Founding founding = log.records() == 0 ? found() : Founding.ofBytes(log.read(0));
        if (!founding.isOf(configuration)) {
            throw new IllegalStateException("the block log is that of chain " + founding.chainId()
                    + ", or of another genesis, not of chain " + configuration.chainId());
        }
        Head head = Head.of(founding);
        for (int record = 1; record < log.records(); record++) {
            head = head.after(SealedBlock.ofBytes(log.read(record)));
        }
        return head;
    }

    /** Brings all to the chain's head; who cannot come there stays out. */
    void comeBack() {
        crew.each(all, this::comeBack, this::fail);
    }

    private static void rethrow(Replica replica, RuntimeException cause) {
        throw new IllegalStateException("replica " + replica.number() + ": " + cause.getMessage(), cause);
    }

    private Founding found() {
        for (Replica replica : all) {
            if (replica.height() > 0) {
                throw new IllegalStateException("replica " + replica.number() + " stands at height " + replica.height()
                        + ", but the block log is empty");
            }
        }
        Map<Replica, Founded> answers = crew.each(all, replica -> replica.found(configuration), Replicas::rethrow);
        Founding founding = founding(answers.values().iterator().next());
        answers.forEach((replica, founded) -> requireSame(replica, founded, founding));
        log.append(founding.toBytes());
        return founding;
    }

    private Founding founding(Founded founded) {
        return new Founding(
                configuration.chainId(),
                configuration.genesisTimeMs(),
                new Sha256().hash(configuration.genesis()),
                founded.applicationHash(),
                founded.validators().isEmpty() ? configuration.validators() : founded.validators());
    }

    private void requireSame(Replica replica, Founded founded, Founding founding) {
        if (!Arrays.equals(founding(founded).toBytes(), founding.toBytes())) {
            throw new ReplicaFailure("replica " + replica.number() + " founds another chain");
        }
    }

    private Replica comeBack(Replica replica) {
        openIfClosed(replica);
        replay(replica, chain.head().height());
        replica.requireHash(chain.head().applicationHash(), chain.head().height());
        replica.setState(ReplicaState.RUNNING);
        return replica;
    }

    private void openIfClosed(Replica replica) {
        replica.openIfClosed();
        if (replica.height() > chain.head().height()) {
            throw new ReplicaFailure("it stands at height " + replica.height() + ", ahead of the log's "
                    + chain.head().height());
        }
        if (!replica.isFounded()) {
            requireSame(replica, replica.found(configuration), Founding.ofBytes(log.read(0)));
        }
    }

    private void replay(Replica replica, long target) {
        while (replica.height() < target && !chain.isClosing() && replica.state() != ReplicaState.PAUSED) {
            replica.replay(SealedBlock.ofBytes(log.read(Math.toIntExact(replica.height() + 1))));
        }
    }

    // ---- leaving and joining

    void leave(int number, ReplicaState state, String detail) {
        Replica replica = all.get(number);
        turn.lock();
        try {
            if (state == ReplicaState.PAUSED) {
                replica.setState(state);
            } else {
                replica.close(state);
            }
            listener.onReplica(number, state, detail);
        } finally {
            turn.unlock();
        }
        chain.changed();
    }

    void join(int number, boolean empty) {
        Replica replica = all.get(number);
        turn.lock();
        try {
            if (replica.state() == ReplicaState.RUNNING || replica.state() == ReplicaState.CATCHING_UP) {
                throw new IllegalStateException("replica " + number + " runs");
            }
            if (empty || replica.state() != ReplicaState.PAUSED) {
                replica.close(ReplicaState.STOPPED);
            }
            if (empty) {
                replica.erase();
            }
            replica.setState(ReplicaState.CATCHING_UP);
            listener.onReplica(number, ReplicaState.CATCHING_UP, empty ? "from the genesis on" : "from its own store");
        } finally {
            turn.unlock();
        }
        // never on the crew's threads: a block waits for those, and this waits for the block
        Thread catching = new Thread(() -> replica.oneAtATime(() -> catchUp(replica)), "gridclear-catch-up-" + number);
        catching.setDaemon(true);
        catching.start();
    }

    private void catchUp(Replica replica) {
        try {
            if (replica.state() == ReplicaState.CATCHING_UP) {
                openIfClosed(replica);
            }
            while (replica.state() == ReplicaState.CATCHING_UP && !chain.isClosing()) {
                replay(replica, chain.head().height());
                runIfCaughtUp(replica);
            }
        } catch (RuntimeException e) {
            if (replica.state() == ReplicaState.CATCHING_UP && !chain.isClosing()) {
                fail(replica, e);
            }
        }
        chain.changed();
    }

    private void runIfCaughtUp(Replica replica) {
        turn.lock();
        try {
            Head head = chain.head();
            if (replica.height() == head.height() && replica.state() == ReplicaState.CATCHING_UP) {
                replica.requireHash(head.applicationHash(), head.height());
                replica.setState(ReplicaState.RUNNING);
                listener.onReplica(replica.number(), ReplicaState.RUNNING, "caught up");
            }
        } finally {
            turn.unlock();
        }
    }

    /** Takes a replica out that failed; the others go on. */
    void fail(Replica replica, RuntimeException cause) {
        replica.close(ReplicaState.FAILED);
        listener.onReplica(replica.number(), ReplicaState.FAILED, String.valueOf(cause.getMessage()));
        chain.changed();
    }

    void close() {
        all.forEach(replica -> replica.close(ReplicaState.STOPPED));
    }
}
