package io.gridclear.market.auction;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.twin.AuctionAudit;
import io.gridclear.market.twin.BookShape;
import io.gridclear.market.twin.RandomBook;
import io.gridclear.market.twin.SlowAuction;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The auction over arrays against its slow twin and an auditor, on seeded books of every shape. */
class TwoStageAuctionTwinTest {

    private static final int BOOKS_OF_A_SHAPE = 500;

    @ParameterizedTest
    @EnumSource
    void smallBooksComeOutAsTheSlowTwinSays(BookShape shape) {
        for (long seed = 0; seed < BOOKS_OF_A_SHAPE; seed++) {
            compare(RandomBook.upTo(seed % 3 == 0 ? 8 : 200, shape, seed));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ORDINARY", "TIES", "HUGE_BAND"})
    void largeBooksComeOutAsTheSlowTwinSays(BookShape shape) {
        RandomBook book = RandomBook.of(50_000, shape, 77);
        assertThat(book.orders()).as("%s", book).hasSize(50_000);
        compare(book);
    }

    /** Books that never trade, never leave anything or never reach stage 2 would prove nothing. */
    @Test
    void theShapesReachBothStages() {
        Set<BookShape> tradedInStage1 = EnumSet.noneOf(BookShape.class);
        Set<BookShape> tradedInStage2 = EnumSet.noneOf(BookShape.class);
        for (BookShape shape : BookShape.values()) {
            for (long seed = 0; seed < 50; seed++) {
                RandomBook book = RandomBook.upTo(200, shape, seed);
                SlowAuction.run(book.terms(), book.orders())
                        .trades()
                        .forEach(trade -> (trade.stage() == 1 ? tradedInStage1 : tradedInStage2).add(shape));
            }
        }
        assertThat(tradedInStage1)
                .isEqualTo(EnumSet.complementOf(EnumSet.of(BookShape.ONE_SIDED, BookShape.EMPTY_STAGE_1)));
        assertThat(tradedInStage2)
                .isEqualTo(
                        EnumSet.complementOf(EnumSet.of(BookShape.ONE_SIDED, BookShape.ONE_PRICE, BookShape.NO_BAND)));
    }

    private static void compare(RandomBook book) {
        AuctionAudit.Outcome outcome = Clearing.of(book.terms(), book.orders());
        SlowAuction.Result expected = SlowAuction.run(book.terms(), book.orders());
        assertThat(outcome.trades()).as("trades, %s", book).isEqualTo(expected.trades());
        assertThat(outcome.referencePrice()).as("Pa, %s", book).isEqualTo(expected.referencePrice());
        assertThat(outcome.leftWh()).as("left, %s", book).isEqualTo(expected.leftWh());
        assertThat(AuctionAudit.findings(book.terms(), book.orders(), outcome))
                .as("audit, %s", book)
                .isEmpty();
    }
}
