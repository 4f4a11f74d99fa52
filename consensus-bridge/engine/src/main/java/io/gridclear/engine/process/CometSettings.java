package io.gridclear.engine.process;

/**
 * How fast the engine goes. All nodes of a chain should have the same.
 *
 * @param emptyBlocksIntervalMs pause before a block without transactions: deadlines of the application count in heights, so
 *     that heights must go on
 * @param timeoutProposeMs how long to wait for a proposal before the next proposer's turn, which a dead proposer costs
 * @param timeoutVoteMs how long to wait for stray votes, twice a round
 * @param timeoutDeltaMs by how much the waits grow with each round
 * @param timeoutCommitMs pause after a block, in which late votes come in and transactions gather
 */
public record CometSettings(
        int emptyBlocksIntervalMs, int timeoutProposeMs, int timeoutVoteMs, int timeoutDeltaMs, int timeoutCommitMs) {

    /** For nodes within a few milliseconds of each other. */
    public static final CometSettings NEAR = new CometSettings(1_000, 500, 200, 100, 150);

    public CometSettings {
        if (emptyBlocksIntervalMs < 1
                || timeoutProposeMs < 1
                || timeoutVoteMs < 1
                || timeoutDeltaMs < 1
                || timeoutCommitMs < 0) {
            throw new IllegalArgumentException("waits are positive");
        }
    }
}
