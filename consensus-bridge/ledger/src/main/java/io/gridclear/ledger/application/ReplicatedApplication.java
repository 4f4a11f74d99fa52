package io.gridclear.ledger.application;

import java.util.List;

/**
 * A deterministic state machine behind an ordering engine, in the shape of ABCI 2.0. The engine calls it from one thread,
 * in this order: {@link #info()}, {@link #initChain} once at height 0, then for every block {@link #finalizeBlock} and
 * {@link #commit}; {@link #checkTx} and {@link #query} come between and see the last committed state. A block that was
 * finalised and not committed before a crash is given again.
 *
 * <p>No method throws for what a participant sent: transactions are refused with a code. An exception means that this
 * replica is broken and must stop.
 */
public interface ReplicatedApplication {

    /** Last committed height and the application hash of that height; height 0 and an empty hash before the first. */
    Info info();

    /** Founds the chain; may be called again while the height is 0. */
    Founded initChain(String chainId, long genesisTimeMs, byte[] genesis, List<ValidatorPower> validators);

    /** Whether a transaction could be accepted now: a filter before the mempool, without effect. */
    TransactionResult checkTx(byte[] transaction);

    /** Executes a block on top of the last committed state; the changes stand apart until {@link #commit}. */
    BlockResult finalizeBlock(Block block);

    /** Makes the last finalised block's state, its height and hash durable, atomically. */
    void commit();

    /** Answers from the last committed state. */
    QueryAnswer query(String path, byte[] data);

    /** Where the application stands. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Info(long height, byte[] applicationHash) {}

    /**
     * Result of the founding.
     *
     * @param applicationHash hash of the state before the first block, 32 bytes
     * @param validators the validator set that the application wants instead of the genesis file's; empty = as given
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Founded(byte[] applicationHash, List<ValidatorPower> validators) {}

    /**
     * A validator and its power.
     *
     * @param publicKey Ed25519, 32 bytes
     * @param power voting power; 0 removes
     */
    @SuppressWarnings("ArrayRecordComponent")
    record ValidatorPower(byte[] publicKey, long power) {}

    /**
     * A decided block.
     *
     * @param height from 1, without gaps
     * @param timeMs the engine's agreed time, epoch ms: never a replica's own clock
     * @param transactions in their order
     * @param misbehaviour addresses of validators that the engine has proof against (20 bytes each)
     * @param proposer address of the validator that proposed the block
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Block(long height, long timeMs, List<byte[]> transactions, List<byte[]> misbehaviour, byte[] proposer) {}

    /**
     * What became of a block.
     *
     * @param results one a transaction, in their order
     * @param validatorUpdates changes of the validator set; they take effect two heights later
     * @param applicationHash hash of the state after the block, 32 bytes; that of the block before if nothing changed
     * @param events what happened, for logs and metrics; not part of the hash
     */
    @SuppressWarnings("ArrayRecordComponent")
    record BlockResult(
            List<TransactionResult> results,
            List<ValidatorPower> validatorUpdates,
            byte[] applicationHash,
            List<LedgerEvent> events) {}

    /**
     * What became of a transaction.
     *
     * @param code 0 = accepted (also a repeat, which changes nothing); otherwise the refusal
     * @param detail the reason in words; not part of any hash
     */
    record TransactionResult(int code, String detail) {

        /** Whether the transaction was accepted. */
        public boolean isAccepted() {
            return code == 0;
        }
    }

    /**
     * Answer to a query.
     *
     * @param code 0 = found; otherwise the refusal
     * @param detail the refusal in words
     * @param height height of the state that answered
     * @param value canonical bytes as the path documents
     */
    @SuppressWarnings("ArrayRecordComponent")
    record QueryAnswer(int code, String detail, long height, byte[] value) {}
}
