package io.gridclear.engine.embedded;

import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import java.util.List;

/**
 * What an embedded chain is made with.
 *
 * @param chainId the chain, 1 to 50 ASCII characters
 * @param genesisTimeMs time before which no block is, epoch ms
 * @param genesis the application's genesis, as it wants it
 * @param validators the first validator set; the application may name another at the founding
 * @param blockIntervalMs shortest time from a block to the next: what arrives meanwhile shares a block
 * @param emptyBlockIntervalMs longest time without a block, so that deadlines in heights pass
 * @param maxBlockBytes most bytes of transactions in a block
 * @param maxTransactionBytes most bytes of a transaction, at most a block's
 * @param mempoolTransactions most transactions that wait; beyond, senders are sent away to come again
 * @param mempoolBytes and most bytes
 * @param workers threads that execute replicas side by side
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record EmbeddedChainConfiguration(
        String chainId,
        long genesisTimeMs,
        byte[] genesis,
        List<ValidatorPower> validators,
        long blockIntervalMs,
        long emptyBlockIntervalMs,
        int maxBlockBytes,
        int maxTransactionBytes,
        int mempoolTransactions,
        long mempoolBytes,
        int workers) {

    private static final int MOST_BLOCK_BYTES = 16 << 20;

    public EmbeddedChainConfiguration {
        validators = List.copyOf(validators);
        require(chainId.matches("[\\x21-\\x7e]{1,50}"), "a chain id has 1 to 50 printable ASCII characters");
        require(blockIntervalMs >= 0, "blockIntervalMs is negative");
        require(
                emptyBlockIntervalMs >= Math.max(1, blockIntervalMs),
                "emptyBlockIntervalMs is shorter than blockIntervalMs, or than 1");
        require(
                maxBlockBytes > 0 && maxBlockBytes <= MOST_BLOCK_BYTES,
                "maxBlockBytes is not within 1.." + MOST_BLOCK_BYTES);
        require(
                maxTransactionBytes > 0 && maxTransactionBytes <= maxBlockBytes,
                "maxTransactionBytes is not within 1..maxBlockBytes");
        require(mempoolTransactions > 0 && mempoolBytes >= maxTransactionBytes, "the mempool holds no transaction");
        require(workers > 0, "somebody must work");
    }

    /**
     * The defaults, which are those that CometBFT is run with here: blocks of at most 4 MiB, 100 ms apart at least and 5 s
     * at most; transactions of at most 1 MiB; 5,000 of them wait, or 64 MiB.
     */
    public static EmbeddedChainConfiguration of(
            String chainId, long genesisTimeMs, byte[] genesis, List<ValidatorPower> validators) {
        return new EmbeddedChainConfiguration(
                chainId,
                genesisTimeMs,
                genesis,
                validators,
                100,
                5_000,
                4 << 20,
                1 << 20,
                5_000,
                64L << 20,
                Runtime.getRuntime().availableProcessors());
    }

    /** The same with other intervals. */
    public EmbeddedChainConfiguration withIntervals(long newBlockIntervalMs, long newEmptyBlockIntervalMs) {
        return new EmbeddedChainConfiguration(
                chainId,
                genesisTimeMs,
                genesis,
                validators,
                newBlockIntervalMs,
                newEmptyBlockIntervalMs,
                maxBlockBytes,
                maxTransactionBytes,
                mempoolTransactions,
                mempoolBytes,
                workers);
    }

    /** The same with other bounds. */
    public EmbeddedChainConfiguration withBounds(
            int newMaxBlockBytes, int newMaxTransactionBytes, int newMempoolTransactions) {
        return new EmbeddedChainConfiguration(
                chainId,
                genesisTimeMs,
                genesis,
                validators,
                blockIntervalMs,
                emptyBlockIntervalMs,
                newMaxBlockBytes,
                newMaxTransactionBytes,
                newMempoolTransactions,
                mempoolBytes,
                workers);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
