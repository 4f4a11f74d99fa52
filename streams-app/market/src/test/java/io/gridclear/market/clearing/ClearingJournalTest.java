package io.gridclear.market.clearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.order.Side;
import io.gridclear.market.routing.CurtailmentReason;
import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.RoutingState;
import io.gridclear.market.routing.TradeRoutes;
import io.gridclear.market.rules.Charges;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.ConnectedOrder;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.Trade;
import io.gridclear.market.twin.BookShape;
import io.gridclear.market.twin.RandomBook;
import io.gridclear.market.twin.SlowSettlement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClearingJournalTest {

    private static final MarketTerms TERMS = MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN);
    private static final OrderRef SELL = new OrderRef("s-1", "up-anna", "anna");
    private static final OrderRef BUY = new OrderRef("b-1", "up-bert", "bert");

    private static final ConnectedOrder SELLER = new ConnectedOrder(SELL, "2");
    private static final ConnectedOrder BUYER = new ConnectedOrder(BUY, "3");

    private final RecordedOutput output = new RecordedOutput();

    private ClearingJournal journal() {
        return new ClearingJournal("feeder-7", 1_800_000_000_000L, TERMS, ClearingJournal.State.empty(), output);
    }

    @Test
    void aDealMakesATradeAndTwoMirroredLines() {
        journal().deal(1, SELLER, BUYER, 40, 550_000);
        assertThat(output.trades)
                .containsExactly(new Trade("feeder-7", 1_800_000_000_000L, 0, 1, SELL, BUY, 40, 550_000));
        assertThat(output.trades.get(0).tradeId()).isEqualTo("feeder-7/1800000000000/0");
        assertThat(output.lines)
                .extracting(SlowSettlement.Line::line)
                .containsExactly(
                        line(0, "anna", "bert", SELL, ChargeType.ENERGY, Direction.CREDIT, 40, 550_000, "0"),
                        line(1, "bert", "anna", BUY, ChargeType.ENERGY, Direction.DEBIT, 40, 550_000, "0"));
        assertThat(output.lines.get(0).line().amountNano()).isEqualTo(22_000_000);
    }

    @Test
    void feeAndTaxOfADealFollowItsEnergyAndAreTheBuyers() {
        MarketTerms charged = TERMS.withCharges(new Charges(30_000, 0, 20_500));
        ClearingJournal journal =
                new ClearingJournal("feeder-7", 1_800_000_000_000L, charged, ClearingJournal.State.empty(), output);
        journal.deal(1, SELLER, BUYER, 40, 550_000);
        journal.residual(Side.BUY, BUY, 60);
        ClearingOutcome outcome = journal.finish(1, 1, 40, 100);
        assertThat(output.lines)
                .extracting(SlowSettlement.Line::line)
                .startsWith(
                        line(0, "anna", "bert", SELL, ChargeType.ENERGY, Direction.CREDIT, 40, 550_000, "0"),
                        line(1, "bert", "anna", BUY, ChargeType.ENERGY, Direction.DEBIT, 40, 550_000, "0"),
                        line(2, "bert", "grid", BUY, ChargeType.GRID_FEE, Direction.DEBIT, 40, 30_000, "0"),
                        line(3, "grid", "bert", BUY, ChargeType.GRID_FEE, Direction.CREDIT, 40, 30_000, "0"),
                        line(4, "bert", "tax-authority", BUY, ChargeType.TAX, Direction.DEBIT, 40, 20_500, "0"),
                        line(5, "tax-authority", "bert", BUY, ChargeType.TAX, Direction.CREDIT, 40, 20_500, "0"));
        // the tariffs are all-in: the residual has its two lines alone
        assertThat(output.lines).hasSize(8);
        assertThat(output.lines).extracting(SlowSettlement.Line::lineId).doesNotHaveDuplicates();
        assertThat(outcome.debitNano()).isEqualTo(40 * (550_000L + 30_000 + 20_500) + 60 * 670_000);
    }

    @ParameterizedTest(name = "fee {0}, tax {1}")
    @CsvSource({"0, 0, 2", "1, 0, 4", "0, 1, 4", "1, 1, 6"})
    void aChargeOfNothingHasNoLine(long gridFee, long energyTax, int lines) {
        MarketTerms charged = TERMS.withCharges(new Charges(gridFee, 7, energyTax));
        new ClearingJournal("feeder-7", 0, charged, ClearingJournal.State.empty(), output)
                .deal(1, SELLER, BUYER, 1, 500_000);
        assertThat(output.lines).hasSize(lines);
    }

    @Test
    void whatIsLeftOfASellerGoesToTheGridAtTheFeedInTariff() {
        journal().residual(Side.SELL, SELL, 60);
        assertThat(output.lines)
                .extracting(SlowSettlement.Line::line)
                .containsExactly(
                        line(
                                0,
                                "anna",
                                "grid",
                                SELL,
                                ChargeType.GRID_ENERGY,
                                Direction.CREDIT,
                                60,
                                450_000,
                                "residual/anna/up-anna/s-1"),
                        line(
                                1,
                                "grid",
                                "anna",
                                SELL,
                                ChargeType.GRID_ENERGY,
                                Direction.DEBIT,
                                60,
                                450_000,
                                "residual/anna/up-anna/s-1"));
    }

    @Test
    void whatIsLeftOfABuyerComesFromTheGridAtTheRetailTariff() {
        journal().residual(Side.BUY, BUY, 60);
        assertThat(output.lines)
                .extracting(SlowSettlement.Line::line)
                .containsExactly(
                        line(
                                0,
                                "bert",
                                "grid",
                                BUY,
                                ChargeType.GRID_ENERGY,
                                Direction.DEBIT,
                                60,
                                670_000,
                                "residual/bert/up-bert/b-1"),
                        line(
                                1,
                                "grid",
                                "bert",
                                BUY,
                                ChargeType.GRID_ENERGY,
                                Direction.CREDIT,
                                60,
                                670_000,
                                "residual/bert/up-bert/b-1"));
    }

    /** Three buses in a row: the line between 2 and 3 carries 100 W one way, 25 Wh in a quarter-hour. */
    private static final FeederGraph FEEDER = new FeederGraph(new Feeder(
            List.of("1", "2", "3"),
            List.of(
                    Feeder.Line.between("a", "1", "2", 10, 4_000, 4_000),
                    Feeder.Line.between("b", "2", "3", 10, 100, 0))));

    private static final MarketTerms ROUTED = new MarketTerms(
                    900_000, 0, 0, 100, 450_000, 670_000, ReferencePriceRule.MEAN, 1_000_000, "grid", "EUR", "UTC")
            .withCharges(new Charges(30_000, 0, 20_500))
            .withFeeder(HexFormat.of().formatHex(FEEDER.digest()));

    private ClearingJournal routed(ClearingJournal.State state) {
        return new ClearingJournal("feeder-7", 1_800_000_000_000L, ROUTED, FEEDER, state, output);
    }

    /** Charge, participant, direction, Wh, price, end of the reference. */
    private List<String> words() {
        return output.lines.stream()
                .map(SlowSettlement.Line::line)
                .map(line -> line.charge() + " " + line.participant() + " " + line.direction() + " "
                        + line.quantityWh() + " @ " + line.price() + " "
                        + line.reference().substring("feeder-7/1800000000000/".length()))
                .toList();
    }

    @Test
    void whatNoPathCarriesOfATradeIsLeftToTheGrid() {
        ClearingJournal journal = routed(ClearingJournal.State.empty());
        journal.deal(1, SELLER, BUYER, 40, 550_000);
        assertThat(words())
                .containsExactly(
                        "ENERGY anna CREDIT 25 @ 550000 0",
                        "ENERGY bert DEBIT 25 @ 550000 0",
                        "GRID_FEE bert DEBIT 25 @ 30000 0",
                        "GRID_FEE grid CREDIT 25 @ 30000 0",
                        "TAX bert DEBIT 25 @ 20500 0",
                        "TAX tax-authority CREDIT 25 @ 20500 0",
                        "GRID_ENERGY anna CREDIT 15 @ 450000 0/curtailed/sell",
                        "GRID_ENERGY grid DEBIT 15 @ 450000 0/curtailed/sell",
                        "GRID_ENERGY bert DEBIT 15 @ 670000 0/curtailed/buy",
                        "GRID_ENERGY grid CREDIT 15 @ 670000 0/curtailed/buy");
        // the trade stays what was agreed
        assertThat(output.trades).extracting(Trade::quantityWh).containsExactly(40L);
        assertThat(output.routes).singleElement().satisfies(routes -> {
            assertThat(routes.routedWh()).isEqualTo(25);
            assertThat(routes.reason()).isEqualTo(CurtailmentReason.CAPACITY);
        });
        ClearingOutcome outcome = journal.finish(1, 1, 40, 40);
        assertThat(outcome.curtailedTrades()).isEqualTo(1);
        assertThat(outcome.curtailedWh()).isEqualTo(15);
        assertThat(outcome.gridSoldWh()).isZero();
        assertThat(outcome.debitNano()).isEqualTo(outcome.creditNano());
        assertThat(output.lines).extracting(SlowSettlement.Line::lineId).doesNotHaveDuplicates();
    }

    @Test
    void aTradeThatFindsNoPathHasNoEnergyAndNoCharges() {
        ClearingJournal journal = routed(ClearingJournal.State.empty());
        journal.deal(1, BUYER, SELLER, 40, 550_000);
        journal.deal(1, SELLER, new ConnectedOrder(BUY, ""), 7, 550_000);
        assertThat(output.lines.stream().map(line -> line.line().charge()).distinct())
                .containsExactly(ChargeType.GRID_ENERGY);
        assertThat(output.routes)
                .extracting(TradeRoutes::reason)
                .containsExactly(CurtailmentReason.CAPACITY, CurtailmentReason.UNKNOWN_BUS);
        assertThat(journal.finish(1, 1, 47, 47).curtailedTrades()).isEqualTo(2);
    }

    @Test
    void whatALineCarriesIsRememberedFromCallToCall() {
        ClearingJournal.State state = ClearingJournal.State.empty();
        for (long wh : new long[] {10, 10, 10, 10}) {
            ClearingJournal journal = routed(state);
            journal.deal(1, SELLER, BUYER, wh, 550_000);
            state = journal.state();
        }
        ClearingOutcome resumed = routed(state).finish(1, 1, 40, 40);
        assertThat(output.routes).extracting(TradeRoutes::curtailedWh).containsExactly(0L, 0L, 5L, 10L);
        output.lines.clear();
        ClearingJournal straight = routed(ClearingJournal.State.empty());
        for (int i = 0; i < 4; i++) {
            straight.deal(1, SELLER, BUYER, 10, 550_000);
        }
        assertThat(straight.finish(1, 1, 40, 40)).isEqualTo(resumed);
        assertThat(resumed.routesRoot()).isNotEqualTo("00".repeat(32));
    }

    @Test
    void aFeederThatTheTermsDoNotNameIsRefused() {
        ClearingJournal.State empty = ClearingJournal.State.empty();
        assertThatThrownBy(() -> new ClearingJournal("feeder-7", 0, TERMS, FEEDER, empty, output))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClearingJournal("feeder-7", 0, ROUTED, empty, output))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ROUTED.feeder());
        assertThatThrownBy(() ->
                        new ClearingJournal("feeder-7", 0, ROUTED.withFeeder("00".repeat(32)), FEEDER, empty, output))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SettlementLine line(
            long index,
            String participant,
            String counterparty,
            OrderRef order,
            ChargeType charge,
            Direction direction,
            long wh,
            long price,
            String reference) {
        return SettlementLine.initial(
                SettlementPeriod.of("feeder-7", 1_800_000_000_000L, TERMS),
                index,
                participant,
                counterparty,
                order,
                charge,
                direction,
                wh,
                price,
                "feeder-7/1800000000000/" + reference);
    }

    /** Usage points and order ids are free text: two orders must not come to share a line of the grid. */
    @Test
    void ordersWithSlashesInTheirNamesKeepLinesOfTheirOwn() {
        ClearingJournal journal = journal();
        journal.residual(Side.SELL, new OrderRef("c", "a/b", "anna"), 1);
        journal.residual(Side.SELL, new OrderRef("b/c", "a", "anna"), 1);
        journal.residual(Side.SELL, new OrderRef("c", "a%2Fb", "anna"), 1);
        journal.residual(Side.SELL, new OrderRef("c", "b", "anna/a"), 1);
        journal.residual(Side.SELL, new OrderRef("c", "b", "anna"), 1);
        journal.residual(Side.SELL, new OrderRef("c", "b", "bert"), 1);
        assertThat(output.lines).extracting(SlowSettlement.Line::lineId).doesNotHaveDuplicates();
        assertThat(output.lines.stream().map(line -> line.line().reference()).distinct())
                .containsExactly(
                        "feeder-7/1800000000000/residual/anna/a%2Fb/c",
                        "feeder-7/1800000000000/residual/anna/a/b%2Fc",
                        "feeder-7/1800000000000/residual/anna/a%252Fb/c",
                        "feeder-7/1800000000000/residual/anna%2Fa/b/c",
                        "feeder-7/1800000000000/residual/anna/b/c",
                        "feeder-7/1800000000000/residual/bert/b/c");
    }

    /** Four buses of five, in a ring; a period of one ms carries 1,000 Wh on 3.6 GW. */
    private static final FeederGraph RING = new FeederGraph(new Feeder(
            List.of("0", "1", "2", "3"),
            List.of(
                    Feeder.Line.between("a", "0", "1", 10, 36_000_000_000L, 7_200_000_000L),
                    Feeder.Line.between("b", "1", "2", 10, 36_000_000_000L, 36_000_000_000L),
                    Feeder.Line.between("c", "2", "3", 30, 3_600_000_000L, 7_200_000_000L),
                    Feeder.Line.between("d", "0", "3", 20, 36_000_000_000L, 0))));

    @ParameterizedTest
    @EnumSource
    void writesWhatTheSlowTwinWrites(BookShape shape) {
        for (long seed = 0; seed < 40; seed++) {
            RandomBook book = RandomBook.upTo(120, shape, seed);
            SettledBook settled = SettledBook.of(book, seed % 2 == 0 ? null : RING);
            RecordedOutput written = new RecordedOutput();
            ClearingJournal journal = settled.journal(ClearingJournal.State.empty(), written);
            settled.calls().forEach(call -> call.accept(journal));
            ClearingOutcome outcome = settled.finish(journal);
            SlowSettlement expected = settled.settlement();
            assertThat(written.trades).as("%s", settled.book()).isEqualTo(expected.trades());
            assertThat(written.lines).as("%s", settled.book()).isEqualTo(expected.lines());
            assertThat(outcome.tradesRoot()).as("%s", settled.book()).isEqualTo(expected.tradesRoot());
            assertThat(outcome.settlementRoot()).as("%s", settled.book()).isEqualTo(expected.settlementRoot());
            assertThat(outcome.lines()).isEqualTo(expected.lines().size());
            assertThat(outcome.trades()).isEqualTo(expected.trades().size());
            assertThat(outcome.debitNano())
                    .as("%s", settled.book())
                    .isEqualTo(expected.sumNano(Direction.DEBIT).longValueExact())
                    .isEqualTo(expected.sumNano(Direction.CREDIT).longValueExact())
                    .isEqualTo(outcome.creditNano());
            assertThat(outcome.gridSoldWh())
                    .isEqualTo(expected.gridWh(Side.SELL).longValueExact());
            assertThat(outcome.gridBoughtWh())
                    .isEqualTo(expected.gridWh(Side.BUY).longValueExact());
            assertThat(outcome.referencePrice()).isEqualTo(settled.result().referencePrice());
            assertThat(written.lines)
                    .extracting(SlowSettlement.Line::settlementId)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ORDINARY", "TIES", "EXTREME_QUANTITIES"})
    void savedAndRestoredAfterEveryCallItComesToTheSame(BookShape shape) {
        for (long seed = 0; seed < 10; seed++) {
            SettledBook settled = SettledBook.of(RandomBook.upTo(80, shape, seed), seed % 2 == 0 ? null : RING);
            RecordedOutput straight = new RecordedOutput();
            ClearingJournal journal = settled.journal(ClearingJournal.State.empty(), straight);
            settled.calls().forEach(call -> call.accept(journal));
            ClearingOutcome expected = settled.finish(journal);

            RecordedOutput resumed = new RecordedOutput();
            List<ClearingJournal.State> saved = new ArrayList<>();
            ClearingJournal.State state = ClearingJournal.State.empty();
            for (Consumer<ClearingJournal> call : settled.calls()) {
                saved.add(state);
                ClearingJournal next = settled.journal(state, resumed);
                call.accept(next);
                state = next.state();
            }
            assertThat(settled.finish(settled.journal(state, resumed)))
                    .as("%s", settled.book())
                    .isEqualTo(expected);
            assertThat(resumed.trades).as("%s", settled.book()).isEqualTo(straight.trades);
            assertThat(resumed.lines).as("%s", settled.book()).isEqualTo(straight.lines);

            // a crash goes back to any earlier state: what came after it has not touched it
            int crash = saved.size() / 2;
            RecordedOutput after = new RecordedOutput();
            ClearingJournal again = settled.journal(saved.get(crash), after);
            settled.calls().subList(crash, saved.size()).forEach(call -> call.accept(again));
            assertThat(settled.finish(again)).as("%s", settled.book()).isEqualTo(expected);
            assertThat(straight.lines).endsWith(after.lines.toArray(SlowSettlement.Line[]::new));
        }
    }

    @Test
    void anOrderThatIsSettledTwiceOrNotAtAllStopsTheClearing() {
        SettledBook settled = SettledBook.of(RandomBook.of(40, BookShape.ORDINARY, 11));
        for (int i = 0; i < settled.calls().size(); i++) {
            ClearingJournal without = settled.journal(ClearingJournal.State.empty(), output);
            List<Consumer<ClearingJournal>> calls = new ArrayList<>(settled.calls());
            Consumer<ClearingJournal> call = calls.remove(i);
            calls.forEach(other -> other.accept(without));
            assertThatThrownBy(() -> settled.finish(without))
                    .as("without call %d", i)
                    .isInstanceOf(InvariantViolation.class)
                    .hasMessageContaining("feeder-7");
            ClearingJournal twice = settled.journal(ClearingJournal.State.empty(), output);
            calls.add(i, call);
            calls.add(i, call);
            calls.forEach(other -> other.accept(twice));
            assertThatThrownBy(() -> settled.finish(twice))
                    .as("twice call %d", i)
                    .isInstanceOf(InvariantViolation.class);
        }
    }

    @Test
    void debitsThatAreNotCreditsStopTheClearing() {
        ClearingJournal.State tampered = new ClearingJournal.State(
                new DealTotals(), new DealTotals(), 0, 0, 0, 0, 5, 4, List.of(), 0, List.of(), RoutingState.empty());
        ClearingJournal journal = new ClearingJournal("feeder-7", 0, TERMS, tampered, output);
        assertThatThrownBy(() -> journal.finish(0, 0, 0, 0))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("debits 5 are not credits 4");
    }

    @ParameterizedTest(name = "stage {0}, {1} Wh at {2}")
    @CsvSource({
        "0, 1, 500000",
        "3, 1, 500000",
        "1, 0, 500000",
        "2, -1, 500000",
        "1, 1, 449999",
        "2, 1, 670001",
    })
    void dealsThatNoAuctionMakesStopTheClearing(int stage, long wh, long price) {
        assertThatThrownBy(() -> journal().deal(stage, SELLER, BUYER, wh, price))
                .isInstanceOf(InvariantViolation.class);
        assertThat(output.trades).isEmpty();
        assertThat(output.lines).isEmpty();
    }

    @Test
    void stage1DoesNotComeAfterStage2() {
        ClearingJournal journal = journal();
        journal.deal(2, SELLER, BUYER, 1, 500_000);
        assertThatThrownBy(() -> journal.deal(1, SELLER, BUYER, 1, 500_000)).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void aResidualOfNothingStopsTheClearing() {
        assertThatThrownBy(() -> journal().residual(Side.SELL, SELL, 0)).isInstanceOf(InvariantViolation.class);
        assertThat(output.lines).isEmpty();
    }

    @Test
    void anEmptyPeriodIsAnOutcomeToo() {
        ClearingOutcome outcome = journal().finish(0, 0, 0, 0);
        assertThat(outcome.referencePrice()).isEqualTo(560_000);
        assertThat(outcome.lines()).isZero();
        assertThat(outcome.tradesRoot())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                .isEqualTo(outcome.settlementRoot());
        assertThat(outcome.tradesRootBytes()).hasSize(32).isEqualTo(outcome.settlementRootBytes());
        assertThat(outcome.routesRootBytes()).isEqualTo(new byte[32]);
    }
}
