package io.gridclear.market.twin;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.PeriodEnergy;
import io.gridclear.market.metering.ReadingQuality;
import io.gridclear.market.metering.TradingPeriod;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The fold of readings, slow and obvious: every tick of time knows which part of which reading it belongs to, and energies
 * are big integers. All times must be multiples of the tick.
 */
public final class SlowMeter {

    /** Ticks that one reading (or two registers) own without a break within one period, and the energy on them. */
    private static final class Part {
        final List<Integer> ticks = new ArrayList<>();
        final ReadingQuality quality;
        final boolean registers;
        BigInteger importWh = BigInteger.ZERO;
        BigInteger exportWh = BigInteger.ZERO;

        Part(ReadingQuality quality, boolean registers) {
            this.quality = quality;
            this.registers = registers;
        }
    }

    private final long origin;
    private final long tickMs;
    private final long periodMs;
    private final Part[] parts;
    private final List<IntervalReading> counting = new ArrayList<>();

    /** Readings of ticks from the origin on, which is the start of a period. */
    public SlowMeter(Collection<IntervalReading> readings, long origin, long tickMs, int ticks, long periodMs) {
        this.origin = origin;
        this.tickMs = tickMs;
        this.periodMs = periodMs;
        this.parts = new Part[ticks];
        for (IntervalReading one : readings) {
            boolean counts = one.quality() != ReadingQuality.MISSING;
            for (IntervalReading other : readings) {
                boolean same = one.start() == other.start() && one.end() == other.end();
                counts &= !same || compare(one, other) >= 0;
            }
            if (counts && !counting.contains(one)) {
                counting.add(one);
            }
        }
        counting.sort((one, other) -> {
            long longer = (one.end() - one.start()) - (other.end() - other.start());
            return longer != 0 ? Long.signum(longer) : Long.compare(other.start(), one.start());
        });
        counting.forEach(this::layOver);
        fillGaps();
    }

