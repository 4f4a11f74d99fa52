package io.gridclear.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.MeterTimeline;
import io.gridclear.market.metering.PeriodGrid;
import io.gridclear.market.metering.TradingPeriod;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.records.ReadingRecords;
import io.gridclear.schemas.avro.ChargeType;
import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.ClusterFailure;
import io.gridclear.tests.support.MarketClock;
import io.gridclear.tests.support.MarketProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.RunOutcome;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import io.gridclear.tests.support.TopicRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * One period from bids over readings to the last correction, through a real broker: readings in disorder, twice, too late, taken
 * back, and never; the instance is killed between METERED and the corrections. What is published is what the kernel works
 * out by itself from the log and from the set of the readings. The run happens once; each test looks at one part of it.
 */
@OnCluster
@TestInstance(Lifecycle.PER_CLASS)
class DeliveryIT {
    private static final long SEED = 20_261_128;
    private static final String AREA = "delivering";
    private static final int TRADERS = 24;
    private static final int BYSTANDERS = 4;
    private static final int MINUTES = 5;
    private static final Duration SETTLED_BY = Duration.ofMinutes(3);
    private static final String REFUSED = "gridclear_delivery_energies_refused_total";

    private final TestCluster cluster;
    private final MarketClock clock = new MarketClock();
    private final Random random = new Random(SEED);
    private final List<TestPoint> points = IntStream.range(0, TRADERS + BYSTANDERS)
            .mapToObj(i -> TestPoint.in(AREA, "point-" + i))
            .toList();

    /** Its energies are refused and counted by delivery: what was told before them has been taken in. */
    private final TestPoint sentinel = TestPoint.in(AREA, "sentinel");

    private final List<MeterReading> known = new ArrayList<>();
    private final List<SortedMap<PointKey, MeteredEnergy>> due = new ArrayList<>();
    private TestArea area = TestArea.delivering(AREA);
    private List<RunOutcome> runs = List.of();
    private List<RunOutcome> workedOut = List.of();
    private List<SettlementLine> initial = List.of();
    private int sentinels;

    DeliveryIT(TestCluster cluster) {
        this.cluster = cluster;
        sentinel.registration().setMarketParticipantMrid("grid");
    }

    @BeforeAll
    void runOnePeriod(@TempDir Path one, @TempDir Path other) {
        try (TestMarket market = new TestMarket(cluster)) {
            TestPoint probe = TestPoint.in(AREA, "probe");
            market.register(points);
            market.register(List.of(probe, sentinel));
            List<MeterReading> readings;
            try (MarketProcess first = MarketProcess.start(cluster, clock, "delivery", "1", one, Map.of())
                    .awaitReady()) {
                area = TestArea.delivering(AREA).charging(8_000, 2_000, 20_000);
                market.open(List.of(area), probe);
                for (int i = 0; i < TRADERS; i++) {
                    long wh = 500L + random.nextInt(4_000);
                    market.bid((i % 2 == 0
                                    ? points.get(i)
                                            .sells(area.periodStart(), wh, 460_000 + 100L * random.nextInt(1_500))
                                    : points.get(i)
                                            .buys(area.periodStart(), wh, 510_000 + 100L * random.nextInt(1_500)))
                            .signed());
                }
                market.flush();
                market.awaitBooked(TRADERS);
                clock.passRequoteWindows(List.of(area));
                market.awaitClearing(area);
                clock.passDeliveries(List.of(area));

                readings = readings();
                tell(market, first, readings.subList(0, readings.size() / 2));
                clock.passGraces(List.of(area));
                awaitRunOf(market, due.get(0));
                first.kill();
            }
            tellOnly(market, readings.subList(readings.size() / 2, readings.size() - 3));
            try (MarketProcess second = MarketProcess.start(cluster, clock, "delivery", "2", other, Map.of())
                    .awaitReady()) {
                tell(market, second, corrections(readings));
                clock.advance(SETTLED_BY);
                awaitRunOf(market, due.get(1));
                MeterReading last = corrected(readings.get(0), 2, 9_000);
                tell(market, second, List.of(last, last));
                clock.advance(SETTLED_BY);
                awaitRunOf(market, due.get(2));
            }
            runs = RunOutcome.published(market.reader(), area);
            workedOut = RunOutcome.workedOut(
                    market.reader(),
                    area,
                    runs.stream().map(RunOutcome::energies).toList(),
                    runs.stream()
                            .map(run -> run.result().getPublishedAt().toEpochMilli())
                            .toList());
            initial = market.reader().readAll(TopicCatalogue.SETTLEMENT_LINES).stream()
                    .map(TopicRecord::required)
                    .filter(line ->
                            line.getPeriodStart().equals(area.periodStart()) && line.getRun() == SettlementRun.INITIAL)
                    .toList();
        }
    }

