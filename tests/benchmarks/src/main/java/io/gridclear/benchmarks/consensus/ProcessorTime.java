package io.gridclear.benchmarks.consensus;

import java.time.Duration;
import java.util.Locale;

/**
 * Processor time of the processes of a network.
 *
 * @param applications of the validators' own processes; none where the engine is the application, or all is in this process
 * @param engines of the engines
 */
record ProcessorTime(Duration applications, Duration engines) {

    /** Everything is in the process of the benchmark. */
    static final ProcessorTime OWN = new ProcessorTime(Duration.ZERO, Duration.ZERO);

    ProcessorTime minus(ProcessorTime before) {
        return new ProcessorTime(applications.minus(before.applications), engines.minus(before.engines));
    }

    /** For each of so many things. */
    String each(long things) {
        return String.format(
                Locale.ROOT,
                "applications %.3f ms, engines %.3f ms each",
                (double) applications.toMillis() / things,
                (double) engines.toMillis() / things);
    }

    @Override
    public String toString() {
        if (equals(OWN)) {
            return "in this process";
        }
        return (applications.isZero() ? "" : "applications " + applications.toSeconds() + " s, ") + "engines "
                + engines.toSeconds() + " s";
    }
}