    private static int compare(IntervalReading one, IntervalReading other) {
        long[] a = fields(one);
        long[] b = fields(other);
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return Long.compare(a[i], b[i]);
            }
        }
        return 0;
    }

    private static long[] fields(IntervalReading r) {
        return new long[] {
            r.revision(),
            r.createdAt(),
            r.quality().ordinal(),
            r.importWh(),
            r.exportWh(),
            r.importRegisterWh(),
            r.exportRegisterWh()
        };
    }

    private int tick(long time) {
        return (int) ((time - origin) / tickMs);
    }

    private void layOver(IntervalReading reading) {
        int from = tick(reading.start());
        int to = tick(reading.end());
        BigInteger importWh = BigInteger.valueOf(reading.importWh()).subtract(inside(from, to, true));
        BigInteger exportWh = BigInteger.valueOf(reading.exportWh()).subtract(inside(from, to, false));
        lay(from, to, importWh.max(BigInteger.ZERO), exportWh.max(BigInteger.ZERO), reading.quality(), false);
    }

    /** Energy that is known on some ticks: of each part its share by ticks, rounded down. */
    private BigInteger inside(int from, int to, boolean isImport) {
        BigInteger sum = BigInteger.ZERO;
        List<Part> seen = new ArrayList<>();
        for (int tick = from; tick < to; tick++) {
            Part part = parts[tick];
            if (part != null && !seen.contains(part)) {
                seen.add(part);
                long within =
                        part.ticks.stream().filter(t -> t >= from && t < to).count();
                sum = sum.add((isImport ? part.importWh : part.exportWh)
                        .multiply(BigInteger.valueOf(within))
                        .divide(BigInteger.valueOf(part.ticks.size())));
            }
        }
        return sum;
    }

    private void lay(
            int from, int to, BigInteger importWh, BigInteger exportWh, ReadingQuality quality, boolean registers) {
        List<Part> own = new ArrayList<>();
        int ticks = 0;
        boolean goesOn = false;
        for (int tick = from; tick < to; tick++) {
            if (parts[tick] != null) {
                goesOn = false;
                continue;
            }
            if (!goesOn || tick * tickMs % periodMs == 0) {
                own.add(new Part(quality, registers));
                goesOn = true;
            }
            own.get(own.size() - 1).ticks.add(tick);
            ticks++;
        }
        for (Part part : own) {
            part.importWh = share(importWh, part.ticks.size(), ticks);
            part.exportWh = share(exportWh, part.ticks.size(), ticks);
        }
        for (Part part : own) {
            BigInteger imported = own.stream().map(p -> p.importWh).reduce(BigInteger.ZERO, BigInteger::add);
            BigInteger exported = own.stream().map(p -> p.exportWh).reduce(BigInteger.ZERO, BigInteger::add);
            part.importWh = imported.compareTo(importWh) < 0 ? part.importWh.add(BigInteger.ONE) : part.importWh;
            part.exportWh = exported.compareTo(exportWh) < 0 ? part.exportWh.add(BigInteger.ONE) : part.exportWh;
        }
        own.forEach(part -> part.ticks.forEach(tick -> parts[tick] = part));
    }

    private static BigInteger share(BigInteger wh, int ticks, int of) {
        return wh.multiply(BigInteger.valueOf(ticks)).divide(BigInteger.valueOf(of));
    }

    private void fillGaps() {
        boolean[] wasEmpty = new boolean[parts.length];
        for (int tick = 0; tick < parts.length; tick++) {
            wasEmpty[tick] = parts[tick] == null;
        }
        for (int tick = 0; tick < parts.length; tick++) {
            if (!wasEmpty[tick] || parts[tick] != null) {
                continue;
            }
            IntervalReading earlier = null;
            IntervalReading later = null;
            for (IntervalReading reading : counting) {
                boolean marked = reading.importRegisterWh() >= 0 || reading.exportRegisterWh() >= 0;
                int end = tick(reading.end());
                if (marked && end <= tick && (earlier == null || end > tick(earlier.end()))) {
                    earlier = reading;
                }
                if (marked && end > tick && (later == null || end < tick(later.end()))) {
                    later = reading;
                }
            }
            if (earlier == null || later == null || later.end() - earlier.end() > 3L * 24 * 3_600_000) {
                continue;
            }
            boolean sameKinds = earlier.importRegisterWh() < 0 == later.importRegisterWh() < 0
                    && earlier.exportRegisterWh() < 0 == later.exportRegisterWh() < 0;
            int from = tick(earlier.end());
            int to = tick(later.end());
            BigInteger importWh = earlier.importRegisterWh() < 0
                    ? BigInteger.ZERO
                    : BigInteger.valueOf(later.importRegisterWh() - earlier.importRegisterWh())
                            .subtract(inside(from, to, true));
            BigInteger exportWh = earlier.exportRegisterWh() < 0
                    ? BigInteger.ZERO
                    : BigInteger.valueOf(later.exportRegisterWh() - earlier.exportRegisterWh())
                            .subtract(inside(from, to, false));
            if (sameKinds && importWh.signum() >= 0 && exportWh.signum() >= 0) {
                lay(from, to, importWh, exportWh, ReadingQuality.ESTIMATED, true);
            }
        }
    }

    /** The energy of a period. */
    public PeriodEnergy energy(TradingPeriod period) {
        BigInteger importWh = BigInteger.ZERO;
        BigInteger exportWh = BigInteger.ZERO;
        long covered = 0;
        boolean registers = false;
        ReadingQuality worst = ReadingQuality.VALID;
        List<Part> seen = new ArrayList<>();
        for (int tick = tick(period.start()); tick < tick(period.end()); tick++) {
            Part part = parts[tick];
            if (part == null) {
                continue;
            }
            covered += tickMs;
            if (!seen.contains(part)) {
                seen.add(part);
                importWh = importWh.add(part.importWh);
                exportWh = exportWh.add(part.exportWh);
                registers |= part.registers;
                worst = part.quality.ordinal() > worst.ordinal() ? part.quality : worst;
            }
        }
        return new PeriodEnergy(
                period,
                importWh.longValueExact(),
                exportWh.longValueExact(),
                covered,
                covered == 0 ? ReadingQuality.MISSING : worst,
                registers);
    }
}
