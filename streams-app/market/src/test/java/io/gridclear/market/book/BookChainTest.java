package io.gridclear.market.book;

import static io.gridclear.market.book.OrderDraft.buy;
import static io.gridclear.market.book.OrderDraft.sell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookChainTest {

    private static final BookEntry.Position AT = new BookEntry.Position("feeder-7", LogDraft.PERIOD, 4, 17);

    private static byte[] next(BookEntry entry) {
        return new BookChain(new Sha256()).next(BookChain.start(), entry);
    }

    /**
     * One entry of each kind. The hashes were computed from the documented format by another program: a change of any
     * canonical byte makes another chain, which no agent and no auditor would recognise.
     */
    @Test
    void chainOfAFixedLog() {
        List<BookEntry> log = LogDraft.open()
                .enter(
                        sell("s-1", "anna")
                                .wh(1_500)
                                .price(520_000)
                                .limit(480_000)
                                .signature((byte) 1, (byte) -2),
                        buy("b-1", "Zoë").wh(700).price(610_000))
                .gate()
                .requote(sell("s-1", "anna").wh(1_500).price(500_000).revision(1))
                .close()
                .entries();
        BookChain chain = new BookChain(new Sha256());
        List<String> hashes = new ArrayList<>();
        byte[] last = BookChain.start();
        for (BookEntry entry : log) {
            last = chain.next(last, entry);
            hashes.add(HexFormat.of().formatHex(last));
        }
        assertThat(hashes)
                .containsExactly(
                        "f5a660999d9c3c6a0320d89a566144c2306ec72a2edbad4031c33fbd0936f482",
                        "50285362b8c1abb01a61eb6a039fe3708c3ae680313acb5e27a3170162e821d7",
                        "12aab5b5a4e90e7ee4d81e123853ffe1b3c632ff848140a463f2cd02359e94ad",
                        "6bc852976dab9a7abeafb330a61dfa7e1bb893bda93cb4a926e080ca1bfec7de",
                        "4fb62d1b780e289b2df4e9415411268fbe2d4b8d125b3e4b709f26c586f2cde2",
                        "fc61b7b4f9a81737804e8b2eeb677dc8795b2cb1e8d821b4a63825098e26a43a");
    }

    @Test
    void everyFieldOfAPositionIsBound() {
        List<byte[]> hashes = new ArrayList<>();
        for (BookEntry.Position at : List.of(
                AT,
                new BookEntry.Position("feeder-8", AT.periodStart(), AT.sequence(), AT.recordedAt()),
                new BookEntry.Position(AT.area(), AT.periodStart() + 1, AT.sequence(), AT.recordedAt()),
                new BookEntry.Position(AT.area(), AT.periodStart(), AT.sequence() + 1, AT.recordedAt()),
                new BookEntry.Position(AT.area(), AT.periodStart(), AT.sequence(), AT.recordedAt() + 1))) {
            hashes.add(next(new BookEntry.GateClosed(at)));
        }
        hashes.add(next(new BookEntry.RequoteClosed(AT)));
        assertAllDiffer(hashes);
    }

    @Test
    void everyFieldOfAnOrderIsBound() {
        List<byte[]> hashes = new ArrayList<>();
        for (OrderDraft order : List.of(
                sell("s-1", "anna"),
                sell("s-2", "anna"),
                buy("s-1", "anna"),
                sell("s-1", "anna").ownedBy("bert"),
                sell("s-1", "anna").at("up-2"),
                sell("s-1", "anna").revision(1),
                sell("s-1", "anna").wh(1_001),
                sell("s-1", "anna").price(500_100),
                sell("s-1", "anna").limit(500_000),
                sell("s-1", "anna").createdAt(5),
                sell("s-1", "anna").signature((byte) 0),
                sell("s-1", "anna").signature((byte) 1),
                sell("s-1", "anna").source(4, 41),
                sell("s-1", "anna").source(3, 42))) {
            hashes.add(next(new BookEntry.OrderEntered(AT, order.order())));
        }
        hashes.add(next(new BookEntry.OrderRequoted(AT, sell("s-1", "anna").order())));
        assertAllDiffer(hashes);
    }

    @Test
    void everyTermIsBound() {
        ReferencePriceRule mean = ReferencePriceRule.MEAN;
        ReferencePriceRule byVolume = ReferencePriceRule.VOLUME_WEIGHTED;
        List<byte[]> hashes = new ArrayList<>();
        for (MarketTerms terms : List.of(
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC"),
                new MarketTerms(10, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC"),
                new MarketTerms(9, 9, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC"),
                new MarketTerms(9, 8, 6, 2, 40, 60, mean, 5, "grid", "EUR", "UTC"),
                new MarketTerms(9, 8, 7, 4, 40, 60, mean, 5, "grid", "EUR", "UTC"),
                new MarketTerms(9, 8, 7, 2, 42, 60, mean, 5, "grid", "EUR", "UTC"),
                new MarketTerms(9, 8, 7, 2, 40, 62, mean, 5, "grid", "EUR", "UTC"),
                new MarketTerms(9, 8, 7, 2, 40, 60, byVolume, 5, "grid", "EUR", "UTC"),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 6, "grid", "EUR", "UTC"),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "net", "EUR", "UTC"),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "CHF", "UTC"),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "CET"),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 1, 0, 0, "tax", 3, 4),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 1, 0, "tax", 3, 4),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 0, 1, "tax", 3, 4),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 0, 0, "tax", 3, 4),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 0, 0, "duty", 3, 4),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 0, 0, "tax", 2, 4),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 0, 0, "tax", 3, 5))) {
            hashes.add(next(new BookEntry.PeriodOpened(AT, terms)));
        }
        assertAllDiffer(hashes);
    }

    @Test
    void theOrderOfEntriesIsBound() {
        BookEntry one = new BookEntry.GateClosed(AT);
        BookEntry other = new BookEntry.RequoteClosed(AT);
        BookChain chain = new BookChain(new Sha256());
        assertThat(chain.next(chain.next(BookChain.start(), one), other))
                .isNotEqualTo(chain.next(chain.next(BookChain.start(), other), one));
    }

    @Test
    void goesOnOnlyFromAValueOfTheChain() {
        assertThatThrownBy(() -> new BookChain(new Sha256()).next(new byte[31], new BookEntry.GateClosed(AT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31");
    }

    private static void assertAllDiffer(List<byte[]> hashes) {
        assertThat(hashes.stream().map(HexFormat.of()::formatHex)).doesNotHaveDuplicates();
    }
}
