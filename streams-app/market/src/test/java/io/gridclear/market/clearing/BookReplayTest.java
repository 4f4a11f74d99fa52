package io.gridclear.market.clearing;

import static io.gridclear.market.book.OrderDraft.buy;
import static io.gridclear.market.book.OrderDraft.sell;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.book.BookChain;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.LogDraft;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.settlement.Trade;
import io.gridclear.market.twin.SlowSettlement;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logs as stories, and what follows from them. */
class BookReplayTest {

    private final RecordedOutput output = new RecordedOutput();

    private ClearingOutcome replay(LogDraft log) {
        return replay(log.entries()).outcome();
    }

    private BookReplay replay(List<BookEntry> log) {
        BookReplay replay = new BookReplay(output);
        log.forEach(replay::accept);
        return replay;
    }

    /** Trades as stage: seller > buyer Wh @ price. */
    private List<String> trades() {
        return output.trades.stream().map(BookReplayTest::word).toList();
    }

    private static String word(Trade t) {
        return t.stage() + ": " + t.sell().orderId() + " > " + t.buy().orderId() + " " + t.quantityWh() + " @ "
                + t.price();
    }

    @Test
    void ordersThenTheGateThenTheWindow() {
        ClearingOutcome outcome = replay(LogDraft.open()
                .enter(
                        sell("s", "anna").wh(100).price(500_000),
                        buy("b", "bert").wh(60).price(600_000),
                        sell("t", "cleo").wh(10).price(640_000).limit(450_000))
                .gate()
                .close());
        assertThat(trades()).containsExactly("1: s > b 60 @ 550000");
        assertThat(outcome.sellOrders()).isEqualTo(2);
        assertThat(outcome.buyOrders()).isEqualTo(1);
        assertThat(outcome.sellWh()).isEqualTo(110);
        assertThat(outcome.buyWh()).isEqualTo(60);
        assertThat(outcome.gridSoldWh()).isEqualTo(50);
        assertThat(outcome.gridBoughtWh()).isZero();
        assertThat(outcome.referencePrice()).isEqualTo(550_000);
        assertThat(outcome.debitNano()).isEqualTo(60 * 550_000L + 50 * 450_000L);
    }

    @Test
    void nothingIsClearedBeforeTheLastTick() {
        BookReplay replay = new BookReplay(output);
        List<BookEntry> log =
                LogDraft.open().enter(sell("s", "anna")).gate().close().entries();
        for (BookEntry entry : log) {
            assertThat(replay.outcome()).isNull();
            replay.accept(entry);
        }
        assertThat(replay.outcome()).isNotNull();
        assertThat(replay.entries()).isEqualTo(4);
    }

    @Test
    void residualsComeInTheOrderOfTheQueues() {
        replay(LogDraft.open()
                .enter(
                        sell("dear", "anna").price(660_000),
                        sell("cheap", "cleo").price(650_000),
                        buy("low", "bert").price(450_000),
                        sell("cheap too", "dora").price(650_000),
                        buy("high", "eric").price(460_000))
                .gate()
                .close());
        assertThat(output.lines.stream()
                        .map(line -> line.line().order().orderId())
                        .distinct())
                .containsExactly("cheap", "cheap too", "dear", "high", "low");
    }

    @Test
    void theHighestRevisionCountsAtItsOwnPlace() {
        replay(LogDraft.open()
                .enter(
                        sell("first", "anna").wh(10).price(500_000),
                        sell("second", "cleo").wh(10).price(500_000),
                        buy("b", "bert").wh(15).price(500_000),
                        // who revises goes to the end of the line
                        sell("first", "anna").wh(12).price(500_000).revision(1))
                .gate()
                .close());
        assertThat(trades()).containsExactly("1: second > b 10 @ 500000", "1: first > b 5 @ 500000");
    }

    @Test
    void aCancelledOrderIsGoneAndItsOwnerMayChangeSides() {
        ClearingOutcome outcome = replay(LogDraft.open()
                .enter(
                        sell("s", "anna").price(450_000),
                        sell("s", "anna").wh(0).revision(1),
                        buy("b", "anna").wh(5).price(600_000),
                        sell("t", "bert").wh(5).price(600_000))
                .gate()
                .close());
        assertThat(trades()).containsExactly("1: t > b 5 @ 600000");
        assertThat(outcome.sellOrders()).isEqualTo(1);
    }

    @Test
    void aCancelledOrderMayComeBackUnderAHigherRevision() {
        ClearingOutcome outcome = replay(LogDraft.open()
                .enter(
                        sell("s", "anna").wh(0).revision(3),
                        buy("s", "anna").wh(7).revision(4),
                        buy("s", "anna").wh(0).revision(5),
                        sell("s", "anna").wh(9).revision(6))
                .gate()
                .close());
        assertThat(outcome.sellWh()).isEqualTo(9);
        assertThat(outcome.buyWh()).isZero();
    }

