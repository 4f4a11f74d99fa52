package io.gridclear.market.book;

import static io.gridclear.market.book.OrderDraft.buy;
import static io.gridclear.market.book.OrderDraft.sell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalReader.MalformedBytes;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries there and back, and bytes that are no entry's. */
class BookEntryCodecTest {

    private static final long SEED = 5_412;
    private static final BookEntry.Position AT = new BookEntry.Position("f", 1, 2, 3);

    private static List<BookEntry> log() {
        return LogDraft.open(new MarketTerms(
                        9, 8, 7, 2, 40, 60, ReferencePriceRule.VOLUME_WEIGHTED, 5, "grid", "EUR", "Europe/Vienna"))
                .add(new BookEntry.PeriodOpened(AT, MarketTerms.ofPrices(2, 40, 60, ReferencePriceRule.ANCHORED)))
                .add(new BookEntry.PeriodOpened(AT, LogDraft.CHARGED.withFeeder("5f".repeat(32))))
                .enter(
                        sell("s-1", "anna").limit(480_000).signature((byte) 1, (byte) -2),
                        buy("b-1", "Zoë")
                                .bus("18")
                                .revision(Long.MAX_VALUE)
                                .wh(0)
                                .source(-1, -1),
                        buy("", "").price(Long.MIN_VALUE).createdAt(-1).signature(new byte[64]))
                .gate()
                .requote(sell("s-1", "anna").price(500_000).revision(1))
                .close()
                .entries();
    }

    @Test
    void bytesOfAFixedEntry() {
        BookEntry entry = new BookEntry.OrderEntered(
                AT,
                sell("s", "a")
                        .wh(4)
                        .price(6)
                        .createdAt(7)
                        .bus("33")
                        .signature((byte) 9)
                        .source(3, 8)
                        .order());
        assertThat(HexFormat.of().formatHex(BookEntryCodec.encode(entry)))
                .isEqualTo("00000001" + "66" + "0000000000000001" + "0000000000000002" + "0000000000000003" + "02"
                        + "00000001" + "73" + "0000000000000000" + "00000004" + "75702d61" + "00000001" + "61"
                        + "00000002" + "3333" + "01"
                        + "0000000000000004" + "0000000000000006" + "ffffffffffffffff" + "0000000000000007"
                        + "00000001" + "09" + "00000003" + "0000000000000008");
    }

