package io.gridclear.market.metering;

import static io.gridclear.market.metering.Readings.DAY;
import static io.gridclear.market.metering.Readings.MIDNIGHT;
import static io.gridclear.market.metering.Readings.MINUTE;
import static io.gridclear.market.metering.Readings.QUARTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.twin.SlowMeter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fold beside its slow twin, and what must hold of any readings, on seeded sets. */
class MeterTimelineTwinTest {

    private static final int SEEDS = 3_000;
    private static final PeriodGrid QUARTERS = PeriodGrid.of(QUARTER);

    /** Minutes that the twin keeps: four hours. */
    private static final int TICKS = 240;

    /** Readings of one meter within some minutes: overlaps, gaps, revisions, and registers that mostly agree. */
    private static List<IntervalReading> readings(long seed, int minutes) {
        SplittableRandom random = new SplittableRandom(seed);
        List<IntervalReading> readings = new ArrayList<>();
        int[] lengths = {1, 3, 5, 10, 15, 15, 30, 60, 120};
        boolean aligned = random.nextBoolean();
        boolean registers = random.nextInt(3) > 0;
        int count = 1 + random.nextInt(25);
        for (int i = 0; i < count; i++) {
            int length = lengths[random.nextInt(lengths.length)];
            int start = random.nextInt(minutes - length + 1);
            start = aligned ? start / length * length : start;
            int kind = random.nextInt(10);
            ReadingQuality quality = kind < 7 ? ReadingQuality.VALID : ReadingQuality.values()[kind - 6];
            // a register that runs steadily, so that differences often leave something
            long shown = registers && random.nextInt(4) > 0 ? (start + length) * 40L + random.nextInt(60) : -1;
            readings.add(new IntervalReading(
                    MIDNIGHT + start * MINUTE,
                    MIDNIGHT + (start + length) * MINUTE,
                    random.nextInt(2),
                    random.nextInt(2),
                    quality,
                    random.nextInt(40 * length + 1),
                    random.nextInt(3) == 0 ? random.nextInt(50) : 0,
                    shown,
                    shown >= 0 && random.nextInt(8) > 0 ? shown * 2 : -1));
        }
        return readings;
    }

    private static List<PeriodEnergy> energies(List<IntervalReading> readings, int minutes) {
        MeterTimeline timeline = MeterTimeline.of(readings, QUARTERS);
        return QUARTERS.over(MIDNIGHT, MIDNIGHT + minutes * MINUTE).stream()
                .map(timeline::energy)
                .toList();
    }

