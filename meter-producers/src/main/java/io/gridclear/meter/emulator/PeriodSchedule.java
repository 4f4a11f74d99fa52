package io.gridclear.meter.emulator;

/**
 * When the periods of one run take place.
 *
 * @param firstStartMs start of delivery of period 0, epoch milliseconds, a multiple of the period's length
 * @param timing how a period lies in time
 */
public record PeriodSchedule(long firstStartMs, PeriodTiming timing) {
    /** @throws IllegalArgumentException if period 0 does not start at a multiple of the period's length */
    public PeriodSchedule {
        if (Math.floorMod(firstStartMs, timing.periodMs()) != 0) {
            throw new IllegalArgumentException("periods start at multiples of " + timing.periodMs()
                    + " ms since the epoch, " + firstStartMs + " is none");
        }
    }

    /** The schedule whose first bids are due at {@code nowMs} or as soon after it as periods allow. */
    public static PeriodSchedule soonest(long nowMs, PeriodTiming timing) {
        long lead = timing.submissionMs() + timing.gateClosureMs();
        return new PeriodSchedule(timing.alignUp(nowMs + lead), timing);
    }

    /** Start of delivery, epoch milliseconds. */
    public long startMs(int period) {
        return firstStartMs + period * timing.periodMs();
    }

    /** End of delivery, epoch milliseconds, exclusive. */
    public long endMs(int period) {
        return startMs(period + 1);
    }

    /** When the fleet starts to send bids. */
    public long opensMs(int period) {
        return gateMs(period) - timing.submissionMs();
    }

    /** When submission ends. */
    public long gateMs(int period) {
        return startMs(period) - timing.gateClosureMs();
    }

    /** When the re-quote window ends. */
    public long requoteUntilMs(int period) {
        return gateMs(period) + timing.requoteWindowMs();
    }

    /** The period that starts at this time; -1 where none of {@code periods} does. */
    public int periodStartingAt(long startMs, int periods) {
        long offset = startMs - firstStartMs;
        if (offset < 0 || offset % timing.periodMs() != 0 || offset / timing.periodMs() >= periods) {
            return -1;
        }
        return (int) (offset / timing.periodMs());
    }
}
