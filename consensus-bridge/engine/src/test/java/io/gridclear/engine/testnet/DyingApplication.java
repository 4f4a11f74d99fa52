package io.gridclear.engine.testnet;

import io.gridclear.ledger.application.ReplicatedApplication;
import java.util.List;

/** Ends the JVM, as a kill would, at one call of the application: nothing is flushed, closed or said. */
public final class DyingApplication implements ReplicatedApplication {

    /** Where it dies. */
    public enum Point {
        /** The block has arrived. */
        BEFORE_FINALIZE,
        /** The block is executed, and nobody knows. */
        AFTER_FINALIZE,
        /** The engine has the results, nothing is on disk here. */
        BEFORE_COMMIT,
        /** It is on disk here, and the engine does not know. */
        AFTER_COMMIT
    }

    private final ReplicatedApplication inner;
    private final Point point;
    private final long height;
    private long finalised;

    /**
     * An application that will die.
     *
     * @param height at this block, or at the first one after it if this one was executed in an earlier life
     */
    public DyingApplication(ReplicatedApplication inner, Point point, long height) {
        this.inner = inner;
        this.point = point;
        this.height = height;
    }

    @Override
    public BlockResult finalizeBlock(Block block) {
        finalised = block.height();
        dieAt(Point.BEFORE_FINALIZE);
        BlockResult result = inner.finalizeBlock(block);
        dieAt(Point.AFTER_FINALIZE);
        return result;
    }

    @Override
    public void commit() {
        dieAt(Point.BEFORE_COMMIT);
        inner.commit();
        dieAt(Point.AFTER_COMMIT);
    }

    private void dieAt(Point here) {
        if (here == point && finalised >= height) {
            Runtime.getRuntime().halt(137);
        }
    }

    @Override
    public Info info() {
        return inner.info();
    }

    @Override
    public Founded initChain(String chainId, long genesisTimeMs, byte[] genesis, List<ValidatorPower> validators) {
        return inner.initChain(chainId, genesisTimeMs, genesis, validators);
    }

    @Override
    public TransactionResult checkTx(byte[] transaction) {
        return inner.checkTx(transaction);
    }

    @Override
    public QueryAnswer query(String path, byte[] data) {
        return inner.query(path, data);
    }
}
