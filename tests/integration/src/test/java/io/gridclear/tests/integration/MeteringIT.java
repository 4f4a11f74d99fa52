package io.gridclear.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.ClusterFailure;
import io.gridclear.tests.support.MarketClock;
import io.gridclear.tests.support.MarketProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import io.gridclear.tests.support.TopicRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readings of many meters through a real broker, garbage between them, an instance that is killed in the middle: every
 * period has its energy, a correction finds what it replaces, and what is no reading stands in the dead letters.
 */
@OnCluster
class MeteringIT {
    private static final String AREA = "metered";
    private static final int METERS = 40;
    private static final int QUARTERS = 4;

    private final TestCluster cluster;
    private final TestArea area = TestArea.of(AREA);
    private final List<TestPoint> meters = java.util.stream.IntStream.range(0, METERS)
            .mapToObj(i -> TestPoint.in(AREA, "meter-" + i))
            .toList();

    /** An hour that is over: a period of the area. */
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(3, ChronoUnit.HOURS);

    MeteringIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    private MeterReading quarter(int meter, int quarter) {
        Instant start = hour.plus(Duration.ofMinutes(15L * quarter));
        return meters.get(meter).measures(start, start.plus(Duration.ofMinutes(15)), meter + quarter);
    }

    private static long hourOf(int meter) {
        return QUARTERS * meter + 6L;
    }

    @Test
    void readingsBecomeTheEnergiesOfPeriodsWhateverStandsBetweenThem(@TempDir Path one, @TempDir Path other) {
        TestPoint probe = TestPoint.in(AREA, "probe");
        TestPoint stranger = TestPoint.in(AREA, "stranger");
        MarketClock clock = new MarketClock();
        try (TestMarket market = new TestMarket(cluster)) {
            market.register(meters);
            market.register(List.of(probe));
            try (MarketProcess first = MarketProcess.start(cluster, clock, "metering", "1", one, Map.of())
                    .awaitReady()) {
                market.open(List.of(area), probe);
                sendQuarters(market, 0, 2);
                byte[] good = market.producer().encoded(TopicCatalogue.READINGS, quarter(0, 3));
                String topic = TopicCatalogue.READINGS.name();
                market.producer().sendBytes(topic, meters.get(0).mrid(), new byte[] {1, 2, 3});
                market.producer().sendBytes(topic, meters.get(0).mrid(), Arrays.copyOf(good, good.length - 1));
                market.producer().sendBytes(topic, meters.get(0).mrid(), null);
                send(market, stranger.measures(hour, hour.plusSeconds(900), 5));
                MeterReading forged = quarter(1, 2);
                forged.setImportWh(1_000_000);
                send(market, forged);
                market.flush();
                awaitLast(market, METERS, energy -> energy.getCoveredMs() == 30 * 60_000);
                market.awaitDeadLetters(TopicCatalogue.READINGS, 5);
                first.kill();
            }
            sendQuarters(market, 2, QUARTERS);
            try (MarketProcess second = MarketProcess.start(cluster, clock, "metering", "2", other, Map.of())
                    .awaitReady()) {
                awaitLast(market, METERS, energy -> energy.getCoveredMs() == 60 * 60_000);
                MeterReading correction = quarter(3, 1);
                correction.setRevision(1);
                correction.setImportWh(100);
                correction.setQuality(ReadingQuality.EDITED);
                send(market, meters.get(3).signed(correction));
                send(market, quarter(4, 1));
                market.flush();
                awaitLast(market, 1, energy -> energy.getQuality() == ReadingQuality.EDITED);
                assertThat(second.isAlive()).isTrue();
            }
            check(market);
        }
    }

    private void check(TestMarket market) {
        Map<String, PeriodEnergy> last = lastByPoint(market);
        assertThat(last).hasSize(METERS);
        for (int meter = 0; meter < METERS; meter++) {
            PeriodEnergy energy = last.get(meters.get(meter).mrid());
            assertThat(energy.getImportWh()).isEqualTo(meter == 3 ? hourOf(3) - 4 + 100 : hourOf(meter));
            assertThat(energy.getAreaMrid()).isEqualTo(AREA);
            assertThat(energy.getMarketParticipantMrid())
                    .isEqualTo(meters.get(meter).participantMrid());
            assertThat(energy.getPeriodStart()).isEqualTo(hour);
        }
        List<TopicRecord<byte[]>> letters =
                market.reader().readAllBytes(TopicCatalogue.deadLetterTopic(TopicCatalogue.READINGS.name()));
        assertThat(letters)
                .extracting(letter -> letter.headers().get("gridclear.reason"))
                .containsExactlyInAnyOrder(
                        "TOO_SHORT", "MALFORMED_BODY", "POISON_RECORD", "UNKNOWN_USAGE_POINT", "BAD_SIGNATURE");
    }

    private void sendQuarters(TestMarket market, int from, int to) {
        for (int quarter = from; quarter < to; quarter++) {
            for (int meter = 0; meter < METERS; meter++) {
                send(market, quarter(meter, quarter));
            }
        }
        market.flush();
    }

    private static void send(TestMarket market, MeterReading reading) {
        market.producer().send(TopicCatalogue.READINGS, reading.getUsagePointMrid(), reading);
    }

    /** The energy of each usage point that counts; its revisions must follow each other. */
    private static Map<String, PeriodEnergy> lastByPoint(TestMarket market) {
        Map<String, PeriodEnergy> last = new HashMap<>();
        for (PeriodEnergy energy : market.values(TopicCatalogue.PERIOD_ENERGY)) {
            PeriodEnergy before = last.put(energy.getUsagePointMrid(), energy);
            assertThat(energy.getRevision()).isEqualTo(before == null ? 0 : before.getRevision() + 1);
        }
        return last;
    }

    private static void awaitLast(TestMarket market, int points, Predicate<PeriodEnergy> wanted) {
        Awaitility.await(points + " energies")
                .atMost(ClusterFailure.PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        lastByPoint(market).values().stream().filter(wanted).count() >= points);
    }
}
