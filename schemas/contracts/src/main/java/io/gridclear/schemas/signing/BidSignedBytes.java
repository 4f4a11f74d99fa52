package io.gridclear.schemas.signing;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.Side;

/**
 * What a meter signs of a bid, independent of Avro, so that a schema's evolution never breaks a signature. In order:
 * the tag {@code gridclear.bid.v1} and a line feed; usagePointMrid and orderId, each as length (4 bytes) and UTF-8;
 * revision (8); side (1 byte: 1 SELL, 2 BUY, 0 otherwise); periodStart in epoch milliseconds (8); quantityWh (8); price
 * (8); one byte 0, or 1 and limitPrice (8); createdAt in epoch milliseconds (8). All numbers big-endian and signed.
 */
public final class BidSignedBytes {

    private static final String DOMAIN = "gridclear.bid.v1";

    private BidSignedBytes() {}

    /** The bytes to sign or to check; the bid's own signature is not part of them. */
    public static byte[] of(Bid bid) {
        return new CanonicalBytes(DOMAIN)
                .text(bid.getUsagePointMrid())
                .text(bid.getOrderId())
                .number(bid.getRevision())
                .code(code(bid.getSide()))
                .instant(bid.getPeriodStart())
                .number(bid.getQuantityWh())
                .number(bid.getPrice())
                .optional(bid.getLimitPrice())
                .instant(bid.getCreatedAt())
                .toBytes();
    }

    private static int code(Side side) {
        return switch (side) {
            case SELL -> 1;
            case BUY -> 2;
            case UNSPECIFIED -> 0;
        };
    }
}
