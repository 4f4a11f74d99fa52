package io.gridclear.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookOrder;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries of the book there and back: what a reader of the topic replays is what the book wrote. */
class BookEntryRecordsTest {

    private static final BookEntry.Position AT =
            new BookEntry.Position("feeder", 1_800_000_000_000L, 17, 1_799_999_000_123L);

    private static final MarketTerms TERMS = new MarketTerms(
            900_000,
            600_000,
            300_000,
            50 * 2,
            450_000,
            670_000,
            ReferencePriceRule.VOLUME_WEIGHTED,
            123_456,
            "dso",
            "CHF",
            "Europe/Zurich",
            11,
            12,
            13,
            "revenue",
            14,
            15);

    private static BookOrder order(Side side, long limitPrice, byte... signature) {
        return new BookOrder(
                "o-1", 3, "point", "anna", side, 1_500, 520_000, limitPrice, 1_799_998_000_456L, signature, 5, 77);
    }

    static Stream<BookEntry> entries() {
        return Stream.of(
                new BookEntry.PeriodOpened(AT, TERMS),
                new BookEntry.PeriodOpened(AT, MarketTerms.ofPrices(2, 0, 2, ReferencePriceRule.MEAN)),
                new BookEntry.OrderEntered(AT, order(Side.SELL, 480_000, new byte[64])),
                new BookEntry.OrderEntered(AT, order(Side.BUY, OrderRequest.NO_LIMIT)),
                new BookEntry.OrderEntered(AT, order(Side.BUY, 0)),
                new BookEntry.OrderEntered(AT, order(Side.BUY, Long.MAX_VALUE)),
                new BookEntry.OrderEntered(AT, order(Side.BUY, BookEntryRecords.NO_PRICE)),
                new BookEntry.GateClosed(AT),
                new BookEntry.OrderRequoted(AT, order(Side.SELL, 480_000, (byte) 1, (byte) -1)),
                new BookEntry.RequoteClosed(AT));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void thereAndBackThroughTheTopicsBytes(BookEntry entry) {
        ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
        byte[] bytes = serdes.serializer(TopicCatalogue.BOOK).serialize("", BookEntryRecords.toRecord(entry));
        assertThat(BookEntryRecords.toEntry(
                        serdes.deserializer(TopicCatalogue.BOOK).deserialize("", bytes)))
                .isEqualTo(entry);
    }

    @Test
    void fieldsGoWhereTheyBelong() {
        var record = BookEntryRecords.toRecord(new BookEntry.OrderEntered(AT, order(Side.SELL, 480_000, (byte) 9)));
        assertThat(record.getAreaMrid()).isEqualTo("feeder");
        assertThat(record.getPeriodStart()).isEqualTo(Instant.ofEpochMilli(1_800_000_000_000L));
        assertThat(record.getSequence()).isEqualTo(17);
        assertThat(record.getRecordedAt()).isEqualTo(Instant.ofEpochMilli(1_799_999_000_123L));
        assertThat(record.getKind()).isEqualTo(BookEntryKind.ORDER);
        assertThat(record.getTerms()).isNull();
        assertThat(record.getOrder()).satisfies(order -> {
            assertThat(order.getOrderId()).isEqualTo("o-1");
            assertThat(order.getRevision()).isEqualTo(3);
            assertThat(order.getUsagePointMrid()).isEqualTo("point");
            assertThat(order.getMarketParticipantMrid()).isEqualTo("anna");
            assertThat(order.getSide()).isEqualTo(io.gridclear.schemas.avro.Side.SELL);
            assertThat(order.getQuantityWh()).isEqualTo(1_500);
            assertThat(order.getPrice()).isEqualTo(520_000);
            assertThat(order.getLimitPrice()).isEqualTo(480_000);
            assertThat(order.getCreatedAt()).isEqualTo(Instant.ofEpochMilli(1_799_998_000_456L));
            assertThat(order.getSignature()).isEqualTo(ByteBuffer.wrap(new byte[] {9}));
            assertThat(order.getSourcePartition()).isEqualTo(5);
            assertThat(order.getSourceOffset()).isEqualTo(77);
        });
    }

    private static Bid bid(Long limitPrice) {
        return Bid.newBuilder()
                .setUsagePointMrid("point")
                .setOrderId("o-1")
                .setRevision(3)
                .setSide(io.gridclear.schemas.avro.Side.BUY)
                .setPeriodStart(Instant.ofEpochMilli(1_800_000_000_000L))
                .setQuantityWh(1_500)
                .setPrice(520_000)
                .setLimitPrice(limitPrice)
                .setCreatedAt(Instant.ofEpochMilli(1_799_998_000_456L))
                .setSignature(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .build();
    }

    @Test
    void aBidBecomesTheOrderThatItAsksFor() {
        BookOrder order = BookEntryRecords.toOrder(bid(530_000L), "anna", 5, 77);
        assertThat(order)
                .isEqualTo(new BookOrder(
                        "o-1",
                        3,
                        "point",
                        "anna",
                        Side.BUY,
                        1_500,
                        520_000,
                        530_000,
                        1_799_998_000_456L,
                        new byte[] {1, 2, 3},
                        5,
                        77));
        assertThat(BookEntryRecords.toOrder(bid(null), "anna", 5, 77).limitPrice())
                .isEqualTo(OrderRequest.NO_LIMIT);
    }

    /** The kernel writes an absent limit -1: a limit of -1 must stay one, and come out of the log as it was signed. */
    @Test
    void aLimitOfMinusOneIsNoAbsentLimit() {
        BookOrder order = BookEntryRecords.toOrder(bid(-1L), "anna", 5, 77);
        assertThat(order.limitPrice()).isNotEqualTo(OrderRequest.NO_LIMIT).isNegative();
        var record = BookEntryRecords.toRecord(new BookEntry.OrderEntered(AT, order));
        assertThat(record.getOrder().getLimitPrice()).isEqualTo(-1);
        for (long limit : new long[] {-2, 0, 1, Long.MAX_VALUE, Long.MIN_VALUE + 1}) {
            assertThat(BookEntryRecords.toOrder(bid(limit), "anna", 5, 77).limitPrice())
                    .isEqualTo(limit);
        }
    }

    @Test
    void whatIsNoOrderIsRefused() {
        assertThatThrownBy(() -> BookEntryRecords.toOrder(bid(Long.MIN_VALUE), "anna", 5, 77))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limitPrice");
        Bid sideless = bid(null);
        sideless.setSide(io.gridclear.schemas.avro.Side.UNSPECIFIED);
        assertThatThrownBy(() -> BookEntryRecords.toOrder(sideless, "anna", 5, 77))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither SELL nor BUY");
    }

    @Test
    void aBidsSignatureIsReadAndLeftInPlace() {
        Bid bid = bid(null);
        bid.setSignature(ByteBuffer.wrap(new byte[] {0, 1, 2, 3, 4}, 1, 3));
        assertThat(BookEntryRecords.toOrder(bid, "anna", 5, 77).signature()).containsExactly(1, 2, 3);
        assertThat(bid.getSignature().remaining()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(BookEntryKind.class)
    void anEntryWithoutWhatItsKindCarriesIsRefused(BookEntryKind kind) {
        var record = BookEntryRecords.toRecord(new BookEntry.GateClosed(AT));
        record.setKind(kind);
        if (List.of(BookEntryKind.GATE_CLOSED, BookEntryKind.REQUOTE_CLOSED).contains(kind)) {
            assertThat(BookEntryRecords.toEntry(record).position()).isEqualTo(AT);
        } else {
            assertThatThrownBy(() -> BookEntryRecords.toEntry(record))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("feeder");
        }
    }

    @Test
    void randomOrdersComeBackAsTheyWent() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] signature = new byte[random.nextInt(3) * 32];
            random.nextBytes(signature);
            BookOrder order = new BookOrder(
                    "o" + random.nextInt(),
                    random.nextLong(),
                    "u" + random.nextInt(),
                    "p" + random.nextInt(),
                    random.nextBoolean() ? Side.SELL : Side.BUY,
                    random.nextLong(),
                    random.nextLong(),
                    random.nextInt(4) == 0 ? random.nextInt(-3, 3) : random.nextLong(),
                    random.nextLong(),
                    signature,
                    random.nextInt(),
                    random.nextLong());
            BookEntry entry = new BookEntry.OrderEntered(AT, order);
            assertThat(BookEntryRecords.toEntry(BookEntryRecords.toRecord(entry)))
                    .as("seed %d", seed)
                    .isEqualTo(entry);
        }
    }
}
