package io.gridclear.market.book;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import java.util.Arrays;

/**
 * An order as it stands in the log.
 *
 * @param orderId the order's id
 * @param revision revision that was accepted
 * @param usagePoint usage point
 * @param participant owner of the usage point
 * @param bus bus of the area's feeder that the usage point hangs on, as it was registered; empty = not said
 * @param side side of the market
 * @param quantityWh energy, Wh; 0 = cancellation
 * @param price the quote, micro-currency per kWh
 * @param limitPrice worst acceptable price, or {@link OrderRequest#NO_LIMIT}
 * @param createdAt the sender's clock, epoch ms; signed, used by no rule
 * @param signature signature as it came, 64 bytes, or empty; not copied, never written to
 * @param sourcePartition partition of the bids topic, or -1
 * @param sourceOffset offset in that partition, or -1
 */
@SuppressWarnings("ArrayRecordComponent") // equality over the signature's bytes is defined below
public record BookOrder(
        String orderId,
        long revision,
        String usagePoint,
        String participant,
        String bus,
        Side side,
        long quantityWh,
        long price,
        long limitPrice,
        long createdAt,
        byte[] signature,
        int sourcePartition,
        long sourceOffset) {

    /** What this entry asked of the book. */
    public OrderRequest request(long periodStart) {
        return new OrderRequest(
                usagePoint,
                participant,
                orderId,
                revision,
                side,
                periodStart,
                quantityWh,
                price,
                limitPrice,
                contentHash());
    }

    /** 64-bit hash of what the sender signed beyond names and revision, signature included. */
    public long contentHash() {
        long hash = side.code();
        for (long value : new long[] {quantityWh, price, limitPrice, createdAt}) {
            hash = mix(hash ^ value);
        }
        for (int i = 0; i < signature.length; i++) {
            hash = hash * 0x100000001b3L ^ signature[i];
        }
        return mix(hash);
    }

    /** Finaliser of SplitMix64: spreads every input bit over the whole word. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BookOrder o
                && orderId.equals(o.orderId)
                && revision == o.revision
                && usagePoint.equals(o.usagePoint)
                && participant.equals(o.participant)
                && bus.equals(o.bus)
                && side == o.side
                && quantityWh == o.quantityWh
                && price == o.price
                && limitPrice == o.limitPrice
                && createdAt == o.createdAt
                && Arrays.equals(signature, o.signature)
                && sourcePartition == o.sourcePartition
                && sourceOffset == o.sourceOffset;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(contentHash()) * 31 + orderId.hashCode();
    }
}
