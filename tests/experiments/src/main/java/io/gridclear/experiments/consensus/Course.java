package io.gridclear.experiments.consensus;

import java.util.List;

/**
 * How a run went, round by round, each as it stood when the round began.
 *
 * @param rounds the rounds
 */
record Course(List<Round> rounds) {

    private static final long ONE_PPM = 1_000_000;

    Course {
        rounds = List.copyOf(rounds);
    }

    /**
     * A round.
     *
     * @param malicious malicious agents that are heard
     * @param heard agents that are heard: in office and not banned
     * @param seats agents in office
     * @param maliciousNodes malicious nodes, agents or not
     * @param decided whether the round's item was decided within the round
     */
    record Round(int malicious, int heard, int seats, int maliciousNodes, boolean decided) {

        /** The figure's share: malicious ones among the agents that are heard, ppm; 1 if nobody is heard. */
        long maliciousPpm() {
            return heard == 0 ? ONE_PPM : ONE_PPM * malicious / heard;
        }

        /** Agents in office that do not work for a decision, malicious or banned, ppm: from a third on nothing is decided. */
        long faultyPpm() {
            return ONE_PPM * (seats - heard + malicious) / seats;
        }

        boolean isMaliciousBelow(int numerator, int denominator) {
            return (long) denominator * malicious < (long) numerator * heard;
        }
    }

    /** Whether the malicious share was below a fraction in all rounds. */
    boolean isAlwaysBelow(int numerator, int denominator) {
        return rounds.stream().allMatch(round -> round.isMaliciousBelow(numerator, denominator));
    }

    /** The highest malicious share. */
    long peakPpm() {
        return rounds.stream().mapToLong(Round::maliciousPpm).max().orElse(0);
    }

    /** Rounds that were decided in time. */
    long decided() {
        return rounds.stream().filter(Round::decided).count();
    }
}
