package io.gridclear.meter.emulator;

import io.gridclear.meter.client.FleetClientSettings;
import java.util.OptionalLong;

/**
 * What a run is told beside its plan.
 *
 * @param client the cluster and how to speak to it
 * @param firstStartMs start of delivery of period 0, epoch milliseconds, a multiple of the period's length; empty =
 *     as soon as the timing allows once the fleet is connected
 * @param senders threads that sign and send, 1 to {@value #MOST_SENDERS}; usage points are divided among them
 * @param readings whether meters send what they measured after delivery
 * @param habits how they do
 */
public record FleetRunSettings(
        FleetClientSettings client, OptionalLong firstStartMs, int senders, boolean readings, MeterHabits habits) {
    /** More threads than this only wait for each other at the producer. */
    public static final int MOST_SENDERS = 16;

    /** @throws IllegalArgumentException if the number of senders is out of its range */
    public FleetRunSettings {
        if (senders < 1 || senders > MOST_SENDERS) {
            throw new IllegalArgumentException("senders must be 1 to " + MOST_SENDERS + ", was " + senders);
        }
    }

    /** As soon as possible, with readings, two senders. */
    public static FleetRunSettings of(FleetClientSettings client) {
        return new FleetRunSettings(client, OptionalLong.empty(), 2, true, MeterHabits.DEFAULT);
    }

    /** The same with a fixed start of period 0, epoch milliseconds. */
    public FleetRunSettings startingAt(long startMs) {
        return new FleetRunSettings(client, OptionalLong.of(startMs), senders, readings, habits);
    }

    /** The same without readings. */
    public FleetRunSettings withoutReadings() {
        return new FleetRunSettings(client, firstStartMs, senders, false, habits);
    }

    /** The same with meters that tell otherwise what they measured. */
    public FleetRunSettings withHabits(MeterHabits other) {
        return new FleetRunSettings(client, firstStartMs, senders, readings, other);
    }
}
