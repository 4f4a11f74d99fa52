package io.gridclear.ledger.node;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.score.ScoreProfile;
import io.gridclear.market.score.Scores;

/**
 * How a node stands.
 *
 * @param ready whether it has shown that it is up since its last ban
 * @param bannedUntilCycle last cycle whose election it stands outside; 0 if it was never banned
 * @param missed latest duties to attest as bits, the latest lowest; 1 = missed
 * @param scorePpm composite score, ppm (paper, equation 1)
 * @param reputationPpm first term (equation 2)
 * @param amountPpm second term (equation 3)
 * @param correctVotesPpm third term, profile hardened
 */
public record Standing(
        boolean ready,
        long bannedUntilCycle,
        long missed,
        long scorePpm,
        long reputationPpm,
        long amountPpm,
        long correctVotesPpm) {

    /** A node of the start: ready, every term of its score as given. */
    public static Standing ofGenesis(long scorePpm) {
        return new Standing(true, 0, 0, scorePpm, scorePpm, scorePpm, scorePpm);
    }

    /** A node that has just registered: it has delivered nothing and shown nothing. */
    public static Standing ofNewcomer() {
        return new Standing(false, 0, 0, 0, 0, 0, 0);
    }

    /**
     * Whether a ban holds. Banned in cycle c for K cycles, it stands outside the elections of cycles c+1 to c+K; the last of
     * those makes cycle c+K the current one, and from then on it may show itself ready for the election after.
     *
     * @param cycle the current cycle
     */
    public boolean isBanned(long cycle) {
        return cycle < bannedUntilCycle;
    }

    /** Ready. */
    public Standing readied() {
        return new Standing(true, bannedUntilCycle, missed, scorePpm, reputationPpm, amountPpm, correctVotesPpm);
    }

    /** Banned, at least until the end of a cycle's election; what it missed is forgotten, as it is punished. */
    public Standing banned(long untilCycle) {
        return new Standing(
                false, Math.max(bannedUntilCycle, untilCycle), 0, scorePpm, reputationPpm, amountPpm, correctVotesPpm);
    }

    /** After one more duty to attest: all items whose graces end in one block, or a turn that passed. */
    public Standing afterDuty(boolean missedIt, int window) {
        long mask = window == Long.SIZE ? -1L : (1L << window) - 1;
        long bits = (missed << 1 | (missedIt ? 1 : 0)) & mask;
        return new Standing(ready, bannedUntilCycle, bits, scorePpm, reputationPpm, amountPpm, correctVotesPpm);
    }

    /** How many of the latest duties it missed. */
    public int missedDuties() {
        return Long.bitCount(missed);
    }

    /** After a vote that was due: the term is an exponentially weighted share of correct ones. */
    public Standing afterVote(boolean correct, ScoreProfile profile) {
        long nowPpm = Scores.correctVotesPpm(correct ? 1 : 0, 1, correctVotesPpm);
        return scored(
                reputationPpm,
                amountPpm,
                Scores.smoothedPpm(correctVotesPpm, nowPpm, profile.latestWeightPpm()),
                profile);
    }

    /**
     * After a delivery.
     *
     * @param latestReputationPpm equation 2 of the delivery
     * @param latestAmountPpm equation 3 of the delivery
     */
    public Standing afterDelivery(long latestReputationPpm, long latestAmountPpm, ScoreProfile profile) {
        return scored(
                profile.reputationPpm(reputationPpm, latestReputationPpm), latestAmountPpm, correctVotesPpm, profile);
    }

    private Standing scored(long reputation, long amount, long votes, ScoreProfile profile) {
        return new Standing(
                ready,
                bannedUntilCycle,
                missed,
                profile.compositePpm(reputation, amount, votes),
                reputation,
                amount,
                votes);
    }

    byte[] toBytes() {
        return new CanonicalWriter()
                .int8(ready ? 1 : 0)
                .int64(bannedUntilCycle)
                .int64(missed)
                .int64(scorePpm)
                .int64(reputationPpm)
                .int64(amountPpm)
                .int64(correctVotesPpm)
                .toBytes();
    }

    static Standing of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes);
        Standing standing = new Standing(
                reader.int8() == 1,
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64());
        reader.end();
        return standing;
    }
}
