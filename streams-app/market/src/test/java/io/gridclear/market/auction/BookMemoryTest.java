package io.gridclear.market.auction;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gridclear.market.order.OrderRequest;
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
            book.add(i % 2 == 0 ? Side.SELL : Side.BUY, 1 + random.nextInt(2_000), quote, OrderRequest.NO_LIMIT);
        }
        return book;
    }

    private static void reviseAll(Book book) {
        for (int i = 0; i < ORDERS; i++) {
            book.revise(i % 2 == 0 ? Side.SELL : Side.BUY, i, book.terms().retailTariff());
        }
    }

    /** Bytes allocated from the empty book to the end of stage 1 and its revisions, and in stage 2. */
    private static long[] clear(MarketTerms terms, boolean revised) {
        long before = allocatedBytes();
        Book book = fill(terms, ORDERS / 2);
        TwoStageAuction auction = new TwoStageAuction(book);
        auction.runStage1((stage, sell, buy, wh, price) -> {});
        if (revised) {
            reviseAll(book);
        }
        long between = allocatedBytes();
        auction.runStage2((stage, sell, buy, wh, price) -> {});
        return new long[] {between - before, allocatedBytes() - between};
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allThatIsEverAllocatedIsLessThanStated(boolean revised) {
        clear(DEFAULT_BAND, revised); // the first run pays for linking what it calls
        long[] bytes = clear(DEFAULT_BAND, revised);
        double bytesPerOrder = (double) (bytes[0] + bytes[1]) / ORDERS;
        // 28 for the order, 4 for its revised price, 4 and 16 for its place in the queue, and the counters
        assertThat(bytesPerOrder)
                .isBetween(revised ? 52.0 : 48.0, revised ? 52.5 : 48.5)
                .isLessThan(STATED_BYTES);
    }

    /** A band of very many ticks takes 12 bytes an order while it is sorted, before the queue is made. */
    @Test
    void sortingABandOfVeryManyTicksStaysWithinTheStatementToo() {
        clear(HUGE_BAND, true);
        long[] bytes = clear(HUGE_BAND, true);
        long countersOfThreePasses = 2 * 3 * 4L * (1 << 14) + 4_000; // and the objects around the arrays
        assertThat(bytes[0]).isLessThan((long) STATED_BYTES * ORDERS + countersOfThreePasses);
        // in place of what stage 1 has let go of: 12 to sort and 16 for the queue
        assertThat(bytes[1]).isLessThan((12L + 16L) * ORDERS + countersOfThreePasses);
    }
}