    @Test
    void theSameOrderIdAtTwoUsagePointsIsTwoOrders() {
        ClearingOutcome outcome = replay(LogDraft.open()
                .enter(
                        sell("s", "anna").at("roof").wh(1),
                        sell("s", "anna").at("barn").wh(2))
                .gate()
                .close());
        assertThat(outcome.sellOrders()).isEqualTo(2);
        assertThat(outcome.sellWh()).isEqualTo(3);
    }

    @Test
    void aRequoteMovesWhatStage1Left() {
        ClearingOutcome outcome = replay(LogDraft.open()
                .enter(
                        sell("s", "anna").wh(100).price(600_000).limit(480_000),
                        buy("b", "bert").wh(30).price(600_000),
                        buy("c", "cleo").wh(40).price(500_000))
                .gate()
                .requote(
                        sell("s", "anna").wh(100).price(520_000).revision(1),
                        sell("s", "anna").wh(100).price(490_000).revision(2))
                .close());
        assertThat(trades()).containsExactly("1: s > b 30 @ 600000", "2: s > c 40 @ 495000");
        assertThat(outcome.referencePrice()).isEqualTo(600_000);
        assertThat(outcome.stage2().energyWh()).isEqualTo(40);
        assertThat(outcome.gridSoldWh()).isEqualTo(30);
    }

    /**
     * The register of usage points may name another owner while a period is open: what the former owner ordered stands, and
     * is nothing that the new one could revise, make stale or share a line with.
     */
    @Test
    void aUsagePointMayChangeHands() {
        ClearingOutcome outcome = replay(LogDraft.open()
                .enter(
                        sell("s", "anna").wh(10).revision(4),
                        sell("s", "anna").ownedBy("bert").wh(20),
                        buy("b", "carl").wh(15).price(500_000),
                        sell("s", "anna").ownedBy("bert").wh(30).revision(1))
                .gate()
                .close());
        assertThat(outcome.sellWh()).isEqualTo(40);
        assertThat(output.trades)
                .extracting(trade -> trade.sell().participant() + " " + trade.quantityWh())
                .containsExactly("anna 10", "bert 5");
        assertThat(output.lines)
                .extracting(SlowSettlement.Line::lineId)
                .doesNotHaveDuplicates()
                .hasSize(6);
    }

    @Test
    void anEmptyPeriodClears() {
        ClearingOutcome outcome = replay(LogDraft.open().gate().close());
        assertThat(outcome.trades()).isZero();
        assertThat(outcome.referencePrice()).isEqualTo(560_000);
    }

    @Test
    void theInputHashIsTheChainOverTheEntries() {
        List<BookEntry> log = LogDraft.open()
                .enter(sell("s", "anna"), buy("b", "bert"))
                .gate()
                .close()
                .entries();
        BookChain chain = new BookChain(new Sha256());
        byte[] expected = BookChain.start();
        BookReplay replay = new BookReplay(output);
        assertThat(replay.inputHash()).isEqualTo(expected);
        for (BookEntry entry : log) {
            replay.accept(entry);
            expected = chain.next(expected, entry);
            assertThat(replay.inputHash()).isEqualTo(expected);
            replay.inputHash()[0] ^= 1;
        }
    }

    /**
     * Outcome of a fixed log. The roots were computed from the documented formats by another program: whatever changes
     * them changes what agents attest to, and needs a new rule version.
     */
    @Test
    void outcomeOfAFixedLog() {
        ClearingOutcome outcome = replay(fixedLog(LogDraft.open()));
        assertThat(trades()).containsExactly("1: s-1 > b-1 700 @ 565000", "2: s-1 > b-2 500 @ 530000");
        assertThat(HexFormat.of().formatHex(outcome.tradesRootBytes())).isEqualTo(outcome.tradesRoot());
        assertThat(outcome.tradesRoot()).isEqualTo("4d3f04bb17f92383777b316b5328dd9b93c8cfa9fe73a9090bafe9c75978c4c4");
        assertThat(outcome.settlementRoot())
                .isEqualTo("45a801192b6fbedf8a87fa240ecd3958dc76327fb3098afc535d3f9b18dc3643");
    }

    /** The same log under terms with a fee and a tax; the root was computed by the same program. */
    @Test
    void outcomeOfAFixedLogWithCharges() {
        ClearingOutcome outcome = replay(fixedLog(LogDraft.open(LogDraft.CHARGED)));
        assertThat(outcome.tradesRoot()).isEqualTo("4d3f04bb17f92383777b316b5328dd9b93c8cfa9fe73a9090bafe9c75978c4c4");
        assertThat(outcome.lines()).isEqualTo(14);
        assertThat(outcome.settlementRoot())
                .isEqualTo("aa44f1861cca2d9543340cc830447a1dcc5f70edd0c6b3484216f35d22f6a195");
    }

    private static LogDraft fixedLog(LogDraft opened) {
        return opened.enter(
                        sell("s-1", "anna").wh(1_500).price(520_000).limit(480_000),
                        buy("b-1", "Zoë").wh(700).price(610_000),
                        buy("b-2", "bert").wh(500).price(490_000).limit(560_000))
                .gate()
                .requote(sell("s-1", "anna").wh(1_500).price(500_000).revision(1))
                .close();
    }
}
