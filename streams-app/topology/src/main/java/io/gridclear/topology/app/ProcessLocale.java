package io.gridclear.topology.app;

import java.util.Locale;

/** The locale of a process that runs the application. */
public final class ProcessLocale {

    private ProcessLocale() {}

    /**
     * Sets it to {@link Locale#US}, whatever the machine's language is: nothing that a process writes may depend on it. And
     * Kafka Streams 4.3 formats a line of log for each record of a task that has an empty input, whether anybody logs it or
     * not (since KAFKA-19682); in this locale alone the JDK writes numbers without looking up the locale's digits, which is
     * half of what that line costs.
     */
    public static void set() {
        Locale.setDefault(Locale.US);
    }
}
