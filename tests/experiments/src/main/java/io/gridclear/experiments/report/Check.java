package io.gridclear.experiments.report;

import java.util.List;

/**
 * Something that must come out of an experiment.
 *
 * @param what in words
 * @param found what came out, in words
 * @param holds whether it is so
 */
public record Check(String what, String found, boolean holds) {

    /** The same with the opposite meaning. */
    public Check negated() {
        return new Check("it is not so that " + what, found, !holds);
    }

    /** As a terminal shows it. */
    public String line() {
        return (holds ? "ok     " : "FAILED ") + what + ": " + found;
    }

    /** A section with all of them. */
    public static void write(List<Check> checks, ReportPage page) {
        page.section("What must come out");
        page.table(
                List.of("", "what", "found"),
                checks.stream()
                        .map(check -> List.of(check.holds ? "holds" : "**fails**", check.what, check.found))
                        .toList());
    }
}
