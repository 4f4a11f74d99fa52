package io.gridclear.experiments.consensus;

import io.gridclear.experiments.report.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What came of a scenario.
 *
 * @param scenario the scenario
 * @param courses one a seed, in their order
 */
record Result(Scenario scenario, List<Course> courses) {

    private static final double PPM_PER_PERCENT = 1e4;
    private static final double ALL_PERCENT = 100;

    Result {
        courses = List.copyOf(courses);
    }

    /** Malicious share of the agents in a round, percent; rounds from 0. */
    Spread share(int round) {
        return spread(course -> course.rounds().get(round).maliciousPpm() / PPM_PER_PERCENT);
    }

    /** Malicious shares of all rounds. */
    Spread[] shares() {
        return IntStream.range(0, courses.get(0).rounds().size())
                .mapToObj(this::share)
                .toArray(Spread[]::new);
    }

    /** Highest malicious share of a run, percent. */
    Spread peak() {
        return spread(course -> course.peakPpm() / PPM_PER_PERCENT);
    }

    /** Mean malicious share of a run, percent. */
    Spread mean() {
        return spread(course -> course.rounds().stream()
                        .mapToLong(Course.Round::maliciousPpm)
                        .average()
                        .orElseThrow()
                / PPM_PER_PERCENT);
    }

    /** Malicious share in the last round of a run, percent. */
    Spread last() {
        return share(courses.get(0).rounds().size() - 1);
    }

    /** Highest share of seats that do not work for a decision, malicious or banned, percent. */
    Spread faultyPeak() {
        return spread(course -> course.rounds().stream()
                        .mapToLong(Course.Round::faultyPpm)
                        .max()
                        .orElseThrow()
                / PPM_PER_PERCENT);
    }

    /** Share of rounds that were decided within the round, percent. */
    Spread decided() {
        return spread(course -> ALL_PERCENT * course.decided() / course.rounds().size());
    }

    /** Share of runs in which the malicious share was below a fraction in all rounds: 100 or 0 a run. */
    Spread alwaysBelow(int numerator, int denominator) {
        return spread(course -> course.isAlwaysBelow(numerator, denominator) ? ALL_PERCENT : 0);
    }

    private Spread spread(ToDoubleFunction<Course> figure) {
        return Spread.of(courses.stream().mapToDouble(figure).toArray());
    }
}
