package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.ChargesVersion;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.CurtailmentReason;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.avro.TradeRoute;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.topology.clearing.StepLimits;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Periods of an area with a feeder: routes beside trades, curtailed energy to the grid, in whatever steps. */
class RoutedPeriodTest {

    private static final String AREA = "feeder";

    /** Buses 1 to 4 in a row, and a second way from 2 to 3. A period has two minutes: 30 kW are 1,000 Wh. */
    private static final FeederGraph FEEDER = new FeederGraph(new Feeder(
            List.of("1", "2", "3", "4"),
            List.of(
                    Feeder.Line.between("a", "1", "2", 10, 300_000, 300_000),
                    Feeder.Line.between("b", "2", "3", 10, 30_000, 30_000),
                    Feeder.Line.between("c", "2", "3", 20, 15_000, 15_000),
                    Feeder.Line.between("d", "3", "4", 10, 300_000, 300_000))));

    private static final String DIGEST = HexFormat.of().formatHex(FEEDER.digest());
    private static final FeederSource FEEDERS = digest -> digest.equals(DIGEST) ? FEEDER : null;

    private static final long PERIOD_MS = 120_000;
    private static final long BEGIN = 1_800_000_000_000L / PERIOD_MS * PERIOD_MS;
    private static final long PERIOD = BEGIN + PERIOD_MS;

    private BookTask task = new BookTask(BEGIN, StepLimits.STANDARD);
    private int bids;

    @AfterEach
    void close() {
        task.close();
    }

    private static MarketArea area() {
        MarketArea area = MarketDriver.area(AREA, terms -> {
            terms.setPeriodMs(PERIOD_MS);
            terms.setGateClosureMs(60_000);
            terms.setRequoteWindowMs(1_000);
        });
        area.setFeeder(ByteBuffer.wrap(FEEDER.digest()));
        area.setCharges(List.of(new ChargesVersion(Instant.EPOCH, 30_000L, 0L, 20_500L)));
        return area;
    }

    private void bid(Side side, String participant, String bus, long wh, long price) {
        var bid = MarketDriver.bid("point-" + participant, side, price, some -> {
            some.setOrderId("order-" + bids++);
            some.setQuantityWh(wh);
            some.setPeriodStart(Instant.ofEpochMilli(PERIOD));
        });
        task.route(bid, AREA, participant, bus);
    }

    private void clear() {
        task.processAll();
        task.advance(PERIOD - 60_000 - task.now());
        for (int turn = 0; turn < 5_000 && result() == null; turn++) {
            task.advance(100);
            task.commit();
        }
    }

    private ClearingResult result() {
        return task.published().clearings().stream()
                .filter(result -> result.getPeriodStart().toEpochMilli() == PERIOD)
                .findFirst()
                .orElse(null);
    }

    private List<TradeRoute> routes() {
        return task.published().read(TopicCatalogue.ROUTES);
    }

    @Test
    void aTradeIsSplitAndWhatFindsNoPathIsCurtailed() {
        task.feeder(DIGEST, FEEDER.feeder());
        task.configure(area());
        task.advance(1_000);
        bid(Side.SELL, "anna", "1", 1_800, 500_000);
        bid(Side.BUY, "bert", "4", 1_800, 600_000);
        clear();
        assertThat(routes()).singleElement().satisfies(route -> {
            assertThat(route.getPaths())
                    .extracting(path -> path.getEnergyWh() + " over " + path.getLines())
                    .containsExactly("1000 over [a, b, d]", "500 over [a, c, d]");
            assertThat(route.getCurtailedWh()).isEqualTo(300);
            assertThat(route.getReason()).isEqualTo(CurtailmentReason.CAPACITY);
            assertThat(route.getSellBus() + " > " + route.getBuyBus()).isEqualTo("1 > 4");
        });
        assertThat(task.published().lines())
                .extracting(line -> line.getMarketParticipantMrid() + " " + line.getDirection() + " "
                        + line.getChargeType() + " " + line.getQuantityWh())
                .containsExactly(
                        "anna CREDIT ENERGY 1500",
                        "bert DEBIT ENERGY 1500",
                        "bert DEBIT GRID_FEE 1500",
                        "grid CREDIT GRID_FEE 1500",
                        "bert DEBIT TAX 1500",
                        "tax-authority CREDIT TAX 1500",
                        "anna CREDIT GRID_ENERGY 300",
                        "grid DEBIT GRID_ENERGY 300",
                        "bert DEBIT GRID_ENERGY 300",
                        "grid CREDIT GRID_ENERGY 300");
        assertThat(task.published().trades())
                .singleElement()
                .satisfies(trade -> assertThat(trade.getQuantityWh()).isEqualTo(1_800));
        assertThat(result().getCurtailedWh()).isEqualTo(300);
        assertThat(result().getCurtailedTrades()).isEqualTo(1);
        assertThat(result().getGridSoldWh()).isZero();
        assertThat(result().getTerms().getFeeder()).isEqualTo(ByteBuffer.wrap(FEEDER.digest()));
        assertThat(ReplayAudit.check(task.published(), FEEDERS)).isPositive();
    }