    /** A reading a minute and point, in disorder, some of them twice; those of the last three never come. */
    private List<MeterReading> readings() {
        List<MeterReading> readings = new ArrayList<>();
        for (TestPoint point : points) {
            for (int minute = 0; minute < MINUTES; minute++) {
                Instant start = area.periodStart().plus(Duration.ofMinutes(minute));
                MeterReading reading = point.measures(start, start.plus(Duration.ofMinutes(1)), random.nextInt(600));
                reading.setExportWh((long) random.nextInt(600));
                readings.add(point.signed(reading));
                if (random.nextInt(5) == 0) {
                    readings.add(reading);
                }
            }
        }
        Collections.shuffle(readings, random);
        return readings;
    }

    /** What some of the first readings should have said. */
    private List<MeterReading> corrections(List<MeterReading> readings) {
        return IntStream.range(0, 10)
                .mapToObj(i -> corrected(readings.get(7 * i), 1, random.nextInt(2_000)))
                .toList();
    }

    private MeterReading corrected(MeterReading reading, long revision, long exportWh) {
        MeterReading correction = MeterReading.newBuilder(reading)
                .setRevision(revision)
                .setExportWh(exportWh)
                .setQuality(ReadingQuality.EDITED)
                .build();
        TestPoint point = points.stream()
                .filter(one -> one.mrid().equals(reading.getUsagePointMrid()))
                .findFirst()
                .orElseThrow();
        return point.signed(correction);
    }

    private void tellOnly(TestMarket market, List<MeterReading> readings) {
        for (MeterReading reading : readings) {
            market.producer().send(TopicCatalogue.READINGS, reading.getUsagePointMrid(), reading);
        }
        market.flush();
        known.addAll(readings);
    }

    /** Sends readings, and waits until delivery has taken in what all that are known say. */
    private void tell(TestMarket market, MarketProcess application, List<MeterReading> readings) {
        tellOnly(market, readings);
        Map<String, MeteredEnergy> expected = fold();
        Awaitility.await("energies of seed " + SEED)
                .atMost(ClusterFailure.PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> published(market).equals(expected));
        due.add(withContracted(market, expected));

        double refusedBefore = refused(application);
        Instant start = area.periodStart().plus(Duration.ofMinutes(sentinels++));
        tellOnly(market, List.of(sentinel.measures(start, start.plus(Duration.ofMinutes(1)), 1)));
        known.remove(known.size() - 1);
        application.awaitMetric(REFUSED, refusedBefore + 1);
    }

