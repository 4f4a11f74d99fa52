package io.gridclear.engine.embedded;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.application.ReplicatedApplication.Founded;
import io.gridclear.ledger.application.ReplicatedApplication.Info;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One replica: its application, which one thread at a time may call, its key, and where it stands. */
final class Replica {

    /** The application is not where it must be; this replica stays out. */
    static final class ReplicaFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ReplicaFailure(String message) {
            super(message);
        }
    }

    private final int number;
    private final ReplicaHome home;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock catchingUp = new ReentrantLock();
    private @Nullable ReplicatedApplication application;
    private volatile ReplicaState state = ReplicaState.STOPPED;
    private volatile long height;
    private byte[] applicationHash = {};
    private boolean isFounded;

    Replica(int number, ReplicaHome home) {
        this.number = number;
        this.home = home;
    }

    int number() {
        return number;
    }

    ValidatorKey key() {
        return home.key();
    }

    ReplicaState state() {
        return state;
    }

    void setState(ReplicaState newState) {
        state = newState;
    }

    long height() {
        return height;
    }

    /** Lets one thread at a time bring this replica up to the others. */
    void oneAtATime(Runnable catchUp) {
        catchingUp.lock();
        try {
            catchUp.run();
        } finally {
            catchingUp.unlock();
        }
    }

    /** Opens the application on what its store holds, unless it is open. */
    void openIfClosed() {
        lock.lock();
        try {
            if (application != null) {
                return;
            }
            ReplicatedApplication opened = home.open();
            application = opened;
            Info info = opened.info();
            height = info.height();
            applicationHash = info.applicationHash();
            isFounded = height > 0;
        } finally {
            lock.unlock();
        }
    }

    void close(ReplicaState newState) {
        lock.lock();
        try {
            state = newState;
            if (application != null) {
                application = null;
                home.close();
            }
        } finally {
            lock.unlock();
        }
    }

    void erase() {
        lock.lock();
        try {
            home.erase();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the chain is founded in this replica, as far as it knows. */
    boolean isFounded() {
        lock.lock();
        try {
            return isFounded;
        } finally {
            lock.unlock();
        }
    }

    /** Founds the chain in this replica, which must stand before the first block. */
    Founded found(EmbeddedChainConfiguration configuration) {
        lock.lock();
        try {
            Founded founded = opened().initChain(
                            configuration.chainId(),
                            configuration.genesisTimeMs(),
                            configuration.genesis(),
                            configuration.validators());
            applicationHash = founded.applicationHash();
            isFounded = true;
            return founded;
        } finally {
            lock.unlock();
        }
    }

    /** Signature over a vote for a header; only if the header says what this replica knows of the state before. */
    byte[] sign(byte[] signedApplicationHash, byte[] signBytes) {
        lock.lock();
        try {
            requireHash(signedApplicationHash, height);
            return home.key().sign(signBytes);
        } finally {
            lock.unlock();
        }
    }

    BlockResult execute(ReplicatedApplication.Block block) {
        lock.lock();
        try {
            requireNext(block.height());
            return opened().finalizeBlock(block);
        } finally {
            lock.unlock();
        }
    }

    void commit(long newHeight, byte[] newApplicationHash) {
        lock.lock();
        try {
            opened().commit();
            height = newHeight;
            applicationHash = newApplicationHash;
        } finally {
            lock.unlock();
        }
    }

    /** Executes and commits a block of the log. */
    void replay(SealedBlock block) {
        lock.lock();
        try {
            requireNext(block.height());
            byte[] reached = opened().finalizeBlock(block.toApplication()).applicationHash();
            if (!Arrays.equals(reached, block.applicationHash())) {
                throw new ReplicaFailure("height " + block.height() + " leads it to the application hash "
                        + hex(reached) + ", the log says " + hex(block.applicationHash()));
            }
            commit(block.height(), reached);
        } finally {
            lock.unlock();
        }
    }

    /** Checks that this replica, which stands at a height, has the state that the log says. */
    void requireHash(byte[] expected, long atHeight) {
        if (!Arrays.equals(applicationHash, expected)) {
            throw new ReplicaFailure("at height " + atHeight + " it has the application hash " + hex(applicationHash)
                    + ", the log says " + hex(expected));
        }
    }

    TransactionResult checkTx(byte[] transaction) {
        lock.lock();
        try {
            return opened().checkTx(transaction);
        } finally {
            lock.unlock();
        }
    }

    QueryAnswer query(String path, byte[] data) {
        lock.lock();
        try {
            return opened().query(path, data);
        } finally {
            lock.unlock();
        }
    }

    private void requireNext(long blockHeight) {
        if (blockHeight != height + 1) {
            throw new ReplicaFailure("it stands at height " + height + " and is given block " + blockHeight);
        }
    }

    private ReplicatedApplication opened() {
        if (application == null) {
            throw new ReplicaFailure("it is closed");
        }
        return application;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
