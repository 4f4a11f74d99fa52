package io.gridclear.market.auction;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes that a book of 200,000 orders takes from the heap, counted by the virtual machine. */
class BookMemoryTest {

    private static final int ORDERS = 200_000;
    private static final int STATED_BYTES = 64;
    private static final long SEED = 64;

    private static final MarketTerms DEFAULT_BAND =
            MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN);
    private static final MarketTerms HUGE_BAND =
            MarketTerms.ofPrices(2, 0, 2 * (MarketTerms.MAX_TICKS - 1), ReferencePriceRule.MEAN);

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static Book fill(MarketTerms terms, int expectedOrdersPerSide) {
        SplittableRandom random = new SplittableRandom(SEED);
        Book book = new Book(terms, expectedOrdersPerSide);
        long ticks = (terms.retailTariff() - terms.feedInTariff()) / terms.tick();
        for (int i = 0; i < ORDERS; i++) {
            long quote = terms.feedInTariff() + terms.tick() * random.nextLong(ticks + 1);
            book.add(i % 2 == 0 ? Side.SELL : Side.BUY, 1 + random.nextInt(2_000), quote, quote);
        }
        return book;
    }

    private static void reviseAll(Book book) {
        for (int i = 0; i < ORDERS; i++) {
            book.revise(i % 2 == 0 ? Side.SELL : Side.BUY, i, book.terms().retailTariff());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allThatIsEverAllocatedIsLessThanStated(boolean revised) {
        long before = allocatedBytes();
        Book book = fill(DEFAULT_BAND, ORDERS / 2);
        TwoStageAuction auction = new TwoStageAuction(book);
        auction.runStage1((stage, sell, buy, wh, price) -> {});
        if (revised) {
            reviseAll(book);
        }
        auction.runStage2((stage, sell, buy, wh, price) -> {});
        double bytesPerOrder = (double) (allocatedBytes() - before) / ORDERS;
        // 28 for the order, 4 for its revised price, 4 and 16 for its place in the queue, and the counters
        assertThat(bytesPerOrder)
                .isBetween(revised ? 52.0 : 48.0, revised ? 53.0 : 49.0)
                .isLessThan(STATED_BYTES);
    }

    /** A band of very many ticks takes 12 bytes an order while it is sorted, before the queue is made. */
    @Test
    void sortingABandOfVeryManyTicksStaysWithinTheStatementToo() {
        long before = allocatedBytes();
        Book book = fill(HUGE_BAND, ORDERS / 2);
        TwoStageAuction auction = new TwoStageAuction(book);
        auction.runStage1((stage, sell, buy, wh, price) -> {});
        reviseAll(book);
        long afterStage1 = allocatedBytes();
        auction.runStage2((stage, sell, buy, wh, price) -> {});
        long fixed = 2 * 3 * 4L * (1 << 14) + 50_000; // counters of three passes over two sides, and a first call's own
        assertThat(afterStage1 - before).isLessThan((long) STATED_BYTES * ORDERS + fixed);
        // in place of what stage 1 has let go of: 12 to sort and 16 for the queue
        assertThat(allocatedBytes() - afterStage1).isLessThan((12L + 16L) * ORDERS + fixed);
    }
}
