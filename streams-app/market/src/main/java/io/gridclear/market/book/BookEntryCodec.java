package io.gridclear.market.book;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.util.HexFormat;

/**
 * Canonical bytes of an entry: what {@link BookChain} hashes after the value before it. One entry, one encoding: what is
 * read and written again comes out to the byte, and every other sequence of bytes is refused. The bytes say where they
 * end, so that entries may follow one another in a larger message.
 *
 * <p>Layout ({@link CanonicalWriter}): area text, period start 8, sequence 8, recorded at 8, kind 1; then by kind:
 *
 * <ul>
 *   <li>1, period opened: rule version 4, period 8, gate closure 8, re-quote window 8, tick 8, feed-in tariff 8, retail
 *       tariff 8, reference-price rule 1 (1 mean, 2 by volume), largest order 8, grid participant text, currency text, time
 *       zone text, grid fee 8, imbalance spread 8, energy tax 8, tax participant text, metering grace 8, correction horizon
 *       8, digest of the feeder bytes (32, or none);
 *   <li>2, order entered, and 4, order re-quoted: order id text, revision 8, usage point text, participant text, bus text, side 1,
 *       quantity 8, price 8, limit 8 (-1: none), created at 8, signature bytes, source partition 4, source offset 8;
 *   <li>3, gate closed, and 5, re-quote window closed: nothing.
 * </ul>
 */
public final class BookEntryCodec {

    /** Longest text that is read, bytes: an id has 128 at most, and the longest name of a time zone a few dozen. */
    public static final int MAX_TEXT_BYTES = 1_024;

    /** Longest signature that is read, bytes: Ed25519 has 64. */
    public static final int MAX_SIGNATURE_BYTES = 1_024;

    private static final int OPENED = 1;
    private static final int ENTERED = 2;
    private static final int GATE_CLOSED = 3;
    private static final int REQUOTED = 4;
    private static final int REQUOTE_CLOSED = 5;

    private BookEntryCodec() {}

    /** The bytes of an entry, alone. */
    public static byte[] encode(BookEntry entry) {
        return write(new CanonicalWriter(), entry).toBytes();
    }

