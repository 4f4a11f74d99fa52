package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.MeterTimeline;
import io.gridclear.market.metering.PeriodGrid;
import io.gridclear.market.metering.TradingPeriod;
import io.gridclear.records.ReadingRecords;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.ReadingQuality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever comes in whatever order, however often, and whenever the instance crashes: what was published last of a period is
 * what the kernel makes of the set of all readings, and its revisions leave none out.
 */
class MeteringConsistencyTest {

    private static final long QUARTER = 900_000;
    private static final long HOUR = 4 * QUARTER;
    private static final long DAY = 24 * HOUR;
    private static final long BEGIN = MarketDriver.BEGIN / DAY * DAY;

    /** What a meter is like. */
    private record Habit(long[] lengths, boolean aligned, boolean registers, int holesOfTen) {}

    private static List<MeterReading> readings(String point, Habit habit, long from, long to, SplittableRandom random) {
        List<MeterReading> readings = new ArrayList<>();
        for (long length : habit.lengths()) {
            long shift = habit.aligned() ? 0 : random.nextLong(length);
            for (long start = from + shift; start + length <= to; start += length) {
                if (random.nextInt(10) < habit.holesOfTen()) {
                    continue;
                }
                int revisions = random.nextInt(8) == 0 ? 2 : 1;
                for (int revision = 0; revision < revisions; revision++) {
                    readings.add(reading(point, habit, start, start + length, revision, from, random));
                }
            }
        }
        return readings;
    }

    private static MeterReading reading(
            String point, Habit habit, long start, long end, long revision, long from, SplittableRandom random) {
        boolean hasRegister = habit.registers() && random.nextInt(6) > 0;
        // steady, with some noise, so that most differences leave something
        Long shown = hasRegister ? 1_000 + (end - from) / 60_000 * 20 + random.nextInt(40) : null;
        return MeterReading.newBuilder()
                .setUsagePointMrid(point)
                .setIntervalStart(Instant.ofEpochMilli(start))
                .setIntervalEnd(Instant.ofEpochMilli(end))
                .setImportWh(random.nextLong((end - start) / 60_000 * 20 + 1))
                .setExportWh(random.nextInt(3))
                .setImportRegisterWh(shown)
                .setQuality(random.nextInt(12) == 0 ? ReadingQuality.MISSING : ReadingQuality.VALID)
                .setRevision(revision)
                .setCreatedAt(Instant.ofEpochMilli(end))
                .build();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatWasPublishedLastIsWhatTheSetOfReadingsComesTo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long to = BEGIN + 2 * DAY;
        Map<String, List<MeterReading>> byPoint = new HashMap<>();
        List<Habit> habits = List.of(
                new Habit(new long[] {QUARTER}, true, true, 1),
                new Habit(new long[] {QUARTER}, true, false, 1),
                new Habit(new long[] {300_000}, true, true, 3),
                new Habit(new long[] {HOUR}, true, true, 2),
                new Habit(new long[] {QUARTER, 6 * HOUR, DAY}, true, true, 4),
                new Habit(new long[] {QUARTER, 2 * HOUR}, false, true, 6),
                new Habit(new long[] {HOUR}, false, true, 9));
        List<MeterReading> sent = new ArrayList<>();
        for (Habit habit : habits) {
            String point = "meter-" + byPoint.size();
            byPoint.put(point, readings(point, habit, BEGIN, to, random));
            sent.addAll(byPoint.get(point));
        }
        if (random.nextBoolean()) {
            Collections.shuffle(sent, new Random(seed));
        }
        sent.addAll(sent.subList(0, sent.size() / 5));

        try (MeteringTask task = new MeteringTask(BEGIN + DAY)) {
            task.configure(MarketDriver.area(MarketDriver.AREA, terms -> terms.setPeriodMs(QUARTER)));
            sent.forEach(reading -> task.route(reading, MarketDriver.AREA, "owner-" + reading.getUsagePointMrid()));
            for (int turn = 0; turn < 2_000; turn++) {
                task.process(random.nextInt(4));
                task.advance(random.nextInt(3) * 200L);
                switch (random.nextInt(20)) {
                    case 0 -> task.crash();
                    case 1, 2, 3 -> task.commit();
                    default -> {}
                }
            }
            task.process(Integer.MAX_VALUE);
            task.advance(2 * DAY);
            task.advance(2 * DAY);
            task.commit();
            byPoint.forEach((point, readings) -> audit(point, readings, to, task.committed(), seed));
        }
    }

    private static void audit(
            String point, List<MeterReading> readings, long to, List<PeriodEnergy> published, long seed) {
        PeriodGrid grid = PeriodGrid.of(QUARTER);
        List<IntervalReading> set =
                readings.stream().map(ReadingRecords::toReading).toList();
        Map<Instant, PeriodEnergy> last = new HashMap<>();
        for (PeriodEnergy energy : published) {
            if (energy.getUsagePointMrid().equals(point)) {
                PeriodEnergy before = last.put(energy.getPeriodStart(), energy);
                assertThat(energy.getRevision())
                        .as("seed %d: %s", seed, energy)
                        .isEqualTo(before == null ? 0 : before.getRevision() + 1);
                assertThat(energy.getMarketParticipantMrid()).isEqualTo("owner-" + point);
            }
        }
        MeterTimeline timeline = MeterTimeline.of(set, grid);
        for (TradingPeriod period : grid.over(BEGIN, to)) {
            PeriodEnergy energy = last.get(Instant.ofEpochMilli(period.start()));
            assertThat(
                            energy == null
                                    ? io.gridclear.market.metering.PeriodEnergy.nothing(period)
                                    : ReadingRecords.toEnergy(energy))
                    .as("seed %d, %s, %s", seed, point, Instant.ofEpochMilli(period.start()))
                    .isEqualTo(timeline.energy(period));
        }
    }
}
