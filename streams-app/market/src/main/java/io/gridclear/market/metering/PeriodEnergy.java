package io.gridclear.market.metering;

/**
 * What the readings of a usage point say of one trading period.
 *
 * @param period the period
 * @param importWh taken from the feeder, Wh
 * @param exportWh given to the feeder, Wh
 * @param coveredMs how much of the period has a value, ms, 0 to its length
 * @param quality the worst of the values that it is made of; MISSING if and only if there is none
 * @param registersUsed whether differences of registers fill a part of it
 */
public record PeriodEnergy(
        TradingPeriod period,
        long importWh,
        long exportWh,
        long coveredMs,
        ReadingQuality quality,
        boolean registersUsed) {

    /** @throws IllegalArgumentException if a value is out of its range */
    public PeriodEnergy {
        if (importWh < 0 || exportWh < 0) {
            throw new IllegalArgumentException("energies must be >= 0, are " + importWh + ", " + exportWh);
        }
        if (coveredMs < 0 || coveredMs > period.lengthMs()) {
            throw new IllegalArgumentException(
                    "coveredMs must be within 0.." + period.lengthMs() + ", is " + coveredMs);
        }
        if (coveredMs == 0 != (quality == ReadingQuality.MISSING)) {
            throw new IllegalArgumentException(coveredMs + " ms are covered, but the quality is " + quality);
        }
    }

    /** A period of which nothing is known. */
    public static PeriodEnergy nothing(TradingPeriod period) {
        return new PeriodEnergy(period, 0, 0, 0, ReadingQuality.MISSING, false);
    }

    /** Whether all of the period has a value. */
    public boolean isComplete() {
        return coveredMs == period.lengthMs();
    }
}
