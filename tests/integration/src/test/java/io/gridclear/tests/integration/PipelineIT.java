package io.gridclear.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.ChargeType;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.AreaOutcome;
import io.gridclear.tests.support.MarketClock;
import io.gridclear.tests.support.MarketProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import io.gridclear.tests.support.TopicReader;
import io.gridclear.tests.support.TopicRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One period of three areas, from bids to settlement lines: one whose outcome was worked out by hand, one with a seeded
 * book that the kernel works out, one that nobody bids in. The run happens once; each test looks at one part of it.
 */
@OnCluster
@TestInstance(Lifecycle.PER_CLASS)
class PipelineIT {
    private static final long SEED = 20_240_611;
    private static final int SEEDED_ORDERS = 400;

    private final TestCluster cluster;
    private final MarketClock clock = new MarketClock();
    private final TestArea told = TestArea.of("told");
    private final TestPoint cheapRoof = TestPoint.in("told", "cheap-roof");
    private final TestPoint dearRoof = TestPoint.in("told", "dear-roof");
    private final TestPoint keenHouse = TestPoint.in("told", "keen-house");
    private final TestPoint lateHouse = TestPoint.in("told", "late-house");

    private final List<TestArea> areas = new ArrayList<>();
    private final List<Bid> sent = new ArrayList<>();
    private List<BookEntry> book = List.of();
    private List<TopicRecord<Trade>> trades = List.of();
    private List<TopicRecord<SettlementLine>> lines = List.of();
    private List<ReferencePrice> prices = List.of();
    private List<ClearingResult> results = List.of();

    PipelineIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeAll
    void runOnePeriod(@TempDir Path stateDir) {
        List<TestPoint> crowd = crowd("seeded");
        TestPoint probe = TestPoint.in("silent", "probe");
        try (TestMarket market = new TestMarket(cluster)) {
            market.register(List.of(cheapRoof, dearRoof, keenHouse, lateHouse, probe));
            market.register(crowd);
            try (MarketProcess application = MarketProcess.start(cluster, clock, "pipeline", "1", stateDir, Map.of())
                    .awaitReady()) {
                areas.add(told);
                areas.add(TestArea.of("seeded").charging(30_000, 20_500));
                areas.add(TestArea.of("silent"));
                market.open(areas, probe);

                sent.add(cheapRoof.sells(told.periodStart(), 1_000, 500_000).signed());
                sent.add(dearRoof.sells(told.periodStart(), 2_000, 640_000)
                        .with(bid -> bid.setLimitPrice(600_000L))
                        .signed());
                sent.add(keenHouse.buys(told.periodStart(), 1_500, 620_000).signed());
                sent.add(lateHouse(560_000, 0));
                sent.addAll(seededBids(crowd, areas.get(1)));
                sent.forEach(market::bid);
                market.flush();
                market.awaitBooked(sent.size());

                clock.passGates(areas);
                market.awaitReferencePrice(told);
                market.bid(lateHouse(640_000, 1));
                market.flush();
                market.awaitRequoted(1);

                clock.passRequoteWindows(areas);
                areas.forEach(market::awaitClearing);
                assertThat(application.stop())
                        .as("exit code: 0, or the signal as the JVM reports it")
                        .isIn(0, 143);
            }
            book = market.values(TopicCatalogue.BOOK);
            trades = market.reader().readAll(TopicCatalogue.TRADES);
            lines = market.reader().readAll(TopicCatalogue.SETTLEMENT_LINES);
            prices = market.values(TopicCatalogue.REFERENCE_PRICES);
            results = market.values(TopicCatalogue.CLEARINGS);
        }
    }

    private Bid lateHouse(long price, long revision) {
        return lateHouse
                .buys(told.periodStart(), 1_000, price)
                .with(bid -> bid.setLimitPrice(660_000L).setRevision(revision))
                .signed();
    }

