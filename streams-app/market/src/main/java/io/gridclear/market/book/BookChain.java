package io.gridclear.market.book;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.rules.MarketTerms;

/**
 * Hash chain over the entries of one area and period: h(0) = 32 zero bytes, h(i+1) = SHA-256(h(i) || canonical bytes of
 * entry i). It commits to every entry and their order, and can go on from its last value. Single-threaded.
 */
public final class BookChain {

    private static final String DOMAIN = "gridclear.book-entry.v1";

    private final CanonicalWriter writer = new CanonicalWriter();
    private final Sha256 sha256;

    public BookChain(Sha256 sha256) {
        this.sha256 = sha256;
    }

    /** h(0). */
    public static byte[] start() {
        return new byte[Sha256.LENGTH];
    }

    /**
     * h(i+1) from h(i) and entry i.
     *
     * @throws IllegalArgumentException if the last value is not 32 bytes, or a text of the entry has no canonical bytes
     */
    public byte[] next(byte[] last, BookEntry entry) {
        if (last.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("a value of the chain has 32 bytes, not " + last.length);
        }
        BookEntry.Position at = entry.position();
        writer.start(DOMAIN)
                .raw(last)
                .string(at.area())
                .int64(at.periodStart())
                .int64(at.sequence())
                .int64(at.recordedAt());
        if (entry instanceof BookEntry.PeriodOpened opened) {
            write(opened.terms());
        } else if (entry instanceof BookEntry.OrderEntered entered) {
            write(2, entered.order());
        } else if (entry instanceof BookEntry.GateClosed) {
            writer.int8(3);
        } else if (entry instanceof BookEntry.OrderRequoted requoted) {
            write(4, requoted.order());
        } else {
            writer.int8(5);
        }
        return writer.hash(sha256);
    }

    private void write(MarketTerms terms) {
        writer.int8(1)
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
                        })
                .int64(terms.maxOrderWh())
                .string(terms.gridParticipant())
                .string(terms.currency())
                .string(terms.timeZone());
    }

    private void write(int kind, BookOrder order) {
        writer.int8(kind)
                .string(order.orderId())
                .int64(order.revision())
                .string(order.usagePoint())
                .string(order.participant())
                .int8(order.side().code())
                .int64(order.quantityWh())
                .int64(order.price())
                .int64(order.limitPrice())
                .int64(order.createdAt())
                .bytes(order.signature())
                .int32(order.sourcePartition())
                .int64(order.sourceOffset());
    }
}
