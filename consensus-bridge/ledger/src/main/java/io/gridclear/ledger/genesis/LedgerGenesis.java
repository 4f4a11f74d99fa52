package io.gridclear.ledger.genesis;

import io.gridclear.market.score.ScoreProfile;
import io.gridclear.market.score.Scores;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * What all replicas agree on before the first block. Part of the state, so that a replica founded otherwise has another
 * application hash from the first block on.
 *
 * @param profile the paper's letter, or hardened
 * @param score weights of the score
 * @param reputationFloorPpm below this reputation a node is not eligible; 0 in the paper
 * @param committee terms of the committee
 * @param limits bounds
 * @param operatorKeys Ed25519 keys, 32 bytes each, that may open items and report deliveries
 * @param candidates nodes that are registered and ready from the start; the first committee is elected among them
 */
public record LedgerGenesis(
        Profile profile,
        ScoreProfile score,
        long reputationFloorPpm,
        CommitteeTerms committee,
        Limits limits,
        List<byte[]> operatorKeys,
        List<Candidate> candidates) {

    /** Most operators: a market has one, and a successor while keys are exchanged. */
    public static final int MOST_OPERATORS = 16;

    static final int KEY_LENGTH = 32;

    /** Which rules of the score apply. */
    public enum Profile {
        /** Section 3.3 as written. */
        PAPER(1),
        /** With a memory of reputation, a term for correct votes, and a floor. */
        HARDENED(2);

        private final int code;

        Profile(int code) {
            this.code = code;
        }

        /** Canonical code. */
        int code() {
            return code;
        }

        static Profile ofCode(int code) {
            return switch (code) {
                case 1 -> PAPER;
                case 2 -> HARDENED;
                default -> throw new IllegalArgumentException("no profile has the code " + code);
            };
        }
    }

    /**
     * Terms of the committee.
     *
     * @param seats N, agents of a committee, 1..200 (an engine's votes grow with the square)
     * @param minSeats with fewer eligible nodes the incumbents stay, 1..seats
     * @param banCycles K, elections that a banned node stands outside, 1..1,000
     * @param deadlineBlocks blocks in which the head must attest, and grace of the other agents, 1..10,000
     * @param missedWindow number of latest duties to attest over which missed ones count, 1..64 (bits of one long)
     * @param missedThreshold with more missed duties than this a node is banned, 0..missedWindow
     * @param punishAllWrong whether every agent that attested another hash than the verified is banned; false is the
     *     paper's letter: producers only
     * @param validatorPower power of each validator in the engine, 1..1,000,000
     * @param roundsPerCycle rounds after which a committee is elected anew when the next round begins, though agents are left
     *     in Qblock, 0..10,000; 0 is the paper's letter: the cycle ends with Qblock
     * @param breachPpm a node of which a report says that its delivery has a lower reputation (equation 2) is banned, ppm; 0
     *     in the paper: nobody is banned for what it delivers
     */
    public record CommitteeTerms(
            int seats,
            int minSeats,
            int banCycles,
            int deadlineBlocks,
            int missedWindow,
            int missedThreshold,
            boolean punishAllWrong,
            long validatorPower,
            int roundsPerCycle,
            long breachPpm) {

        /** Most seats. */
        public static final int MOST_SEATS = 200;

        public CommitteeTerms {
            require("seats", seats, 1, MOST_SEATS);
            require("minSeats", minSeats, 1, seats);
            require("banCycles", banCycles, 1, 1_000);
            require("deadlineBlocks", deadlineBlocks, 1, 10_000);
            require("missedWindow", missedWindow, 1, Long.SIZE);
            require("missedThreshold", missedThreshold, 0, missedWindow);
            require("validatorPower", validatorPower, 1, 1_000_000);
            require("roundsPerCycle", roundsPerCycle, 0, 10_000);
            require("breachPpm", breachPpm, 0, Scores.ONE_PPM);
        }

        /** Terms whose cycles end with Qblock, and under which nobody is banned for what it delivers. */
        public CommitteeTerms(
                int seats,
                int minSeats,
                int banCycles,
                int deadlineBlocks,
                int missedWindow,
                int missedThreshold,
                boolean punishAllWrong,
                long validatorPower) {
            this(
                    seats,
                    minSeats,
                    banCycles,
                    deadlineBlocks,
                    missedWindow,
                    missedThreshold,
                    punishAllWrong,
                    validatorPower,
                    0,
                    0);
        }

        /** These terms with an election after so many rounds; 0 = when Qblock is empty. */
        public CommitteeTerms withRoundsPerCycle(int rounds) {
            return new CommitteeTerms(
                    seats,
                    minSeats,
                    banCycles,
                    deadlineBlocks,
                    missedWindow,
                    missedThreshold,
                    punishAllWrong,
                    validatorPower,
                    rounds,
                    breachPpm);
        }

        /** These terms with bans for deliveries of a lower reputation; 0 = for none. */
        public CommitteeTerms withBreach(long reputationPpm) {
            return new CommitteeTerms(
                    seats,
                    minSeats,
                    banCycles,
                    deadlineBlocks,
                    missedWindow,
                    missedThreshold,
                    punishAllWrong,
                    validatorPower,
                    roundsPerCycle,
                    reputationPpm);
        }

        /** Defaults for N seats. */
        public static CommitteeTerms ofSeats(int seats) {
            return new CommitteeTerms(seats, 2 * seats / 3 + 1, 3, 6, 20, 5, true, 10);
        }
    }

    /**
     * Bounds.
     *
     * @param transactionWindowBlocks how many blocks ahead a transaction may be valid; bounds the idempotency keys, 1..10,000
     * @param mostOpenItems items that may be open at a time, 1..100,000
     * @param mostNodes nodes that may be registered, 1..10,000 (an election looks at each)
     */
    public record Limits(int transactionWindowBlocks, int mostOpenItems, int mostNodes) {

        /** 100 blocks, 10,000 items, 1,000 nodes. */
        public static final Limits DEFAULT = new Limits(100, 10_000, 1_000);

        static final int MOST_NODES = 10_000;

        public Limits {
            require("transactionWindowBlocks", transactionWindowBlocks, 1, 10_000);
            require("mostOpenItems", mostOpenItems, 1, 100_000);
            require("mostNodes", mostNodes, 1, MOST_NODES);
        }
    }

    /**
     * A node of the start.
     *
     * @param name how people call it, 1 to 64 printable ASCII characters
     * @param nodeKey Ed25519 key that it signs transactions with, 32 bytes
     * @param validatorKey Ed25519 key that its engine signs blocks with, 32 bytes
     * @param usagePoints usage points that count for its score
     * @param scorePpm score until the first delivery, ppm: every term of it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by their canonical bytes
    public record Candidate(String name, byte[] nodeKey, byte[] validatorKey, List<String> usagePoints, long scorePpm) {

        public Candidate {
            Registration.requireName(name);
            requireKey(nodeKey);
            requireKey(validatorKey);
            usagePoints = Registration.requireUsagePoints(usagePoints);
            require("scorePpm", scorePpm, 0, Scores.ONE_PPM);
        }
    }

    /**
     * A genesis.
     *
     * @throws IllegalArgumentException if terms contradict each other or two candidates share a key or usage point
     */
    public LedgerGenesis {
        operatorKeys = List.copyOf(operatorKeys);
        candidates = List.copyOf(candidates);
        require("reputationFloorPpm", reputationFloorPpm, 0, Scores.ONE_PPM);
        require("number of operator keys", operatorKeys.size(), 1, MOST_OPERATORS);
        operatorKeys.forEach(LedgerGenesis::requireKey);
        require("number of candidates", candidates.size(), committee.minSeats(), limits.mostNodes());
        if (profile == Profile.PAPER
                && (score.votesWeightPpm() != 0
                        || score.latestWeightPpm() != Scores.ONE_PPM
                        || reputationFloorPpm != 0
                        || committee.breachPpm() != 0)) {
            throw new IllegalArgumentException(
                    "the paper knows no votes term, no memory, no floor, and no ban for deliveries");
        }
        if (candidates.stream()
                        .filter(c -> c.scorePpm() >= floor(profile, reputationFloorPpm))
                        .count()
                < committee.minSeats()) {
            throw new IllegalArgumentException("fewer candidates than minSeats reach the reputation floor");
        }
        requireDistinct(candidates);
    }

    private static long floor(Profile profile, long reputationFloorPpm) {
        return profile == Profile.PAPER ? 0 : reputationFloorPpm;
    }

    private static void requireDistinct(List<Candidate> candidates) {
        TreeSet<String> nodeKeys = new TreeSet<>();
        TreeSet<String> validatorKeys = new TreeSet<>();
        TreeSet<String> usagePoints = new TreeSet<>();
        for (Candidate candidate : candidates) {
            boolean distinct =
                    nodeKeys.add(hex(candidate.nodeKey())) && validatorKeys.add(hex(candidate.validatorKey()));
            for (String usagePoint : candidate.usagePoints()) {
                distinct &= usagePoints.add(usagePoint);
            }
            if (!distinct) {
                throw new IllegalArgumentException(
                        "candidate " + candidate.name() + " shares a key or a usage point with another");
            }
        }
    }

    private static String hex(byte[] key) {
        return HexFormat.of().formatHex(key);
    }

    /** The paper's profile with alpha = beta = 0.5 and defaults. */
    public static LedgerGenesis paper(int seats, List<byte[]> operatorKeys, List<Candidate> candidates) {
        return new LedgerGenesis(
                Profile.PAPER,
                ScoreProfile.PAPER,
                0,
                CommitteeTerms.ofSeats(seats),
                Limits.DEFAULT,
                operatorKeys,
                candidates);
    }

    /**
     * The hardened profile: 0.4 reputation, 0.3 amount, 0.3 correct votes, reputation at least 0.5; who delivers less than half
     * or more than one and a half of what it sold is banned.
     */
    public static LedgerGenesis hardened(int seats, List<byte[]> operatorKeys, List<Candidate> candidates) {
        return new LedgerGenesis(
                Profile.HARDENED,
                ScoreProfile.hardened(400_000, 300_000, 300_000),
                500_000,
                CommitteeTerms.ofSeats(seats).withBreach(500_000),
                Limits.DEFAULT,
                operatorKeys,
                candidates);
    }

    /** This genesis with other terms of the committee. */
    public LedgerGenesis with(CommitteeTerms other) {
        return new LedgerGenesis(profile, score, reputationFloorPpm, other, limits, operatorKeys, candidates);
    }

    /** This genesis with other bounds. */
    public LedgerGenesis with(Limits other) {
        return new LedgerGenesis(profile, score, reputationFloorPpm, committee, other, operatorKeys, candidates);
    }

    /** Canonical bytes: what {@code initChain} takes. */
    public byte[] toBytes() {
        return GenesisCodec.write(this);
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is no genesis
     */
    public static LedgerGenesis of(byte[] bytes) {
        return GenesisCodec.read(bytes);
    }

    private static void requireKey(byte[] key) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
        }
    }

    static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be within " + least + ".." + most + ", is " + value);
        }
    }
}