    private static List<TestPoint> crowd(String area) {
        List<TestPoint> points = new ArrayList<>();
        for (int i = 0; i < SEEDED_ORDERS; i++) {
            points.add(TestPoint.in(area, "point-" + i));
        }
        return points;
    }

    /** Prices over the whole band, every other order with a limit 10,000 away from its quote. */
    private static List<Bid> seededBids(List<TestPoint> crowd, TestArea area) {
        Random random = new Random(SEED);
        List<Bid> bids = new ArrayList<>();
        for (TestPoint point : crowd) {
            long quantityWh = 1L + random.nextInt(5_000);
            long price = 460_000 + 100L * random.nextInt(2_001);
            boolean sells = random.nextBoolean();
            Long limit = random.nextBoolean() ? (sells ? price - 10_000 : price + 10_000) : null;
            bids.add((sells
                            ? point.sells(area.periodStart(), quantityWh, price)
                            : point.buys(area.periodStart(), quantityWh, price))
                    .with(bid -> bid.setLimitPrice(limit))
                    .signed());
        }
        return bids;
    }

    @Test
    void theToldAreaTradesAsWorkedOutByHand() {
        assertThat(tradesOf(told))
                .extracting(
                        Trade::getStage,
                        Trade::getSellUsagePointMrid,
                        Trade::getBuyUsagePointMrid,
                        Trade::getQuantityWh,
                        Trade::getPrice)
                .containsExactly(
                        tuple(1, cheapRoof.mrid(), keenHouse.mrid(), 1_000L, 560_000L),
                        tuple(2, dearRoof.mrid(), lateHouse.mrid(), 1_000L, 620_000L),
                        tuple(2, dearRoof.mrid(), keenHouse.mrid(), 500L, 610_000L));
    }

    @Test
    void theToldAreaHasItsReferencePriceFromStage1() {
        assertThat(prices)
                .filteredOn(price -> price.getAreaMrid().equals(told.mrid()))
                .singleElement()
                .extracting(ReferencePrice::getPrice, ReferencePrice::getDealCount)
                .containsExactly(560_000L, 1L);
    }

    @Test
    void whatTheToldAreaCouldNotTradeIsSoldToTheGrid() {
        assertThat(linesOf(told))
                .filteredOn(line -> line.getChargeType() == ChargeType.GRID_ENERGY)
                .extracting(
                        SettlementLine::getMarketParticipantMrid,
                        SettlementLine::getDirection,
                        SettlementLine::getQuantityWh,
                        SettlementLine::getPrice,
                        SettlementLine::getAmountNano)
                .containsExactlyInAnyOrder(
                        tuple(dearRoof.participantMrid(), Direction.CREDIT, 500L, 450_000L, 225_000_000L),
                        tuple("grid", Direction.DEBIT, 500L, 450_000L, 225_000_000L));
    }

    List<TestArea> areas() {
        return areas;
    }

    @ParameterizedTest
    @MethodSource("areas")
    void theKernelAloneComesToTheSameOutcomeFromTheLog(TestArea area) {
        try (TopicReader reader = new TopicReader(cluster)) {
            assertThat(AreaOutcome.published(reader, area))
                    .as("seed " + SEED)
                    .isEqualTo(AreaOutcome.replayed(reader, area));
        }
    }

    @ParameterizedTest
    @MethodSource("areas")
    void debitsEqualCreditsToTheNano(TestArea area) {
        Map<Direction, Long> sums = linesOf(area).stream()
                .collect(Collectors.groupingBy(
                        SettlementLine::getDirection, Collectors.summingLong(SettlementLine::getAmountNano)));

        assertThat(sums.getOrDefault(Direction.DEBIT, 0L)).isEqualTo(sums.getOrDefault(Direction.CREDIT, 0L));
        assertThat(result(area).getDebitNano()).isEqualTo(sums.getOrDefault(Direction.DEBIT, 0L));
    }

