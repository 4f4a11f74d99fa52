package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.metering.MeterTimeline;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodEnergy;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is older than any reading that is still taken is deleted, and nothing else. */
class MeteringPurgeTest {

    private static final long QUARTER = 900_000;
    private static final long DAY = 96 * QUARTER;
    private static final long HORIZON_MS = 100 * DAY;

    /** How far a fold looks, three times over, beyond what is still taken. */
    private static final long KEPT_MS = HORIZON_MS + 3 * MeterTimeline.REACH_MS;

    private static final long BEGIN = MarketDriver.BEGIN / DAY * DAY;

    private static MarketArea area(String name, long horizonMs) {
        return MarketDriver.area(name, terms -> {
            terms.setPeriodMs(QUARTER);
            terms.setCorrectionHorizonMs(horizonMs);
        });
    }

    private static void send(MeteringTask task, String point, long start) {
        task.route(MarketDriver.reading(point, start, start + QUARTER, 7, reading -> {}), MarketDriver.AREA, "owner");
    }

    @Test
    void readingsAndEnergiesGoOnceTheHorizonHasPassedThem() {
        try (MeteringTask task = new MeteringTask(BEGIN + 4 * DAY)) {
            task.configure(area(MarketDriver.AREA, HORIZON_MS));
            for (int meter = 0; meter < 5; meter++) {
                for (int quarter = 0; quarter < 96; quarter++) {
                    send(task, "meter-" + meter, BEGIN + quarter * QUARTER);
                    send(task, "meter-" + meter, BEGIN + 2 * DAY + quarter * QUARTER);
                }
            }
            task.process(Integer.MAX_VALUE);
            task.advance(10_000);
            task.commit();
            assertThat(task.committed()).hasSize(5 * 2 * 96);
            int entriesOfAreaAndMeters = task.periodEntries() - 5 * 2 * 96;
            assertThat(task.readingsKept()).isEqualTo(5 * 2 * 96);

            // the first day has gone, but for its last quarter of an hour
            task.advance(BEGIN + DAY - 1 + KEPT_MS - (BEGIN + 4 * DAY + 10_000));
            for (int turn = 0; turn < 20; turn++) {
                task.advance(0);
            }
            assertThat(task.readingsKept()).isEqualTo(5 * (96 + 1));
            assertThat(task.periodEntries()).isEqualTo(5 * (96 + 1) + entriesOfAreaAndMeters);

            // the second goes with the next round, and what comes then has no memory of it
            task.advance(3 * DAY);
            for (int turn = 0; turn < 20; turn++) {
                task.advance(0);
            }
            assertThat(task.readingsKept()).isZero();
            assertThat(task.periodEntries()).isEqualTo(entriesOfAreaAndMeters);
        }
    }

    @Test
    void theAreaThatTakesReadingsLongestCounts() {
        try (MeteringTask task = new MeteringTask(BEGIN + 4 * DAY)) {
            task.configure(area(MarketDriver.AREA, HORIZON_MS));
            task.configure(area("patient", 2 * HORIZON_MS));
            send(task, "meter", BEGIN);
            task.process(1);
            task.advance(10_000);

            task.advance(KEPT_MS + 10 * DAY);
            assertThat(task.readingsKept()).isOne();

            task.advance(HORIZON_MS);
            assertThat(task.readingsKept()).isZero();
        }
    }

    @Test
    void aRoundIsMadeInSteps() {
        try (MeteringTask task = new MeteringTask(BEGIN + 4 * DAY)) {
            task.configure(area(MarketDriver.AREA, HORIZON_MS));
            for (int quarter = 0; quarter < 250; quarter++) {
                send(task, "meter", BEGIN + quarter * QUARTER);
            }
            task.process(Integer.MAX_VALUE);
            task.advance(10_000);
            task.advance(KEPT_MS + 10 * DAY);
            assertThat(task.readingsKept()).isEqualTo(150);
            task.advance(0);
            assertThat(task.readingsKept()).isEqualTo(50);
            task.advance(0);
            assertThat(task.readingsKept()).isZero();
        }
    }

    @Test
    void whatWaitsOutlivesACrash() {
        try (MeteringTask task = new MeteringTask(BEGIN + 4 * DAY)) {
            task.configure(area(MarketDriver.AREA, HORIZON_MS));
            send(task, "meter", BEGIN);
            task.process(1);
            task.commit();
            task.crash();
            task.advance(10_000);
            task.commit();
            assertThat(task.committed())
                    .extracting(PeriodEnergy::getPeriodStart)
                    .containsExactly(Instant.ofEpochMilli(BEGIN));
        }
    }
}