    private static double refused(MarketProcess application) {
        try {
            return application.metric(REFUSED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What the kernel makes of all readings so far, by usage point. */
    private Map<String, MeteredEnergy> fold() {
        PeriodGrid grid = PeriodGrid.of(area.period().toMillis());
        TradingPeriod period = grid.at(area.periodStart().toEpochMilli());
        Map<String, List<IntervalReading>> byPoint = known.stream()
                .collect(Collectors.groupingBy(
                        MeterReading::getUsagePointMrid,
                        Collectors.mapping(ReadingRecords::toReading, Collectors.toList())));
        Map<String, MeteredEnergy> energies = new TreeMap<>();
        byPoint.forEach((point, readings) -> energies.put(
                point,
                DeliveryRecords.toEnergy(ReadingRecords.toRecord(
                        point, AREA, "", MeterTimeline.of(readings, grid).energy(period), 0, 0))));
        return energies;
    }

    private Map<String, MeteredEnergy> published(TestMarket market) {
        Map<String, PeriodEnergy> last = new HashMap<>();
        for (PeriodEnergy energy : market.values(TopicCatalogue.PERIOD_ENERGY)) {
            if (energy.getPeriodStart().equals(area.periodStart())
                    && !energy.getUsagePointMrid().equals(sentinel.mrid())) {
                last.merge(
                        energy.getUsagePointMrid(),
                        energy,
                        (before, now) -> now.getRevision() > before.getRevision() ? now : before);
            }
        }
        Map<String, MeteredEnergy> energies = new TreeMap<>();
        last.forEach((point, energy) -> energies.put(point, DeliveryRecords.toEnergy(energy)));
        return energies;
    }

    /** Energies of all that have a part in a run: whoever is obliged to something and has no reading is missing. */
    private SortedMap<PointKey, MeteredEnergy> withContracted(TestMarket market, Map<String, MeteredEnergy> metered) {
        SortedMap<PointKey, MeteredEnergy> energies = new TreeMap<>();
        RunOutcome.contracts(market.reader(), area)
                .keySet()
                .forEach(point -> energies.put(point, MeteredEnergy.MISSING));
        metered.forEach((point, energy) -> energies.put(new PointKey(point + "-owner", point), energy));
        return energies;
    }

    private void awaitRunOf(TestMarket market, SortedMap<PointKey, MeteredEnergy> energies) {
        Awaitility.await("a run of what is known, seed " + SEED)
                .atMost(ClusterFailure.PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    List<RunOutcome> soFar = RunOutcome.published(market.reader(), area);
                    return !soFar.isEmpty()
                            && soFar.get(soFar.size() - 1).energies().equals(energies);
                });
    }

    @Test
    void meteredIsMadeOfWhatCameInTimeAndTheLastCorrectionOfAllThatEverCame() {
        assertThat(runs).hasSizeGreaterThanOrEqualTo(3);
        assertThat(runs.get(0).energies()).as("seed " + SEED).isEqualTo(due.get(0));
        assertThat(runs.get(runs.size() - 1).energies()).as("seed " + SEED).isEqualTo(due.get(2));
        assertThat(due.get(0).values()).as("some minutes are late").anyMatch(energy -> energy.coveredMs() < 300_000);
        assertThat(due.get(2).values()).as("three never come").anyMatch(energy -> energy.coveredMs() < 300_000);
        assertThat(runs.get(0).result().getRun()).isEqualTo(SettlementRun.METERED);
        for (int revision = 1; revision < runs.size(); revision++) {
            assertThat(runs.get(revision).result().getRun()).isEqualTo(SettlementRun.CORRECTION);
            assertThat(runs.get(revision).result().getRevision()).isEqualTo(revision);
        }
    }

    @Test
    void theKernelAloneComesToTheSameRuns() {
        assertThat(runs).as("seed " + SEED).isEqualTo(workedOut);
    }

    @Test
    void everyRunReplacesTheOneBeforeAndItsChangesAddUp() {
        Map<String, Long> before = balances(initial);
        for (RunOutcome run : runs) {
            Map<String, Long> now = balances(run.lines());
            assertThat(now.keySet()).as("seed " + SEED).containsAll(before.keySet());
            for (SettlementLine line : run.lines()) {
                assertThat(line.getDeltaNano())
                        .as("%s, seed %d", line, SEED)
                        .isEqualTo(now.get(line.getLineId()) - before.getOrDefault(line.getLineId(), 0L));
            }
            before = now;
        }
    }

    @Test
    void theSumOfEveryRunIsZero() {
        for (RunOutcome run : runs) {
            assertThat(balances(run.lines()).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .as("seed " + SEED)
                    .isZero();
            assertThat(run.lines().stream()
                            .mapToLong(SettlementLine::getDeltaNano)
                            .sum())
                    .isZero();
            assertThat(run.result().getDebitNano()).isEqualTo(run.result().getCreditNano());
        }
    }

    @Test
    void imbalanceIsDearerThanTheTariffsAndBystandersHaveNothingElse() {
        Set<String> bystanders = points.subList(TRADERS, points.size()).stream()
                .map(TestPoint::participantMrid)
                .collect(Collectors.toSet());
        for (RunOutcome run : runs) {
            assertThat(run.lines())
                    .filteredOn(line -> line.getChargeType() == ChargeType.IMBALANCE
                            && !line.getMarketParticipantMrid().equals("grid"))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.getPrice())
                            .isEqualTo(line.getDirection() == Direction.DEBIT ? 690_000 : 430_000));
            assertThat(run.lines())
                    .filteredOn(line -> bystanders.contains(line.getMarketParticipantMrid()))
                    .extracting(SettlementLine::getChargeType)
                    .containsOnly(ChargeType.IMBALANCE);
        }
    }

    /** Signed balance by lineId. */
    private static Map<String, Long> balances(List<SettlementLine> lines) {
        return lines.stream()
                .collect(Collectors.toMap(
                        SettlementLine::getLineId,
                        line -> line.getDirection() == Direction.CREDIT
                                ? line.getAmountNano()
                                : -line.getAmountNano()));
    }
}
