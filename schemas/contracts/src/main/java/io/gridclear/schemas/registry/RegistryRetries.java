package io.gridclear.schemas.registry;

import java.time.Duration;

/**
 * How long a call to the registry is repeated before the registry counts as unavailable.
 *
 * @param attempts   calls in total, &gt; 0
 * @param firstPause pause after the first failure, each further one twice as long
 */
public record RegistryRetries(int attempts, Duration firstPause) {

    /**
     * Six calls, pauses of 100, 200, 400, 800 and 1600 ms: long enough for a registry behind a balancer to change its
     * leader, short against the five minutes after which Kafka takes a silent consumer for dead, even if every call
     * runs into its own time limit (6 x 5 s).
     */
    public static final RegistryRetries STANDARD = new RegistryRetries(6, Duration.ofMillis(100));

    /** One call: for commands, where a person waits. */
    public static final RegistryRetries NONE = new RegistryRetries(1, Duration.ZERO);

    public RegistryRetries {
        if (attempts <= 0) {
            throw new IllegalArgumentException("attempts must be positive, not " + attempts);
        }
        if (firstPause.isNegative()) {
            throw new IllegalArgumentException("a pause cannot be negative: " + firstPause);
        }
    }

    /** Pause after failure number {@code failures}, counted from 1. */
    Duration pauseAfter(int failures) {
        return firstPause.multipliedBy(1L << (failures - 1));
    }
}