    @Test
    void everyBidStandsInTheBookOnce() {
        assertThat(book)
                .filteredOn(entry -> entry.getKind() == BookEntryKind.ORDER)
                .extracting(entry -> entry.getOrder().getUsagePointMrid())
                .containsExactlyInAnyOrderElementsOf(
                        sent.stream().map(Bid::getUsagePointMrid).toList());
    }

    @Test
    void everyAcceptedWattHourIsSettled() {
        Map<String, Long> settledWh = lines.stream()
                .map(TopicRecord::required)
                .filter(line -> !line.getMarketParticipantMrid().equals("grid"))
                .filter(line ->
                        Set.of(ChargeType.ENERGY, ChargeType.GRID_ENERGY).contains(line.getChargeType()))
                .collect(Collectors.groupingBy(
                        SettlementLine::getUsagePointMrid, Collectors.summingLong(SettlementLine::getQuantityWh)));

        assertThat(settledWh)
                .isEqualTo(sent.stream().collect(Collectors.toMap(Bid::getUsagePointMrid, Bid::getQuantityWh)));
    }

    /** Trades of the seeded area alone bear a fee and a tax, by its terms of the period. */
    @Test
    void everyTradedWattHourBearsItsCharges() {
        Map<String, Long> charged = lines.stream()
                .map(TopicRecord::required)
                .filter(line -> Set.of(ChargeType.GRID_FEE, ChargeType.TAX).contains(line.getChargeType()))
                .collect(Collectors.groupingBy(
                        line -> line.getAreaMrid() + " " + line.getMarketParticipantMrid() + " " + line.getPrice(),
                        Collectors.summingLong(SettlementLine::getQuantityWh)));
        long tradedWh =
                tradesOf(areas.get(1)).stream().mapToLong(Trade::getQuantityWh).sum();

        assertThat(charged)
                .as("seed " + SEED)
                .containsEntry("seeded grid 30000", tradedWh)
                .containsEntry("seeded tax-authority 20500", tradedWh);
        assertThat(charged.keySet()).allMatch(key -> key.startsWith("seeded "));
    }

    @Test
    void anAreaThatNobodyBidsInHasAResultToo() {
        ClearingResult result = result(areas.get(2));

        assertThat(result.getSellOrders() + result.getBuyOrders() + result.getSettlementLines())
                .isZero();
        assertThat(result.getReferencePrice()).as("middle of the band").isEqualTo(560_000);
    }

    @Test
    void keysAreThoseOfTheCatalogue() {
        assertThat(trades)
                .allSatisfy(trade ->
                        assertThat(trade.key()).isEqualTo(trade.required().getAreaMrid()));
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line.key()).isEqualTo(line.required().getMarketParticipantMrid()));
    }

    @Test
    void ticksStandInEachBookExactlyOnce() {
        for (TestArea area : areas) {
            assertThat(book)
                    .filteredOn(entry -> entry.getAreaMrid().equals(area.mrid()))
                    .extracting(BookEntry::getKind)
                    .containsOnlyOnce(
                            BookEntryKind.PERIOD_OPENED, BookEntryKind.GATE_CLOSED, BookEntryKind.REQUOTE_CLOSED);
        }
    }

    private List<Trade> tradesOf(TestArea area) {
        return trades.stream()
                .map(TopicRecord::required)
                .filter(trade -> trade.getAreaMrid().equals(area.mrid()))
                .toList();
    }

    private List<SettlementLine> linesOf(TestArea area) {
        return lines.stream()
                .map(TopicRecord::required)
                .filter(line -> line.getAreaMrid().equals(area.mrid()))
                .toList();
    }

    private ClearingResult result(TestArea area) {
        return results.stream()
                .filter(result -> result.getAreaMrid().equals(area.mrid()))
                .reduce((one, other) -> {
                    throw new AssertionError("two results of " + area.mrid());
                })
                .orElseThrow();
    }
}
