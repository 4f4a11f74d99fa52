package io.gridclear.market.metering;

import java.util.function.UnaryOperator;

/** Readings for tests, in minutes. */
final class Readings {

    static final long MINUTE = 60_000;
    static final long QUARTER = 15 * MINUTE;
    static final long DAY = 24 * 60 * MINUTE;

    /** A UTC midnight: the tests' minute 0. */
    static final long MIDNIGHT = 20_000 * DAY;

    /** A reading that can be changed step by step. */
    record Draft(IntervalReading reading) {
        Draft revision(long revision) {
            return with(reading, revision, reading.createdAt(), reading.quality());
        }

        Draft madeAt(long createdAt) {
            return with(reading, reading.revision(), createdAt, reading.quality());
        }

        Draft quality(ReadingQuality quality) {
            return with(reading, reading.revision(), reading.createdAt(), quality);
        }

        Draft registers(long importWh, long exportWh) {
            IntervalReading r = reading;
            return new Draft(new IntervalReading(
                    r.start(),
                    r.end(),
                    r.revision(),
                    r.createdAt(),
                    r.quality(),
                    r.importWh(),
                    r.exportWh(),
                    importWh,
                    exportWh));
        }

        private static Draft with(IntervalReading r, long revision, long createdAt, ReadingQuality quality) {
            return new Draft(new IntervalReading(
                    r.start(),
                    r.end(),
                    revision,
                    createdAt,
                    quality,
                    r.importWh(),
                    r.exportWh(),
                    r.importRegisterWh(),
                    r.exportRegisterWh()));
        }
    }

    private Readings() {}

    /** A valid first reading from one minute to another. */
    static IntervalReading reading(long fromMinute, long toMinute, long importWh, long exportWh) {
        return reading(fromMinute, toMinute, importWh, exportWh, draft -> draft);
    }

    static IntervalReading reading(
            long fromMinute, long toMinute, long importWh, long exportWh, UnaryOperator<Draft> change) {
        IntervalReading plain = new IntervalReading(
                MIDNIGHT + fromMinute * MINUTE,
                MIDNIGHT + toMinute * MINUTE,
                0,
                MIDNIGHT,
                ReadingQuality.VALID,
                importWh,
                exportWh,
                IntervalReading.NO_REGISTER,
                IntervalReading.NO_REGISTER);
        return change.apply(new Draft(plain)).reading();
    }

    /** The n-th quarter-hour from midnight. */
    static TradingPeriod quarter(int n) {
        return new TradingPeriod(MIDNIGHT + n * QUARTER, MIDNIGHT + (n + 1) * QUARTER);
    }
}
