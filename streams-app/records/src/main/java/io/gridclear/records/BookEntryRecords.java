package io.gridclear.records;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookOrder;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BookEntryKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Entries of the book, as kernel value and as record. */
public final class BookEntryRecords {

    /** The one value that a bid's limit price cannot have. */
    public static final long NO_PRICE = Long.MIN_VALUE;

    private BookEntryRecords() {}

    /** The record of an entry. */
    public static io.gridclear.schemas.avro.BookEntry toRecord(BookEntry entry) {
        if (entry instanceof BookEntry.PeriodOpened opened) {
            return record(entry, BookEntryKind.PERIOD_OPENED, opened.terms(), null);
        } else if (entry instanceof BookEntry.OrderEntered entered) {
            return record(entry, BookEntryKind.ORDER, null, entered.order());
        } else if (entry instanceof BookEntry.GateClosed) {
            return record(entry, BookEntryKind.GATE_CLOSED, null, null);
        } else if (entry instanceof BookEntry.OrderRequoted requoted) {
            return record(entry, BookEntryKind.REQUOTE, null, requoted.order());
        }
        return record(entry, BookEntryKind.REQUOTE_CLOSED, null, null);
    }

    private static io.gridclear.schemas.avro.BookEntry record(
            BookEntry entry, BookEntryKind kind, @Nullable MarketTerms terms, @Nullable BookOrder order) {
        BookEntry.Position at = entry.position();
        return new io.gridclear.schemas.avro.BookEntry(
                at.area(),
                Instant.ofEpochMilli(at.periodStart()),
                at.sequence(),
                Instant.ofEpochMilli(at.recordedAt()),
                kind,
                terms == null ? null : TermsRecords.toRecord(terms),
                order == null ? null : toRecord(order));
    }

    private static io.gridclear.schemas.avro.BookOrder toRecord(BookOrder order) {
        return new io.gridclear.schemas.avro.BookOrder(
                order.orderId(),
                order.revision(),
                order.usagePoint(),
                order.participant(),
                order.bus(),
                toRecord(order.side()),
                order.quantityWh(),
                order.price(),
                limit(order.limitPrice()),
                Instant.ofEpochMilli(order.createdAt()),
                ByteBuffer.wrap(order.signature()),
                order.sourcePartition(),
                order.sourceOffset());
    }

    /**
     * The entry of a record.
     *
     * @throws IllegalArgumentException if the record is not an entry that this version knows
     */
    public static BookEntry toEntry(io.gridclear.schemas.avro.BookEntry entry) {
        BookEntry.Position at = new BookEntry.Position(
                entry.getAreaMrid(),
                entry.getPeriodStart().toEpochMilli(),
                entry.getSequence(),
                entry.getRecordedAt().toEpochMilli());
        return switch (entry.getKind()) {
            case PERIOD_OPENED ->
                new BookEntry.PeriodOpened(at, TermsRecords.toTerms(present(entry.getTerms(), at, "terms")));
            case ORDER -> new BookEntry.OrderEntered(at, toOrder(present(entry.getOrder(), at, "order")));
            case GATE_CLOSED -> new BookEntry.GateClosed(at);
            case REQUOTE -> new BookEntry.OrderRequoted(at, toOrder(present(entry.getOrder(), at, "order")));
            case REQUOTE_CLOSED -> new BookEntry.RequoteClosed(at);
            case UNSPECIFIED ->
                throw new IllegalArgumentException("entry of a kind that this version does not know: " + at);
        };
    }

    private static <T> T present(@Nullable T value, BookEntry.Position at, String name) {
        if (value == null) {
            throw new IllegalArgumentException("entry without " + name + ": " + at);
        }
        return value;
    }

    private static BookOrder toOrder(io.gridclear.schemas.avro.BookOrder order) {
        return new BookOrder(
                order.getOrderId(),
                order.getRevision(),
                order.getUsagePointMrid(),
                order.getMarketParticipantMrid(),
                order.getBus(),
                toSide(order.getSide()),
                order.getQuantityWh(),
                order.getPrice(),
                limit(order.getLimitPrice()),
                order.getCreatedAt().toEpochMilli(),
                bytes(order.getSignature()),
                order.getSourcePartition(),
                order.getSourceOffset());
    }

    /**
     * The order that a bid asks for.
     *
     * @param participant owner of the usage point
     * @param bus bus that the usage point hangs on; empty = not said
     * @param sourcePartition where the bid stands
     * @param sourceOffset where the bid stands
     * @throws IllegalArgumentException if the bid does not say its side, or its limit price is {@link #NO_PRICE}
     */
    public static BookOrder toOrder(Bid bid, String participant, String bus, int sourcePartition, long sourceOffset) {
        return new BookOrder(
                bid.getOrderId(),
                bid.getRevision(),
                bid.getUsagePointMrid(),
                participant,
                bus,
                toSide(bid.getSide()),
                bid.getQuantityWh(),
                bid.getPrice(),
                limit(bid.getLimitPrice()),
                bid.getCreatedAt().toEpochMilli(),
                bytes(bid.getSignature()),
                sourcePartition,
                sourceOffset);
    }

    /** The record's symbol for a side. */
    public static io.gridclear.schemas.avro.Side toRecord(Side side) {
        return side == Side.SELL ? io.gridclear.schemas.avro.Side.SELL : io.gridclear.schemas.avro.Side.BUY;
    }

    private static Side toSide(io.gridclear.schemas.avro.Side side) {
        return switch (side) {
            case SELL -> Side.SELL;
            case BUY -> Side.BUY;
            case UNSPECIFIED -> throw new IllegalArgumentException("the side is neither SELL nor BUY");
        };
    }

    /**
     * A limit of -1 is out of every band, and must not be taken for an absent one, which the kernel writes -1: it trades
     * places with {@link #NO_PRICE}, so that what a cancellation was signed with comes out of the log as it went in.
     */
    private static long limit(@Nullable Long limitPrice) {
        if (limitPrice == null) {
            return OrderRequest.NO_LIMIT;
        }
        if (limitPrice == NO_PRICE) {
            throw new IllegalArgumentException("limitPrice must not be " + NO_PRICE);
        }
        return limitPrice == OrderRequest.NO_LIMIT ? NO_PRICE : limitPrice;
    }

    private static @Nullable Long limit(long kernelLimit) {
        if (kernelLimit == OrderRequest.NO_LIMIT) {
            return null;
        }
        return kernelLimit == NO_PRICE ? OrderRequest.NO_LIMIT : kernelLimit;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
