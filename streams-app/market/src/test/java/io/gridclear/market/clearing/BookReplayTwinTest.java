package io.gridclear.market.clearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.LogDraft;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.twin.SlowAuction;
import io.gridclear.market.twin.SlowSettlement;
import io.gridclear.market.twin.TwinOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Seeded logs of a book that was kept by hand: the replay comes to what the slow twins say. */
class BookReplayTwinTest {

    private static final int LOGS = 300;

    @Test
    void everyLogReplaysToTheTradesLinesAndRootsOfTheTwins() {
        long stage1 = 0;
        long stage2 = 0;
        long requotes = 0;
        for (long seed = 0; seed < LOGS; seed++) {
            RandomLog log = RandomLog.of(seed);
            RecordedOutput output = new RecordedOutput();
            BookReplay replay = new BookReplay(output);
            log.entries().forEach(replay::accept);
            ClearingOutcome outcome = replay.outcome();
            List<TwinOrder> orders = log.orders();
            SlowAuction.Result result = SlowAuction.run(RandomLog.TERMS, orders);
            SlowSettlement expected =
                    SlowSettlement.of(LogDraft.AREA, LogDraft.PERIOD, RandomLog.TERMS, orders, log.refs(), result);
            assertThat(outcome).as("seed %d", seed).isNotNull();
            assertThat(output.trades).as("seed %d", seed).isEqualTo(expected.trades());
            assertThat(output.lines).as("seed %d", seed).isEqualTo(expected.lines());
            assertThat(outcome.tradesRoot()).as("seed %d", seed).isEqualTo(expected.tradesRoot());
            assertThat(outcome.settlementRoot()).as("seed %d", seed).isEqualTo(expected.settlementRoot());
            assertThat(outcome.referencePrice()).as("seed %d", seed).isEqualTo(result.referencePrice());
            assertThat(outcome.sellOrders()).as("seed %d", seed).isEqualTo(count(orders, Side.SELL));
            assertThat(outcome.buyOrders()).as("seed %d", seed).isEqualTo(count(orders, Side.BUY));
            assertThat(outcome.debitNano())
                    .as("seed %d", seed)
                    .isEqualTo(expected.sumNano(Direction.DEBIT).longValueExact());
            stage1 += outcome.stage1().count();
            stage2 += outcome.stage2().count();
            requotes += orders.stream().filter(TwinOrder::isRevised).count();
        }
        // logs in which little happens would prove little
        assertThat(stage1).isGreaterThan(1_000);
        assertThat(stage2).isGreaterThan(500);
        assertThat(requotes).isGreaterThan(500);
    }

    /** The one case that tells a limit that equals the quote from none: a re-quote beyond it. */
    @Test
    void logsRequoteOrdersWithoutALimitBeyondTheirQuoteAndNoneWhoseLimitIsTheQuote() {
        long moved = 0;
        long bound = 0;
        for (long seed = 0; seed < LOGS; seed++) {
            for (TwinOrder order : RandomLog.of(seed).orders()) {
                boolean better = order.isRevised()
                        && (order.side() == Side.SELL
                                ? order.revisedPrice() < order.quote()
                                : order.revisedPrice() > order.quote());
                if (order.limitPrice() == OrderRequest.NO_LIMIT) {
                    moved += better ? 1 : 0;
                } else if (order.limitPrice() == order.quote()) {
                    assertThat(better).as("seed %d, %s", seed, order).isFalse();
                    bound += order.isRevised() ? 1 : 0;
                }
            }
        }
        assertThat(moved).isGreaterThan(100);
        assertThat(bound).isGreaterThan(10);
    }

    @Test
    void whatTheRulesRefuseMayStandInNoLogAndChangesNothing() {
        Set<String> reasons = new HashSet<>();
        for (long seed = 0; seed < LOGS; seed++) {
            RandomLog log = RandomLog.of(seed);
            RecordedOutput output = new RecordedOutput();
            BookReplay replay = new BookReplay(output);
            List<BookEntry> entries = log.entries();
            List<RandomLog.RefusedEntry> refused = log.refused();
            int next = 0;
            for (int place = 0; place < entries.size(); place++) {
                for (; next < refused.size() && refused.get(next).place() == place; next++) {
                    BookEntry entry = refused.get(next).entry();
                    assertThatThrownBy(() -> replay.accept(entry))
                            .as("seed %d, %s", seed, entry)
                            .isInstanceOf(BookReplay.LogViolation.class)
                            .satisfies(violation ->
                                    reasons.add(violation.getMessage().replaceAll(".*reason=(\\w+),.*", "$1")));
                }
                replay.accept(entries.get(place));
            }
            BookReplay undisturbed = new BookReplay(new RecordedOutput());
            entries.forEach(undisturbed::accept);
            assertThat(replay.outcome()).as("seed %d", seed).isEqualTo(undisturbed.outcome());
            assertThat(replay.inputHash()).as("seed %d", seed).isEqualTo(undisturbed.inputHash());
        }
        assertThat(reasons)
                .contains(
                        "GATE_CLOSED",
                        "BAD_QUANTITY",
                        "PRICE_OUT_OF_BAND",
                        "OFF_TICK",
                        "LIMIT_CROSSES_QUOTE",
                        "OPPOSITE_SIDE",
                        "STALE_REVISION");
    }

    private static long count(List<TwinOrder> orders, Side side) {
        return orders.stream().filter(order -> order.side() == side).count();
    }
}