    /**
     * The entry with these bytes.
     *
     * @throws CanonicalReader.MalformedBytes if they are not exactly the bytes of an entry under this rule version
     */
    public static BookEntry decode(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes);
        BookEntry entry = read(reader);
        reader.end();
        return entry;
    }

    /**
     * Appends the bytes of an entry.
     *
     * @throws IllegalArgumentException if a text of the entry has no canonical bytes
     */
    public static CanonicalWriter write(CanonicalWriter writer, BookEntry entry) {
        BookEntry.Position at = entry.position();
        writer.string(at.area()).int64(at.periodStart()).int64(at.sequence()).int64(at.recordedAt());
        if (entry instanceof BookEntry.PeriodOpened opened) {
            return write(writer, opened.terms());
        } else if (entry instanceof BookEntry.OrderEntered entered) {
            return write(writer.int8(ENTERED), entered.order());
        } else if (entry instanceof BookEntry.GateClosed) {
            return writer.int8(GATE_CLOSED);
        } else if (entry instanceof BookEntry.OrderRequoted requoted) {
            return write(writer.int8(REQUOTED), requoted.order());
        }
        return writer.int8(REQUOTE_CLOSED);
    }

    /**
     * Reads one entry and leaves what follows it. Whether the entry may stand in its log is for the replay to say.
     *
     * @throws CanonicalReader.MalformedBytes if no entry under this rule version begins here
     */
    public static BookEntry read(CanonicalReader reader) {
        BookEntry.Position at =
                new BookEntry.Position(reader.string(MAX_TEXT_BYTES), reader.int64(), reader.int64(), reader.int64());
        int kind = reader.int8();
        return switch (kind) {
            case OPENED -> new BookEntry.PeriodOpened(at, readTerms(reader));
            case ENTERED -> new BookEntry.OrderEntered(at, readOrder(reader));
            case GATE_CLOSED -> new BookEntry.GateClosed(at);
            case REQUOTED -> new BookEntry.OrderRequoted(at, readOrder(reader));
            case REQUOTE_CLOSED -> new BookEntry.RequoteClosed(at);
            default -> throw reader.refuse("no entry is of the kind " + kind);
        };
    }

    private static CanonicalWriter write(CanonicalWriter writer, MarketTerms terms) {
        return writer.int8(OPENED)
                .int32(MarketTerms.RULE_VERSION)
                .int64(terms.periodMs())
                .int64(terms.gateClosureMs())
                .int64(terms.requoteWindowMs())
                .int64(terms.tick())
                .int64(terms.feedInTariff())
                .int64(terms.retailTariff())
                .int8(
                        switch (terms.referencePriceRule()) {
                            case MEAN -> 1;
                            case VOLUME_WEIGHTED -> 2;
                            case ANCHORED -> 3;
                        })
                .int64(terms.maxOrderWh())
                .string(terms.gridParticipant())
                .string(terms.currency())
                .string(terms.timeZone())
                .int64(terms.gridFee())
                .int64(terms.imbalanceSpread())
                .int64(terms.energyTax())
                .string(terms.taxParticipant())
                .int64(terms.meteringGraceMs())
                .int64(terms.correctionHorizonMs())
                .bytes(terms.feederBytes());
    }

    private static MarketTerms readTerms(CanonicalReader reader) {
        int version = reader.int32();
        if (version != MarketTerms.RULE_VERSION) {
            throw reader.refuse("rule version " + version + ", this kernel has " + MarketTerms.RULE_VERSION);
        }
        try {
            return new MarketTerms(
                    reader.int64(),
                    reader.int64(),
                    reader.int64(),
                    reader.int64(),
                    reader.int64(),
                    reader.int64(),
                    readRule(reader),
                    reader.int64(),
                    reader.string(MAX_TEXT_BYTES),
                    reader.string(MAX_TEXT_BYTES),
                    reader.string(MAX_TEXT_BYTES),
                    reader.int64(),
                    reader.int64(),
                    reader.int64(),
                    reader.string(MAX_TEXT_BYTES),
                    reader.int64(),
                    reader.int64(),
                    HexFormat.of().formatHex(reader.bytes(Sha256.LENGTH)));
        } catch (CanonicalReader.MalformedBytes e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw reader.refuse(e);
        }
    }

    private static ReferencePriceRule readRule(CanonicalReader reader) {
        int code = reader.int8();
        return switch (code) {
            case 1 -> ReferencePriceRule.MEAN;
            case 2 -> ReferencePriceRule.VOLUME_WEIGHTED;
            case 3 -> ReferencePriceRule.ANCHORED;
            default -> throw reader.refuse("no reference-price rule has the code " + code);
        };
    }

    private static CanonicalWriter write(CanonicalWriter writer, BookOrder order) {
        return writer.string(order.orderId())
                .int64(order.revision())
                .string(order.usagePoint())
                .string(order.participant())
                .string(order.bus())
                .int8(order.side().code())
                .int64(order.quantityWh())
                .int64(order.price())
                .int64(order.limitPrice())
                .int64(order.createdAt())
                .bytes(order.signature())
                .int32(order.sourcePartition())
                .int64(order.sourceOffset());
    }

    private static BookOrder readOrder(CanonicalReader reader) {
        return new BookOrder(
                reader.string(MAX_TEXT_BYTES),
                reader.int64(),
                reader.string(MAX_TEXT_BYTES),
                reader.string(MAX_TEXT_BYTES),
                reader.string(MAX_TEXT_BYTES),
                readSide(reader),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.bytes(MAX_SIGNATURE_BYTES),
                reader.int32(),
                reader.int64());
    }

    private static Side readSide(CanonicalReader reader) {
        int code = reader.int8();
        try {
            return Side.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw reader.refuse(e);
        }
    }
}
