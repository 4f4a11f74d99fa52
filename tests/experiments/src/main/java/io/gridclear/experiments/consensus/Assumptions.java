package io.gridclear.experiments.consensus;

/**
 * What the paper leaves out, and what decides the outcome.
 *
 * @param startPpm share of nodes that are malicious before the first round
 * @param turnPpm chance of a normal node to turn malicious in a round
 * @param malice what a malicious node does
 * @param shownPpm chance that the wrong hash of a malicious agent shows in a round; otherwise the ledger sees the right one
 * @param recovers whether a node is normal again when its ban is over
 * @param banCycles K, elections that a banned node stands outside
 * @param roundsPerCycle rounds between two elections; 0: until Qblock is empty
 * @param stealthyPpm share of nodes that, once malicious, attest rightly and deviate but little in what they deliver
 * @param colluding whether malicious nodes vote for each other; the others never vote, so that their scores go to the best
 * @param newcomers nodes that are not of the start, and register before the first round with a score of 0
 */
record Assumptions(
        long startPpm,
        long turnPpm,
        Malice malice,
        long shownPpm,
        boolean recovers,
        int banCycles,
        int roundsPerCycle,
        long stealthyPpm,
        boolean colluding,
        int newcomers) {

    private static final long ONE_PPM = 1_000_000;

    /**
     * Those under which the paper's claim holds: nobody is malicious at the start, one in ten turns malicious in a round and
     * then deviates in delivery and hash, a ban of five elections heals, and every round ends with an election.
     */
    static final Assumptions BASE = new Assumptions(0, 100_000, Malice.BOTH, ONE_PPM, true, 5, 1, 0, false, 0);

    Assumptions {
        requirePpm("startPpm", startPpm);
        requirePpm("turnPpm", turnPpm);
        requirePpm("shownPpm", shownPpm);
        requirePpm("stealthyPpm", stealthyPpm);
        if (newcomers < 0) {
            throw new IllegalArgumentException(newcomers + " newcomers");
        }
    }

    private static void requirePpm(String name, long ppm) {
        if (ppm < 0 || ppm > ONE_PPM) {
            throw new IllegalArgumentException(name + " must be within 0.." + ONE_PPM + ", is " + ppm);
        }
    }

    Assumptions withStart(long ppm) {
        return new Assumptions(
                ppm, turnPpm, malice, shownPpm, recovers, banCycles, roundsPerCycle, stealthyPpm, colluding, newcomers);
    }

    Assumptions with(Malice other) {
        return new Assumptions(
                startPpm,
                turnPpm,
                other,
                shownPpm,
                recovers,
                banCycles,
                roundsPerCycle,
                stealthyPpm,
                colluding,
                newcomers);
    }

    Assumptions withShown(long ppm) {
        return new Assumptions(
                startPpm, turnPpm, malice, ppm, recovers, banCycles, roundsPerCycle, stealthyPpm, colluding, newcomers);
    }

    Assumptions withoutRecovery() {
        return new Assumptions(
                startPpm,
                turnPpm,
                malice,
                shownPpm,
                false,
                banCycles,
                roundsPerCycle,
                stealthyPpm,
                colluding,
                newcomers);
    }

    Assumptions withBan(int cycles) {
        return new Assumptions(
                startPpm,
                turnPpm,
                malice,
                shownPpm,
                recovers,
                cycles,
                roundsPerCycle,
                stealthyPpm,
                colluding,
                newcomers);
    }

    Assumptions withRoundsPerCycle(int rounds) {
        return new Assumptions(
                startPpm, turnPpm, malice, shownPpm, recovers, banCycles, rounds, stealthyPpm, colluding, newcomers);
    }

    Assumptions withStealthy(long ppm) {
        return new Assumptions(
                startPpm, turnPpm, malice, shownPpm, recovers, banCycles, roundsPerCycle, ppm, colluding, newcomers);
    }

    Assumptions withCollusion() {
        return new Assumptions(
                startPpm, turnPpm, malice, shownPpm, recovers, banCycles, roundsPerCycle, stealthyPpm, true, newcomers);
    }

    Assumptions withNewcomers(int count) {
        return new Assumptions(
                startPpm,
                turnPpm,
                malice,
                shownPpm,
                recovers,
                banCycles,
                roundsPerCycle,
                stealthyPpm,
                colluding,
                count);
    }
}