    @Test
    void itIsWhatTheTwinSays() {
        int filled = 0;
        int partly = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            List<IntervalReading> readings = readings(seed, TICKS);
            SlowMeter twin = new SlowMeter(readings, MIDNIGHT, MINUTE, TICKS, QUARTER);
            for (PeriodEnergy energy : energies(readings, TICKS)) {
                assertThat(energy).as("seed %d", seed).isEqualTo(twin.energy(energy.period()));
                filled += energy.registersUsed() ? 1 : 0;
                partly += energy.coveredMs() > 0 && !energy.isComplete() ? 1 : 0;
            }
        }
        // the seeds meet what they are for
        assertThat(filled).isGreaterThan(1_000);
        assertThat(partly).isGreaterThan(1_000);
    }

    @Test
    void anyOrderAndAnyRepetitionIsTheSame() {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<IntervalReading> readings = readings(seed, TICKS);
            List<PeriodEnergy> once = energies(readings, TICKS);
            List<IntervalReading> shuffled = new ArrayList<>(readings);
            shuffled.addAll(readings.subList(0, readings.size() / 2));
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(energies(shuffled, TICKS)).as("seed %d", seed).isEqualTo(once);
        }
    }

    @Test
    void thePeriodsOfASplitReadingAddUpToIt() {
        SplittableRandom random = new SplittableRandom(52);
        for (int draw = 0; draw < SEEDS; draw++) {
            long start = MIDNIGHT + random.nextLong(DAY);
            long end = start + 1 + random.nextLong(IntervalReading.LONGEST_MS);
            long importWh = random.nextLong(IntervalReading.MOST_WH + 1) >> random.nextInt(40);
            IntervalReading reading =
                    new IntervalReading(start, end, 0, 0, ReadingQuality.VALID, importWh, importWh / 3, -1, -1);
            PeriodGrid grid = PeriodGrid.of(MINUTE * (1 + random.nextInt(90)));
            MeterTimeline timeline = MeterTimeline.of(List.of(reading), grid);
            List<PeriodEnergy> parts =
                    grid.over(start, end).stream().map(timeline::energy).toList();
            assertThat(parts.stream().mapToLong(PeriodEnergy::importWh).sum())
                    .as("draw %d", draw)
                    .isEqualTo(importWh);
            assertThat(parts.stream().mapToLong(PeriodEnergy::exportWh).sum())
                    .as("draw %d", draw)
                    .isEqualTo(importWh / 3);
            assertThat(parts.stream().mapToLong(PeriodEnergy::coveredMs).sum())
                    .as("draw %d", draw)
                    .isEqualTo(end - start);
        }
    }

    @Test
    void aCoarserReadingIsKeptToTheWhWhereFinerOnesHoldLess() {
        SplittableRandom random = new SplittableRandom(53);
        for (int draw = 0; draw < SEEDS; draw++) {
            List<IntervalReading> readings = new ArrayList<>();
            readings.add(Readings.reading(0, TICKS, 100_000 + draw, 1_000));
            for (int minute = 0; minute < TICKS; minute += 5) {
                if (random.nextInt(3) > 0 && minute > 0) {
                    readings.add(Readings.reading(minute, minute + 5, random.nextInt(2_000), random.nextInt(20)));
                }
            }
            List<PeriodEnergy> parts = energies(readings, TICKS);
            assertThat(parts.stream().mapToLong(PeriodEnergy::importWh).sum())
                    .as("draw %d", draw)
                    .isEqualTo(100_000 + draw);
            assertThat(parts.stream().mapToLong(PeriodEnergy::exportWh).sum())
                    .as("draw %d", draw)
                    .isEqualTo(1_000);
        }
    }

    @Test
    void thePlainWayIsTheLongOneWhereItAnswers() {
        int answered = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<IntervalReading> readings = new ArrayList<>(readings(seed, TICKS));
            // a meter of 5 minutes that has some holes, or none
            int holes = random.nextInt(3);
            if (random.nextInt(4) > 0) {
                readings.clear();
            }
            for (int minute = 0; minute < TICKS; minute += 5) {
                if (random.nextInt(10) >= holes && minute < 5 * random.nextInt(10, 60)) {
                    long shown = holes == 2 ? -1 : minute * 40L;
                    readings.add(Readings.reading(
                            minute, minute + 5, random.nextInt(100), 0, r -> r.registers(shown, shown)));
                }
            }
            List<IntervalReading> counting = onePerInterval(readings);
            for (PeriodEnergy energy : energies(readings, TICKS)) {
                TradingPeriod period = energy.period();
                List<IntervalReading> touching = counting.stream()
                        .filter(r -> r.touches(period.start(), period.end()))
                        .toList();
                boolean isLast = counting.stream().noneMatch(r -> r.end() > period.end());
                boolean hasRegisters = counting.stream().anyMatch(IntervalReading::hasRegister);
                PeriodEnergy plain = PlainPeriod.energy(touching, period, isLast, hasRegisters);
                if (plain != null) {
                    answered++;
                    assertThat(plain).as("seed %d", seed).isEqualTo(energy);
                }
            }
        }
        assertThat(answered).isGreaterThan(SEEDS);
    }

    @Test
    void nothingBeyondItsReachChangesAFold() {
        for (long seed = 0; seed < 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            // ten days of nested intervals with gaps of up to three days
            int minutes = 10 * 1_440;
            List<IntervalReading> readings = new ArrayList<>();
            for (int day = 0; day < 10; day++) {
                if (random.nextInt(3) == 0) {
                    continue;
                }
                if (random.nextInt(3) == 0) {
                    readings.add(marked(day * 1_440, 1_440, random));
                }
                for (int hour = 0; hour < 24; hour++) {
                    if (random.nextInt(3) > 0) {
                        readings.add(marked(day * 1_440 + hour * 60, random.nextBoolean() ? 60 : 15, random));
                    }
                }
            }
            for (PeriodEnergy energy : energies(readings, minutes)) {
                TradingPeriod reach = MeterTimeline.reachOf(energy.period());
                List<IntervalReading> within = readings.stream()
                        .filter(r -> r.touches(reach.start(), reach.end()))
                        .toList();
                assertThat(MeterTimeline.of(within, QUARTERS).energy(energy.period()))
                        .as("seed %d", seed)
                        .isEqualTo(energy);
            }
        }
    }

    private static IntervalReading marked(int start, int length, SplittableRandom random) {
        long shown = (start + length) * 40L + random.nextInt(60);
        boolean hasRegister = random.nextInt(3) > 0;
        return Readings.reading(
                start, start + length, random.nextInt(40 * length), 0, r -> hasRegister ? r.registers(shown, -1) : r);
    }

    private static List<IntervalReading> onePerInterval(List<IntervalReading> readings) {
        return IntStream.range(0, readings.size())
                .filter(i -> IntStream.range(0, readings.size()).allMatch(j -> {
                    IntervalReading one = readings.get(i);
                    IntervalReading other = readings.get(j);
                    boolean same = one.start() == other.start() && one.end() == other.end();
                    return !same || (one.equals(other) ? i <= j : one.supersedes(other));
                }))
                .mapToObj(readings::get)
                .toList();
    }
}
