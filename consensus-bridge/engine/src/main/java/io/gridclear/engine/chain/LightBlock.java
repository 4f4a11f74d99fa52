package io.gridclear.engine.chain;

import java.util.List;

/**
 * What a light client needs of a height: header, the commit that more than two thirds of the power signed, and the
 * validator set (CometBFT specification, "Light Client").
 *
 * @param header the header
 * @param commit the commit of this header
 * @param validators the validator set of this height, in the engine's order (power descending, then address ascending)
 */
public record LightBlock(Header header, Commit commit, List<Validator> validators) {

    public LightBlock {
        validators = List.copyOf(validators);
    }

    /**
     * A header, field by field as CometBFT v0.39 hashes it.
     *
     * @param blockVersion block protocol version
     * @param appVersion application protocol version
     * @param chainId the chain
     * @param height the height
     * @param timeSeconds block time, seconds of the epoch
     * @param timeNanos and nanoseconds
     * @param lastBlockId id of the block before
     * @param lastCommitHash hash of the commit of the block before
     * @param dataHash root over the transactions
     * @param validatorsHash root over this height's validators
     * @param nextValidatorsHash root over the next height's validators
     * @param consensusHash hash of the consensus parameters
     * @param appHash application hash after the block before
     * @param lastResultsHash root over the results of the block before
     * @param evidenceHash root over the evidence
     * @param proposerAddress 20 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by their hash
    public record Header(
            long blockVersion,
            long appVersion,
            String chainId,
            long height,
            long timeSeconds,
            int timeNanos,
            BlockId lastBlockId,
            byte[] lastCommitHash,
            byte[] dataHash,
            byte[] validatorsHash,
            byte[] nextValidatorsHash,
            byte[] consensusHash,
            byte[] appHash,
            byte[] lastResultsHash,
            byte[] evidenceHash,
            byte[] proposerAddress) {}

    /**
     * Names a block.
     *
     * @param hash header hash, 32 bytes, or empty for none
     * @param partsTotal number of parts
     * @param partsHash root over the parts, 32 bytes, or empty
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record BlockId(byte[] hash, int partsTotal, byte[] partsHash) {}

    /**
     * Precommits for a block.
     *
     * @param height the height
     * @param round the round
     * @param blockId the block
     * @param signatures one a validator, in the set's order
     */
    public record Commit(long height, int round, BlockId blockId, List<CommitSignature> signatures) {

        public Commit {
            signatures = List.copyOf(signatures);
        }
    }

    /**
     * One validator's precommit.
     *
     * @param flag 1 absent, 2 for the block, 3 for nil
     * @param validatorAddress 20 bytes; empty if absent
     * @param timeSeconds time of the vote, seconds of the epoch
     * @param timeNanos and nanoseconds
     * @param signature 64 bytes; empty if absent
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record CommitSignature(
            int flag, byte[] validatorAddress, long timeSeconds, int timeNanos, byte[] signature) {}

    /**
     * A validator.
     *
     * @param address first 20 bytes of the key's SHA-256
     * @param publicKey Ed25519, 32 bytes
     * @param power voting power, &gt; 0
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Validator(byte[] address, byte[] publicKey, long power) {}
}
