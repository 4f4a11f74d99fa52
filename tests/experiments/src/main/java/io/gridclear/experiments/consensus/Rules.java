package io.gridclear.experiments.consensus;

import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.CommitteeTerms;
import io.gridclear.ledger.genesis.LedgerGenesis.Limits;
import io.gridclear.ledger.genesis.LedgerGenesis.Profile;
import io.gridclear.market.score.ScoreProfile;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Rules of an election, as a genesis has them.
 *
 * @param name how a reader calls them
 * @param byStake whether stakes elect, and nothing else counts: plain DPoS
 * @param profile profile of the ledger
 * @param score weights of the score
 * @param floorPpm reputation below which nobody is eligible
 * @param minSeats with fewer eligible nodes the incumbents stay; 0: more than two thirds of the seats
 * @param punishAllWrong whether every agent with a wrong hash is banned, or producers only
 * @param breachPpm reputation of a delivery below which its node is banned
 */
record Rules(
        String name,
        boolean byStake,
        Profile profile,
        ScoreProfile score,
        long floorPpm,
        int minSeats,
        boolean punishAllWrong,
        long breachPpm) {

    private static final long HARDENED_FLOOR_PPM = 500_000;
    private static final long HARDENED_BREACH_PPM = 500_000;
    private static final ScoreProfile HARDENED_SCORE = ScoreProfile.hardened(400_000, 300_000, 300_000);

    /** The control group of section 4.2: votes by stake, no reputation, no bans. */
    static final Rules DPOS = new Rules("dpos", true, Profile.PAPER, ScoreProfile.paper(0, 1_000_000), 0, 0, true, 0);

    /** Section 3.3. */
    static final Rules PAPER = new Rules("paper", false, Profile.PAPER, ScoreProfile.PAPER, 0, 0, true, 0);

    /** Section 3.3 by its letter: of the agents with a wrong hash only the producer is banned. */
    static final Rules PRODUCERS_ONLY =
            new Rules("paper-producers-only", false, Profile.PAPER, ScoreProfile.PAPER, 0, 0, false, 0);

    /** The ledger's hardened profile. */
    static final Rules HARDENED = hardened("hardened", Part.ALL);

    /**
     * Parts of the hardened profile.
     *
     * @param parts what is there of it
     */
    static Rules hardened(String name, Set<Part> parts) {
        long latestPpm = parts.contains(Part.MEMORY) ? ScoreProfile.HARDENED_LATEST_WEIGHT_PPM : 1_000_000;
        // without the votes term the others keep their ratio of four to three
        ScoreProfile score = parts.contains(Part.VOTES)
                ? new ScoreProfile(
                        HARDENED_SCORE.reputationWeightPpm(),
                        HARDENED_SCORE.amountWeightPpm(),
                        HARDENED_SCORE.votesWeightPpm(),
                        latestPpm)
                : new ScoreProfile(571_429, 428_571, 0, latestPpm);
        return new Rules(
                name,
                false,
                Profile.HARDENED,
                score,
                parts.contains(Part.FLOOR) ? HARDENED_FLOOR_PPM : 0,
                0,
                true,
                parts.contains(Part.BREACH) ? HARDENED_BREACH_PPM : 0);
    }

    /** What the hardened profile adds to the paper's. */
    enum Part {
        /** A reputation floor, with seats left empty. */
        FLOOR,
        /** A term for correct votes. */
        VOTES,
        /** Exponentially weighted reputation. */
        MEMORY,
        /** A ban for deliveries far off what was sold. */
        BREACH;

        /** Its name in figures. */
        String words() {
            return name().toLowerCase(Locale.ROOT);
        }

        static final Set<Part> ALL = Collections.unmodifiableSet(EnumSet.allOf(Part.class));
    }

    /** The same with bans for deliveries of another reputation. */
    Rules strict(String newName, long ppm) {
        return new Rules(newName, byStake, profile, score, floorPpm, minSeats, punishAllWrong, ppm);
    }

    /** The genesis of a run. */
    LedgerGenesis genesis(Setting setting, Assumptions assumptions, Members members) {
        CommitteeTerms terms = CommitteeTerms.ofSeats(setting.agents());
        return new LedgerGenesis(
                profile,
                score,
                floorPpm,
                new CommitteeTerms(
                        terms.seats(),
                        minSeats == 0 ? terms.minSeats() : minSeats,
                        assumptions.banCycles(),
                        terms.deadlineBlocks(),
                        terms.missedWindow(),
                        terms.missedThreshold(),
                        punishAllWrong,
                        terms.validatorPower(),
                        setting.ledgerRounds() * assumptions.roundsPerCycle(),
                        breachPpm),
                Limits.DEFAULT,
                List.of(members.operator().publicKey()),
                members.candidates(setting.nodes() - assumptions.newcomers()));
    }
}