    private void sendRandomBids(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            Side side = i % 2 == 0 ? Side.SELL : Side.BUY;
            // one in six hangs on no bus that the feeder has
            String bus = String.valueOf(random.nextInt(6));
            bid(side, "p" + i, bus, 1 + random.nextInt(400), 460_000 + 100L * random.nextInt(2_000));
        }
    }

    private void runInSteps(long seed, StepLimits limits, boolean crashes) {
        task.close();
        bids = 0;
        task = new BookTask(BEGIN, limits);
        task.feeder(DIGEST, FEEDER.feeder());
        task.configure(area());
        task.advance(1_000);
        sendRandomBids(seed);
        task.processAll();
        task.commit();
        task.advance(PERIOD - 60_000 - task.now());
        for (int turn = 0; turn < 5_000 && result() == null; turn++) {
            task.advance(100);
            if (crashes && turn % 9 == 8) {
                task.crash(0);
                task.feeder(DIGEST, FEEDER.feeder());
            } else {
                task.commit();
            }
        }
    }

    /** What lines carry is part of the state: steps of one deal, each on a new router, and crashes change nothing. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void stepsAndCrashesChangeNoRoute(long seed) {
        runInSteps(seed, StepLimits.STANDARD, false);
        List<TradeRoute> straight = routes();
        ByteBuffer root = result().getRoutesRoot();
        long curtailedWh = result().getCurtailedWh();
        assertThat(straight).as("seed %d", seed).hasSizeGreaterThan(10);
        assertThat(curtailedWh).as("seed %d", seed).isPositive();
        runInSteps(seed, new StepLimits(1, 40, 5), true);
        assertThat(routes()).as("seed %d", seed).isEqualTo(straight);
        assertThat(result().getRoutesRoot()).as("seed %d", seed).isEqualTo(root);
        assertThat(ReplayAudit.check(task.published(), FEEDERS)).isPositive();
    }

    @Test
    void anAreaWhoseFeederIsNotThereIsClosedUntilItIs() {
        task.configure(area());
        task.advance(1_000);
        assertThat(task.metric("gridclear.areas.waiting")).isEqualTo(1);
        bid(Side.SELL, "anna", "1", 100, 500_000);
        task.processAll();
        task.commit();
        assertThat(task.published().rejections())
                .extracting(rejection -> rejection.getReasonCode())
                .containsExactly(RejectReasonCode.UNKNOWN_AREA);
        assertThat(task.published().book()).isEmpty();

        // under a key that is not its digest it is not there either
        Feeder other = new Feeder(List.of("1"), List.of());
        task.feeder(DIGEST, other);
        task.advance(1_000);
        assertThat(task.metric("gridclear.areas.waiting")).isEqualTo(1);

        task.feeder(DIGEST, FEEDER.feeder());
        task.advance(1_000);
        assertThat(task.metric("gridclear.areas.waiting")).isZero();
        bid(Side.SELL, "anna", "1", 100, 500_000);
        task.processAll();
        task.commit();
        assertThat(task.published().book())
                .extracting(entry -> entry.getKind())
                .containsExactly(BookEntryKind.PERIOD_OPENED, BookEntryKind.ORDER);
    }

    @Test
    void aPeriodWhoseFeederIsTakenAwayWaitsForIt() {
        task.feeder(DIGEST, FEEDER.feeder());
        task.configure(area());
        task.advance(1_000);
        bid(Side.SELL, "anna", "1", 100, 500_000);
        bid(Side.BUY, "bert", "2", 100, 600_000);
        task.processAll();
        task.commit();
        task.removeFeeder(DIGEST);
        task.move();
        task.advance(PERIOD - 60_000 - task.now());
        task.turns(50);
        task.commit();
        assertThat(task.published().trades()).isEmpty();
        task.feeder(DIGEST, FEEDER.feeder());
        clear();
        assertThat(task.published().trades()).hasSize(1);
        assertThat(result()).isNotNull();
        assertThat(ReplayAudit.check(task.published(), FEEDERS)).isPositive();
    }
}