    @Test
    void everyKindComesBack() {
        for (BookEntry entry : log()) {
            byte[] bytes = BookEntryCodec.encode(entry);
            assertThat(BookEntryCodec.decode(bytes)).isEqualTo(entry);
            assertThat(BookEntryCodec.encode(BookEntryCodec.decode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void entriesMayFollowOneAnother() {
        CanonicalWriter writer = new CanonicalWriter().start("batch");
        log().forEach(entry -> BookEntryCodec.write(writer, entry));
        CanonicalReader reader = new CanonicalReader(writer.toBytes()).start("batch");
        List<BookEntry> read = new ArrayList<>();
        while (reader.remaining() > 0) {
            read.add(BookEntryCodec.read(reader));
        }
        assertThat(read).isEqualTo(log());
    }

    @Test
    void theChainHashesTheseBytesAfterItsLastValue() {
        byte[] last = BookChain.start();
        for (BookEntry entry : log()) {
            byte[] expected = new CanonicalWriter()
                    .start("gridclear.book-entry.v1")
                    .raw(last)
                    .raw(BookEntryCodec.encode(entry))
                    .hash(new Sha256());
            last = new BookChain(new Sha256()).next(last, entry);
            assertThat(last).isEqualTo(expected);
        }
    }

    @Test
    void anEntryThatIsCutOffAnywhereIsRefused() {
        for (BookEntry entry : log()) {
            byte[] bytes = BookEntryCodec.encode(entry);
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> BookEntryCodec.decode(cut))
                        .as("%d of %d bytes of %s", length, bytes.length, entry)
                        .isInstanceOf(MalformedBytes.class);
            }
        }
    }

    @Test
    void whatFollowsAnEntryIsRefused() {
        for (BookEntry entry : log()) {
            byte[] bytes = BookEntryCodec.encode(entry);
            assertThatThrownBy(() -> BookEntryCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                    .isInstanceOf(MalformedBytes.class)
                    .hasMessage("byte " + bytes.length + ": 1 bytes follow the end of the message");
        }
    }

    /** Whatever the bytes: they are refused with the one error, or they are what the entry that was read is written as. */
    @Test
    void noTwoSequencesOfBytesAreOneEntry() {
        SplittableRandom random = new SplittableRandom(SEED);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            List<BookEntry> log = log();
            byte[] bytes = BookEntryCodec.encode(log.get(random.nextInt(log.size())));
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            BookEntry entry;
            try {
                entry = BookEntryCodec.decode(bytes);
            } catch (MalformedBytes e) {
                refused++;
                continue;
            }
            read++;
            assertThat(BookEntryCodec.encode(entry))
                    .as("seed %d, turn %d", SEED, i)
                    .isEqualTo(bytes);
        }
        assertThat(read).isGreaterThan(5_000);
        assertThat(refused).isGreaterThan(2_000);
    }

    private static CanonicalWriter at() {
        return new CanonicalWriter().string("f").int64(1).int64(2).int64(3);
    }

    private static CanonicalWriter terms(int version, long tick, int rule) {
        return at().int8(1)
                .int32(version)
                .int64(9)
                .int64(8)
                .int64(7)
                .int64(tick)
                .int64(40)
                .int64(60)
                .int8(rule)
                .int64(5);
    }

    private static CanonicalWriter order(int side, int signatureBytes) {
        return at().int8(2)
                .string("o")
                .int64(0)
                .string("u")
                .string("p")
                .string("bus")
                .int8(side)
                .int64(1)
                .int64(1)
                .int64(1)
                .int64(1)
                .bytes(new byte[signatureBytes])
                .int32(0)
                .int64(0);
    }

    static List<Arguments> refusals() {
        String longest = "x".repeat(BookEntryCodec.MAX_TEXT_BYTES);
        return List.of(
                Arguments.of(at().int8(0), "no entry is of the kind 0"),
                Arguments.of(at().int8(6), "no entry is of the kind 6"),
                Arguments.of(at().int8(255), "no entry is of the kind 255"),
                Arguments.of(new CanonicalWriter().string(longest + "x"), "a length of 1025 is not within 0..1024"),
                Arguments.of(at().int8(2).string(longest + "x"), "a length of 1025 is not within 0..1024"),
                Arguments.of(order(0, 64), "no side has the code 0"),
                Arguments.of(order(3, 64), "no side has the code 3"),
                Arguments.of(order(1, 1_025), "a length of 1025 is not within 0..1024"),
                Arguments.of(terms(2, 2, 1), "rule version 2, this kernel has 1"),
                Arguments.of(terms(1, 2, 0), "no reference-price rule has the code 0"),
                Arguments.of(terms(1, 2, 4), "no reference-price rule has the code 4"),
                Arguments.of(rest(terms(1, 3, 1), "grid", 40, 0), "tick must be even and > 0, is 3"),
                Arguments.of(rest(terms(1, 2, 1), "", 40, 0), "gridParticipant must not be empty"),
                Arguments.of(
                        rest(terms(1, 2, 1), "grid", 41, 0),
                        "imbalanceSpread must be at most feedInTariff (40), is 41"),
                Arguments.of(
                        rest(terms(1, 2, 1), "grid", 40, 31),
                        "feeder must be empty or the 64 hexadecimal digits of a SHA-256, is " + "00".repeat(31)),
                Arguments.of(rest(terms(1, 2, 1), "grid", 40, 33), "a length of 33 is not within 0..32"));
    }

    private static CanonicalWriter rest(CanonicalWriter terms, String grid, long spread, int feederBytes) {
        return terms.string(grid)
                .string("EUR")
                .string("UTC")
                .int64(0)
                .int64(spread)
                .int64(0)
                .string("tax")
                .int64(0)
                .int64(0)
                .bytes(new byte[feederBytes]);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void refusesWhatNoBookWrote(CanonicalWriter bytes, String says) {
        assertThatThrownBy(() -> BookEntryCodec.decode(bytes.toBytes()))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageStartingWith("byte ")
                .hasMessageEndingWith(says);
    }

    @Test
    void readsTheLongestTextAndSignature() {
        String longest = "x".repeat(BookEntryCodec.MAX_TEXT_BYTES);
        BookEntry entry = new BookEntry.OrderEntered(
                new BookEntry.Position(longest, 0, 0, 0),
                sell(longest, longest)
                        .at(longest)
                        .signature(new byte[BookEntryCodec.MAX_SIGNATURE_BYTES])
                        .order());
        assertThat(BookEntryCodec.decode(BookEntryCodec.encode(entry))).isEqualTo(entry);
    }
}
