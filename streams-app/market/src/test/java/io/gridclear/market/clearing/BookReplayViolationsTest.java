package io.gridclear.market.clearing;

import static io.gridclear.market.book.OrderDraft.buy;
import static io.gridclear.market.book.OrderDraft.sell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.LogDraft;
import io.gridclear.market.clearing.BookReplay.LogViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs that no honest book writes: each breaks one rule at its last entry. */
class BookReplayViolationsTest {

    private static final BookEntry.Position FIRST = position(LogDraft.AREA, LogDraft.PERIOD, 0);

    private static BookEntry.Position position(String area, long periodStart, long sequence) {
        return new BookEntry.Position(area, periodStart, sequence, 1);
    }

    private static Arguments log(String name, List<BookEntry> log, String says) {
        return Arguments.of(Named.of(name, log), says);
    }

    private static Arguments log(String name, LogDraft log, String says) {
        return log(name, log.entries(), says);
    }

    private static LogDraft open() {
        return LogDraft.open();
    }

    static Stream<Arguments> brokenLogs() {
        return Stream.of(
                log(
                        "a gap",
                        open().add(new BookEntry.GateClosed(position(LogDraft.AREA, LogDraft.PERIOD, 2))),
                        "expected sequence 1"),
                log("an entry twice", open().add(open().entries().get(0)), "expected sequence 1"),
                log(
                        "a log that does not begin at 0",
                        List.of(new BookEntry.PeriodOpened(
                                position(LogDraft.AREA, LogDraft.PERIOD, 1), LogDraft.TERMS)),
                        "expected sequence 0"),
                log(
                        "another area",
                        open().add(new BookEntry.GateClosed(position("feeder-8", LogDraft.PERIOD, 1))),
                        "the log is that of feeder-7"),
                log(
                        "another period",
                        open().add(new BookEntry.GateClosed(position(LogDraft.AREA, LogDraft.PERIOD + 900_000, 1))),
                        "the log is that of feeder-7, period 1800000000000"),
                log(
                        "a period off the calendar",
                        List.of(new BookEntry.PeriodOpened(
                                position(LogDraft.AREA, LogDraft.PERIOD + 1, 0), LogDraft.TERMS)),
                        "not a multiple of its length"),
                log(
                        "terms twice",
                        open().add(new BookEntry.PeriodOpened(open().next(), LogDraft.TERMS)),
                        "the period is open already"),
                log(
                        "an order before the terms",
                        List.of(new BookEntry.OrderEntered(
                                FIRST, sell("s", "anna").order())),
                        "the period was not opened"),
                log("a tick before the terms", List.of(new BookEntry.GateClosed(FIRST)), "the period was not opened"),
                log(
                        "a re-quote before the terms",
                        List.of(new BookEntry.OrderRequoted(
                                FIRST, sell("s", "anna").order())),
                        "a re-quote before the gate's tick"),
                log(
                        "the last tick before the terms",
                        List.of(new BookEntry.RequoteClosed(FIRST)),
                        "cannot close before the gate"),
                log("the last tick before the first", open().close(), "cannot close before the gate"),
                log(
                        "a re-quote before the gate",
                        open().enter(sell("s", "anna"))
                                .requote(sell("s", "anna").revision(1)),
                        "a re-quote before the gate's tick"),
                log("the gate's tick twice", open().gate().gate(), "the gate is closed already"),
                log(
                        "an order after the gate",
                        open().gate().enter(sell("s", "anna")),
                        "an order after the gate's tick"),
                log("an order of the grid", open().enter(sell("s", "grid")), "which stands for the grid"),
                log(
                        "an order of the tax authority",
                        open().enter(buy("b", "tax-authority")),
                        "which stands for the grid or the tax authority"),
                log("anything after the last tick", open().gate().close().close(), "nothing may follow"),
                log("an order without energy", open().enter(sell("s", "anna").wh(0)), "BAD_QUANTITY"),
                log("an order beyond the band", open().enter(sell("s", "anna").price(449_900)), "PRICE_OUT_OF_BAND"),
                log("an order off the tick", open().enter(sell("s", "anna").price(500_001)), "OFF_TICK"),
                log(
                        "an order whose limit crosses",
                        open().enter(buy("s", "anna").limit(499_900)),
                        "LIMIT_CROSSES_QUOTE"),
                log("a participant on both sides", open().enter(sell("s", "anna"), buy("b", "anna")), "OPPOSITE_SIDE"),
                log(
                        "a stale revision",
                        open().enter(sell("s", "anna").revision(1), sell("s", "anna")),
                        "STALE_REVISION"),
                log("a repeat, which changes nothing", open().enter(sell("s", "anna"), sell("s", "anna")), "Repeated"),
                log("a re-quote of nobody's order", open().gate().requote(sell("s", "anna")), "GATE_CLOSED"),
                log(
                        "a re-quote of what stage 1 took",
                        open().enter(sell("s", "anna"), buy("b", "bert"))
                                .gate()
                                .requote(sell("s", "anna").revision(1)),
                        "GATE_CLOSED"),
                log(
                        "a re-quote of a cancelled order",
                        open().enter(sell("s", "anna"), sell("s", "anna").wh(0).revision(1))
                                .gate()
                                .requote(sell("s", "anna").revision(2)),
                        "GATE_CLOSED"),
                log(
                        "a re-quote of the quantity",
                        open().enter(sell("s", "anna"))
                                .gate()
                                .requote(sell("s", "anna").wh(2).revision(1)),
                        "GATE_CLOSED"),
                log(
                        "a re-quote beyond the limit",
                        open().enter(sell("s", "anna").limit(480_000))
                                .gate()
                                .requote(sell("s", "anna").price(470_000).revision(1)),
                        "LIMIT_CROSSES_QUOTE"),
                log(
                        "a re-quote beyond a limit that equals the quote",
                        open().enter(buy("b", "bert").limit(500_000))
                                .gate()
                                .requote(buy("b", "bert").price(500_100).revision(1)),
                        "LIMIT_CROSSES_QUOTE"),
                log(
                        "a cancellation in the window",
                        open().enter(sell("s", "anna"))
                                .gate()
                                .requote(sell("s", "anna").wh(0).revision(1)),
                        "GATE_CLOSED"),
                log(
                        "a re-quote after the last tick",
                        open().enter(sell("s", "anna"))
                                .gate()
                                .close()
                                .requote(sell("s", "anna").revision(1)),
                        "nothing may follow"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenLogs")
    void isRefusedAtItsLastEntryWithTheReason(List<BookEntry> log, String says) {
        BookReplay replay = new BookReplay(new RecordedOutput());
        log.subList(0, log.size() - 1).forEach(replay::accept);
        BookEntry last = log.get(log.size() - 1);
        byte[] hash = replay.inputHash();
        assertThatThrownBy(() -> replay.accept(last))
                .isInstanceOf(LogViolation.class)
                .hasMessageContaining("entry " + last.position().sequence())
                .hasMessageContaining(says);
        assertThat(replay.inputHash()).isEqualTo(hash);
        assertThat(replay.entries()).isEqualTo(log.size() - 1L);
    }

    /** Whoever alters, drops or swaps an entry ends with another hash, or with a log that does not replay. */
    @Test
    void noEntryCanBeTamperedWithUnseen() {
        List<BookEntry> log = open().enter(
                        sell("s", "anna").wh(100).price(480_000).limit(460_000),
                        buy("b", "bert").wh(60).price(600_000),
                        sell("t", "cleo").wh(70).price(600_000))
                .gate()
                .requote(sell("t", "cleo").wh(70).price(520_000).revision(1))
                .close()
                .entries();
        byte[] honest = hashOf(log);
        for (int i = 0; i < log.size(); i++) {
            List<BookEntry> altered = new ArrayList<>(log);
            altered.set(i, altered(log.get(i)));
            assertThat(hashOf(altered)).as("entry %d altered", i).isNotEqualTo(honest);
            List<BookEntry> shortened = new ArrayList<>(log);
            shortened.remove(i);
            assertThat(hashOf(shortened)).as("entry %d dropped", i).isNotEqualTo(honest);
        }
        List<BookEntry> swapped = open().enter(
                        buy("b", "bert").wh(60).price(600_000),
                        sell("s", "anna").wh(100).price(480_000).limit(460_000),
                        sell("t", "cleo").wh(70).price(600_000))
                .gate()
                .requote(sell("t", "cleo").wh(70).price(520_000).revision(1))
                .close()
                .entries();
        assertThat(hashOf(swapped)).as("two orders swapped").isNotEqualTo(honest);
    }

    private static BookEntry altered(BookEntry entry) {
        BookEntry.Position at = entry.position();
        BookEntry.Position later =
                new BookEntry.Position(at.area(), at.periodStart(), at.sequence(), at.recordedAt() + 1);
        if (entry instanceof BookEntry.PeriodOpened opened) {
            return new BookEntry.PeriodOpened(later, opened.terms());
        } else if (entry instanceof BookEntry.OrderEntered entered) {
            return new BookEntry.OrderEntered(
                    at, sell(entered.order().orderId(), "mallory").order());
        } else if (entry instanceof BookEntry.GateClosed) {
            return new BookEntry.GateClosed(later);
        } else if (entry instanceof BookEntry.OrderRequoted) {
            return new BookEntry.OrderRequoted(
                    at, sell("t", "cleo").wh(70).price(520_100).revision(1).order());
        }
        return new BookEntry.RequoteClosed(later);
    }

    /** Hash at the end of the log, or at the entry that may not stand there. */
    private static byte[] hashOf(List<BookEntry> log) {
        BookReplay replay = new BookReplay(new RecordedOutput());
        try {
            log.forEach(replay::accept);
        } catch (LogViolation violation) {
            return replay.inputHash();
        }
        return replay.inputHash();
    }
}
