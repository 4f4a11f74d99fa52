package io.gridclear.market.clearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.Charges;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.Trade;
import io.gridclear.market.twin.BookShape;
import io.gridclear.market.twin.RandomBook;
import io.gridclear.market.twin.SlowSettlement;
import java.util.ArrayList;
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

    private final RecordedOutput output = new RecordedOutput();

    private ClearingJournal journal() {
        return new ClearingJournal("feeder-7", 1_800_000_000_000L, TERMS, ClearingJournal.State.empty(), output);
    }

    @Test
    void aDealMakesATradeAndTwoMirroredLines() {
        journal().deal(1, SELL, BUY, 40, 550_000);
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
        journal.deal(1, SELL, BUY, 40, 550_000);
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
                .deal(1, SELL, BUY, 1, 500_000);
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

    @ParameterizedTest
    @EnumSource
    void writesWhatTheSlowTwinWrites(BookShape shape) {
        for (long seed = 0; seed < 20; seed++) {
            SettledBook settled = SettledBook.of(RandomBook.upTo(120, shape, seed));
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
            SettledBook settled = SettledBook.of(RandomBook.upTo(80, shape, seed));
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
        ClearingJournal.State tampered =
                new ClearingJournal.State(new DealTotals(), new DealTotals(), 0, 0, 5, 4, List.of(), 0, List.of());
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
        assertThatThrownBy(() -> journal().deal(stage, SELL, BUY, wh, price)).isInstanceOf(InvariantViolation.class);
        assertThat(output.trades).isEmpty();
        assertThat(output.lines).isEmpty();
    }

    @Test
    void stage1DoesNotComeAfterStage2() {
        ClearingJournal journal = journal();
        journal.deal(2, SELL, BUY, 1, 500_000);
        assertThatThrownBy(() -> journal.deal(1, SELL, BUY, 1, 500_000)).isInstanceOf(InvariantViolation.class);
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
    }
}
