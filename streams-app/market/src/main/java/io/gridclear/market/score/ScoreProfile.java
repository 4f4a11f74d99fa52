package io.gridclear.market.score;

/**
 * How the terms of a score weigh (paper, equations 1 and 4 to 6; market rules, "Scores"). All replicas must have the same:
 * it belongs into genesis.
 *
 * @param reputationWeightPpm alpha, 0..1,000,000
 * @param amountWeightPpm beta, 0..1,000,000
 * @param votesWeightPpm gamma, 0..1,000,000; 0 in the paper
 * @param latestWeightPpm weight of the latest delivery in the reputation, 1..1,000,000; 1,000,000 in the paper: the latest
 *     alone
 */
public record ScoreProfile(long reputationWeightPpm, long amountWeightPpm, long votesWeightPpm, long latestWeightPpm) {

    /** The paper's score with the weights 0.5 and 0.5. */
    public static final ScoreProfile PAPER = paper(500_000, 500_000);

    /** Weight of the latest delivery in the profile {@code hardened}: 0.3. */
    public static final long HARDENED_LATEST_WEIGHT_PPM = 300_000;

    /**
     * A profile.
     *
     * @throws IllegalArgumentException if a weight is out of its range, or alpha + beta + gamma is not 1,000,000
     */
    public ScoreProfile {
        Scores.requirePpm("reputationWeightPpm", reputationWeightPpm);
        Scores.requirePpm("amountWeightPpm", amountWeightPpm);
        Scores.requirePpm("votesWeightPpm", votesWeightPpm);
        Scores.requirePpm("latestWeightPpm", latestWeightPpm);
        if (latestWeightPpm == 0) {
            throw new IllegalArgumentException("latestWeightPpm must be > 0, or no delivery would ever count");
        }
        long sumPpm = reputationWeightPpm + amountWeightPpm + votesWeightPpm;
        if (sumPpm != Scores.ONE_PPM) {
            throw new IllegalArgumentException("weights must add up to " + Scores.ONE_PPM + ", not " + sumPpm);
        }
    }

    /** The paper's score with other weights: alpha + beta = 1,000,000. */
    public static ScoreProfile paper(long reputationWeightPpm, long amountWeightPpm) {
        return new ScoreProfile(reputationWeightPpm, amountWeightPpm, 0, Scores.ONE_PPM);
    }

    /** Reputation with a memory, and a term for correct votes: alpha + beta + gamma = 1,000,000. */
    public static ScoreProfile hardened(long reputationWeightPpm, long amountWeightPpm, long votesWeightPpm) {
        return new ScoreProfile(reputationWeightPpm, amountWeightPpm, votesWeightPpm, HARDENED_LATEST_WEIGHT_PPM);
    }

    /**
     * Reputation after a delivery: the latest weighed against what it was.
     *
     * @param beforePpm reputation before
     * @param latestPpm {@link Scores#reputationPpm} of the delivery
     */
    public long reputationPpm(long beforePpm, long latestPpm) {
        return Scores.smoothedPpm(beforePpm, latestPpm, latestWeightPpm);
    }

    /**
     * Equation 1: alpha x reputation + beta x amount, and gamma x correct votes; floored once, at the end.
     *
     * @return 0..1,000,000
     * @throws IllegalArgumentException if a term is not within 0..1,000,000
     */
    public long compositePpm(long reputationPpm, long amountPpm, long votesPpm) {
        Scores.requirePpm("reputationPpm", reputationPpm);
        Scores.requirePpm("amountPpm", amountPpm);
        Scores.requirePpm("votesPpm", votesPpm);
        return (reputationWeightPpm * reputationPpm + amountWeightPpm * amountPpm + votesWeightPpm * votesPpm)
                / Scores.ONE_PPM;
    }
}
