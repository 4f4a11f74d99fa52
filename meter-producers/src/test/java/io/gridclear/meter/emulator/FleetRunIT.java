package io.gridclear.meter.emulator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.gridclear.meter.client.FleetClientSettings;
import io.gridclear.meter.client.MockedCluster;
import io.gridclear.meter.quoting.RequoteRule;
import io.gridclear.meter.quoting.Requoting;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.avro.RejectReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class FleetRunIT {
    private static final PeriodTiming TIMING = new PeriodTiming(120, 80, 60, 60);
    private static final FleetPlanSettings PLAN_SETTINGS =
            FleetPlanSettings.of(5, 2, 30, 3).withTiming(TIMING);
    private static final FleetRunSettings RUN_SETTINGS =
            FleetRunSettings.of(FleetClientSettings.of("broker-1:9092", "http://registry-1"));
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final MockedCluster cluster = new MockedCluster();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final FleetRunListener listener = new FleetRunListener() {
        @Override
        public void onPeriodOpened(int period) {
            progress.add("opened " + period);
        }

        @Override
        public void onBidsSent(int period, long bids) {
            progress.add("bids " + period + " " + bids);
        }

        @Override
        public void onRequotesSent(int period, long requotes) {
            progress.add("requotes " + period + " " + requotes);
        }

        @Override
        public void onReadingsSent(int period, long readings) {
            progress.add("readings " + period + " " + readings);
        }

        @Override
        public void onProblem(String problem) {
            problems.add(problem);
        }
    };

    private FleetRun start(FleetPlan plan, FleetRunSettings settings) {
        return FleetRun.start(plan, settings, listener, ear -> cluster.connect(settings.client(), ear));
    }

    /** What of a bid must be the same in every run. */
    private static Set<String> essence(List<Bid> bids) {
        Set<String> essence = new TreeSet<>();
        for (Bid bid : bids) {
            essence.add(bid.getUsagePointMrid() + " " + bid.getOrderId() + " r" + bid.getRevision() + " "
                    + bid.getSide() + " " + bid.getQuantityWh() + " " + bid.getPrice() + " " + bid.getLimitPrice());
        }
        return essence;
    }

    private static List<PlannedBid> planned(FleetPlan plan) {
        List<PlannedBid> all = new ArrayList<>();
        for (int period = 0; period < plan.periods(); period++) {
            for (PlannedBid bid : plan.bids(period)) {
                all.add(bid);
                plan.requote(bid, 0).ifPresent(all::add);
            }
        }
        return all;
    }

    @Test
    void thePlanIsSentAsItIsWhetherOrNotTheMarketAnswers() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);
        try (FleetRun run = start(plan, RUN_SETTINGS)) {
            assertThat(run.awaitCompletion(LIMIT)).isTrue();

            List<PlannedBid> planned = planned(plan);
            List<Bid> sent = cluster.bids();
            FleetStatistics statistics = run.statistics();
            assertThat(sent).hasSameSizeAs(planned);
            assertThat(sent)
                    .extracting(Bid::getOrderId)
                    .containsAll(planned.stream().map(PlannedBid::orderId).toList());
            assertThat(statistics.bidsSent()).isEqualTo(planned.size());
            assertThat(statistics.bidsAcked()).isEqualTo(planned.size());
            assertThat(statistics.requotesSent())
                    .isEqualTo(
                            planned.stream().filter(bid -> bid.revision() == 1).count())
                    .isPositive();
            assertThat(statistics.bidsFailed()).isZero();
            assertThat(statistics.readingsAcked()).isEqualTo(90);
            assertThat(statistics.forecast()).isEqualTo(plan.forecastReport());
            // a busy machine may be late with bids, and then says so; nothing else goes wrong
            assertThat(problems).allMatch(problem -> problem.contains("too busy"));
            assertThat(problems.isEmpty()).isEqualTo(statistics.bidsLate() == 0);
        }
        assertThat(cluster.disconnected()).isTrue();
    }

    @Test
    void anotherRunOfTheSameSeedSendsTheSameBidsThoughTheMarketAnswersOtherwise() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);
        try (FleetRun silent = start(plan, RUN_SETTINGS)) {
            assertThat(silent.awaitCompletion(LIMIT)).isTrue();
        }
        MockedCluster talking = new MockedCluster();
        try (FleetRun heard = FleetRun.start(
                FleetPlan.of(PLAN_SETTINGS),
                RUN_SETTINGS,
                new FleetRunListener() {},
                ear -> talking.connect(RUN_SETTINGS.client(), ear))) {
            for (int period = 0; period < 3; period++) {
                long startMs = heard.schedule().startMs(period);
                await().atMost(30, SECONDS)
                        .until(() -> talking.bids().stream()
                                .anyMatch(bid -> bid.getPeriodStart().toEpochMilli() == startMs));
                talking.publish(reference("area-001", startMs, 480_000));
            }
            assertThat(heard.awaitCompletion(LIMIT)).isTrue();
            await().atMost(30, SECONDS).until(() -> heard.statistics().referencePrices() == 3);
        }

        assertThat(essence(talking.bids())).isEqualTo(essence(cluster.bids()));
    }

    private static ReferencePrice reference(String area, long periodStartMs, long price) {
        return ReferencePrice.newBuilder()
                .setAreaMrid(area)
                .setPeriodStart(Instant.ofEpochMilli(periodStartMs))
                .setPrice(price)
                .build();
    }

    @Test
    void followersReviseWhenTheyHearTheReferencePriceOfTheirAreaAndNotBefore() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(FleetPlanSettings.of(5, 2, 30, 1)
                .withTiming(new PeriodTiming(1000, 900, 800, 100))
                .withRequoting(new Requoting(RequoteRule.FOLLOW_REFERENCE, 1000)));
        try (FleetRun run = start(plan, RUN_SETTINGS.withoutReadings())) {
            int first = plan.bids(0).size();
            await().atMost(30, SECONDS).until(() -> cluster.bids().size() == first);
            cluster.publish(reference("area-999", run.schedule().startMs(0), 560_000));
            cluster.publish(reference("area-002", run.schedule().startMs(5), 560_000));
            cluster.publish(reference("area-002", run.schedule().startMs(0), 500_000));
            assertThat(run.awaitCompletion(LIMIT)).isTrue();

            Map<String, Long> revised = new HashMap<>();
            for (PlannedBid bid : plan.bids(0)) {
                Optional<PlannedBid> requote = plan.requote(bid, 500_000);
                if (plan.areaOf(bid.point()) == 1 && requote.isPresent()) {
                    revised.put(bid.orderId(), requote.get().quote().price());
                }
            }
            Map<String, Long> sent = new HashMap<>();
            cluster.bids().stream()
                    .filter(bid -> bid.getRevision() == 1)
                    .forEach(bid -> sent.put(bid.getOrderId(), bid.getPrice()));
            assertThat(sent).isEqualTo(revised).isNotEmpty();
            assertThat(run.statistics().referencePrices()).isEqualTo(1);
        }
    }

    @Test
    void aRevisionFollowsItsBidWithTheSameQuantityAndLimit() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);
        try (FleetRun run = start(plan, RUN_SETTINGS)) {
            assertThat(run.awaitCompletion(LIMIT)).isTrue();
        }

        Map<String, Bid> first = new HashMap<>();
        for (Bid bid : cluster.bids()) {
            if (bid.getRevision() == 0) {
                first.put(bid.getOrderId(), bid);
            } else {
                Bid standing = first.get(bid.getOrderId());
                assertThat(standing)
                        .as("revision of %s before the bid", bid.getOrderId())
                        .isNotNull();
                assertThat(bid.getQuantityWh()).isEqualTo(standing.getQuantityWh());
                assertThat(bid.getSide()).isEqualTo(standing.getSide());
                assertThat(bid.getLimitPrice()).isEqualTo(standing.getLimitPrice());
                assertThat(bid.getCreatedAt()).isAfterOrEqualTo(standing.getCreatedAt());
            }
        }
    }

    @Test
    void bidsAreMadeBetweenOpeningAndGateAndReadingsAfterDelivery() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);
        long firstStartMs = TIMING.alignUp(System.currentTimeMillis() + 1000);
        try (FleetRun run = start(plan, RUN_SETTINGS.startingAt(firstStartMs))) {
            assertThat(run.schedule().firstStartMs()).isEqualTo(firstStartMs);
            assertThat(run.awaitCompletion(LIMIT)).isTrue();

            PeriodSchedule schedule = run.schedule();
            for (Bid bid : cluster.bids()) {
                int period = schedule.periodStartingAt(bid.getPeriodStart().toEpochMilli(), 3);
                assertThat(bid.getCreatedAt().toEpochMilli()).isGreaterThanOrEqualTo(schedule.opensMs(period));
            }
            long late = cluster.bids().stream()
                    .filter(bid -> {
                        int period =
                                schedule.periodStartingAt(bid.getPeriodStart().toEpochMilli(), 3);
                        long until = bid.getRevision() == 0 ? schedule.gateMs(period) : schedule.requoteUntilMs(period);
                        return bid.getCreatedAt().toEpochMilli() >= until;
                    })
                    .count();
            // a busy machine may be late; the statistics then say so
            assertThat(run.statistics().bidsLate()).isLessThanOrEqualTo(late);
            assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(schedule.endMs(2));
        }
    }

    @Test
    void readingsAreThoseOfThePlan() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);
        try (FleetRun run = start(plan, RUN_SETTINGS)) {
            assertThat(run.awaitCompletion(LIMIT)).isTrue();

            Map<String, MeterReading> readings = new HashMap<>();
            cluster.readings()
                    .forEach(
                            reading -> readings.put(reading.getUsagePointMrid() + reading.getIntervalStart(), reading));
            for (int period = 0; period < 3; period++) {
                for (int point = 0; point < 30; point++) {
                    PlannedReading planned = plan.reading(point, period);
                    Instant start = Instant.ofEpochMilli(run.schedule().startMs(period));
                    MeterReading sent = readings.get(FleetPlan.usagePointMrid(point) + start);
                    assertThat(sent.getIntervalEnd()).isEqualTo(start.plusMillis(120));
                    assertThat(sent.getImportWh()).isEqualTo(planned.importWh());
                    assertThat(sent.getExportWh()).isEqualTo(planned.exportWh());
                    assertThat(sent.getImportRegisterWh()).isEqualTo(planned.importRegisterWh());
                }
            }
        }
    }

    @Test
    void progressIsToldPeriodByPeriodOverAllSenders() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);
        FleetRunSettings manySenders =
                new FleetRunSettings(RUN_SETTINGS.client(), OptionalLong.empty(), 4, true, MeterHabits.DEFAULT);
        try (FleetRun run = start(plan, manySenders)) {
            assertThat(run.awaitCompletion(LIMIT)).isTrue();
        }

        for (int period = 0; period < 3; period++) {
            long requotes = plan.bids(period).stream()
                    .filter(bid -> plan.requote(bid, 0).isPresent())
                    .count();
            assertThat(progress)
                    .containsSubsequence(
                            "opened " + period,
                            "bids " + period + " " + plan.bids(period).size(),
                            "requotes " + period + " " + requotes,
                            "readings " + period + " 30");
        }
        assertThat(progress).hasSize(12);
    }

    @Test
    void refusalsAreCountedByReason() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);
        try (FleetRun run = start(plan, RUN_SETTINGS)) {
            await().atMost(30, SECONDS).until(() -> !cluster.bids().isEmpty());
            String owner = "owner" + cluster.bids().get(0).getUsagePointMrid().substring("meter".length());
            for (RejectReasonCode reason : List.of(
                    RejectReasonCode.GATE_CLOSED, RejectReasonCode.GATE_CLOSED, RejectReasonCode.BAD_SIGNATURE)) {
                cluster.publish(BidRejected.newBuilder()
                        .setMarketParticipantMrid(owner)
                        .setReasonCode(reason)
                        .build());
            }

            await().atMost(30, SECONDS).until(() -> run.statistics().bidsRejected() == 3);
            assertThat(run.statistics().rejections())
                    .isEqualTo(Map.of(RejectReasonCode.GATE_CLOSED, 2L, RejectReasonCode.BAD_SIGNATURE, 1L));
        }
    }

    @Test
    void aProblemOfManyBidsIsToldOnce() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);
        cluster.failWith(new TimeoutException("no metadata"));
        try (FleetRun run = start(plan, RUN_SETTINGS.withoutReadings())) {
            assertThat(run.awaitCompletion(LIMIT)).isTrue();

            assertThat(run.statistics().bidsFailed())
                    .isEqualTo(run.statistics().bidsSent())
                    .isPositive();
            assertThat(problems)
                    .filteredOn(problem -> !problem.contains("too busy"))
                    .singleElement()
                    .asString()
                    .contains("broker-1:9092", "no metadata");
        }
    }

    @Test
    void aFleetThatStartsTooLateSendsAllTheSameAndSaysSo() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);
        long yesterdayMs =
                TIMING.alignUp(System.currentTimeMillis() - Duration.ofDays(1).toMillis());
        try (FleetRun run = start(plan, RUN_SETTINGS.startingAt(yesterdayMs))) {
            assertThat(run.awaitCompletion(LIMIT)).isTrue();

            assertThat(run.statistics().bidsSent()).isEqualTo(planned(plan).size());
            assertThat(run.statistics().bidsLate()).isEqualTo(planned(plan).size());
            assertThat(problems).singleElement().asString().contains("period 1", "fewer meters or longer periods");
        }
    }

    @Test
    void aRunCanBeEndedEarly() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(FleetPlanSettings.of(5, 2, 30, 5000).withTiming(TIMING));
        FleetRun run = start(plan, RUN_SETTINGS);
        await().atMost(30, SECONDS).until(() -> !cluster.bids().isEmpty());

        run.close();

        assertThat(run.awaitCompletion(Duration.ZERO)).isTrue();
        assertThat(cluster.disconnected()).isTrue();
        assertThat(run.statistics().bidsSent()).isLessThan(30 * 5000);
    }

    @Test
    void aListenerThatBreaksEndsTheRunAndIsNamed() {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);
        FleetRunListener broken = new FleetRunListener() {
            @Override
            public void onPeriodOpened(int period) {
                throw new IllegalStateException("the terminal is gone");
            }
        };
        try (FleetRun run =
                FleetRun.start(plan, RUN_SETTINGS, broken, ear -> cluster.connect(RUN_SETTINGS.client(), ear))) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> run.awaitCompletion(LIMIT))
                    .withMessageContaining("the terminal is gone");
        }
    }

    @Test
    void refusesAStartBetweenPeriodsAndDisconnects() {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);

        assertThatIllegalArgumentException().isThrownBy(() -> start(plan, RUN_SETTINGS.startingAt(301)));
        assertThat(cluster.disconnected()).isTrue();
    }

    @Test
    void refusesANumberOfSendersOutOfRange() {
        for (int senders : new int[] {0, 17}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FleetRunSettings(
                            RUN_SETTINGS.client(), OptionalLong.empty(), senders, true, MeterHabits.DEFAULT));
        }
    }

    @Test
    void aCorrectedReadingIsTheNextRevisionOfThatOfThePeriod() throws InterruptedException {
        FleetPlan plan = FleetPlan.of(PLAN_SETTINGS);
        try (FleetRun run = start(plan, RUN_SETTINGS)) {
            assertThat(run.awaitCompletion(LIMIT)).isTrue();

            run.correctReading(3, 1, 4, 5).toCompletableFuture().join();

            MeterReading correction = cluster.readings().get(cluster.readings().size() - 1);
            MeterReading told = cluster.readings().stream()
                    .filter(reading -> reading.getUsagePointMrid().equals(correction.getUsagePointMrid())
                            && reading.getIntervalStart().equals(correction.getIntervalStart()))
                    .findFirst()
                    .orElseThrow();
            assertThat(correction.getUsagePointMrid()).isEqualTo(FleetPlan.usagePointMrid(3));
            assertThat(correction.getIntervalStart().toEpochMilli())
                    .isEqualTo(run.schedule().startMs(1));
            assertThat(correction.getIntervalEnd()).isEqualTo(told.getIntervalEnd());
            assertThat(correction.getRevision()).isEqualTo(told.getRevision() + 1);
            assertThat(correction.getImportWh()).isEqualTo(4);
            assertThat(correction.getExportWh()).isEqualTo(5);
            assertThat(run.statistics().readingsAcked()).isEqualTo(91);
        }
    }

    @Test
    void ofSeveralReadingsAPeriodNoneIsTheOneToCorrect() {
        try (FleetRun run = start(FleetPlan.of(PLAN_SETTINGS), RUN_SETTINGS.withHabits(new MeterHabits(2, 0, 0, 0)))) {
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> run.correctReading(3, 1, 4, 5));
        }
    }
}
