package io.gridclear.ops.committee;

import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.CommitteeTerms;
import org.jspecify.annotations.Nullable;

/**
 * What a founder chooses of a ledger's terms; the rest are the defaults of the profile.
 *
 * @param profile rules of the score
 * @param deadlineBlocks blocks in which the head must attest, and grace of the other agents
 * @param roundsPerCycle rounds after which a committee is elected anew; 0: when all its agents had their turn
 * @param breachPpm deliveries of a lower reputation are banned for, ppm; 0: none is; null: as in the profile
 */
public record FoundingTerms(
        LedgerGenesis.Profile profile,
        int deadlineBlocks,
        int roundsPerCycle,
        @Nullable Long breachPpm) {

    /**
     * Terms that a genesis can be made of: before keys are, and anything is written.
     *
     * @throws IllegalArgumentException if one is out of its bounds, or the paper's profile is to ban for deliveries
     */
    public FoundingTerms {
        CommitteeTerms terms = CommitteeTerms.ofSeats(1).withRoundsPerCycle(roundsPerCycle);
        if (breachPpm != null) {
            terms = terms.withBreach(breachPpm);
        }
        if (profile == LedgerGenesis.Profile.PAPER && terms.breachPpm() != 0) {
            throw new IllegalArgumentException(
                    "the paper's profile bans nobody for deliveries: breachPpm must be 0, is " + terms.breachPpm()
                            + "; the hardened one does");
        }
    }

    /** Terms whose cycles end with Qblock, and that ban for deliveries as the profile does. */
    public static FoundingTerms of(LedgerGenesis.Profile profile, int deadlineBlocks) {
        return new FoundingTerms(profile, deadlineBlocks, 0, null);
    }

    /** The profile's terms of the committee with what was chosen. */
    CommitteeTerms over(CommitteeTerms terms) {
        return new CommitteeTerms(
                terms.seats(),
                terms.minSeats(),
                terms.banCycles(),
                deadlineBlocks,
                terms.missedWindow(),
                terms.missedThreshold(),
                terms.punishAllWrong(),
                terms.validatorPower(),
                roundsPerCycle,
                breachPpm == null ? terms.breachPpm() : breachPpm);
    }
}
