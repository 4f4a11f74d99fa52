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
                        "b07204f0fbe8ddd68503014d0c3017a590ed4624134bf7d3a962ea1f7318d265",
                        "273fa445a2b24621b3280286740e03bacbee4e19ffb81ee6354f4f162df42b2b",
                        "43fdaca061086bcae1412b78f5ce715d829b526a938fec30a40b64888a0abe33",
                        "44cb6738d89439b15438afdd8cc921976001f9fe66cdc9388140282afd42a9e0",
                        "24a66f97388603545f2ef460ac6b642f81de8d2cc69a4a09e161ba47a26eb845",
                        "9cf89829d2481a87a6debad72e27cc4e0566ca6950927a9af4ccadb2dc526cfd");
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
                sell("s-1", "anna").bus("4"),
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
        ReferencePriceRule anchored = ReferencePriceRule.ANCHORED;
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
                new MarketTerms(9, 8, 7, 2, 40, 60, anchored, 5, "grid", "EUR", "UTC"),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 6, "grid", "EUR", "UTC"),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "net", "EUR", "UTC"),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "CHF", "UTC"),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "CET"),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 1, 0, 0, "tax", 3, 4, ""),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 1, 0, "tax", 3, 4, ""),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 0, 1, "tax", 3, 4, ""),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 0, 0, "tax", 3, 4, ""),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 0, 0, "duty", 3, 4, ""),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 0, 0, "tax", 2, 4, ""),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC", 0, 0, 0, "tax", 3, 5, ""),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC").withFeeder("0a".repeat(32)),
                new MarketTerms(9, 8, 7, 2, 40, 60, mean, 5, "grid", "EUR", "UTC").withFeeder("0b".repeat(32)))) {
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
