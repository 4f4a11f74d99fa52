package io.gridclear.market.settlement;

import io.gridclear.market.canonical.CanonicalWriter;

/**
 * A deal with its place in the clearing.
 *
 * @param area the area
 * @param periodStart start of delivery, epoch ms
 * @param sequence position within the clearing, from 0
 * @param stage 1 or 2
 * @param sell the seller's order
 * @param buy the buyer's order
 * @param quantityWh energy, Wh, &gt; 0
 * @param price micro-currency per kWh = nano-currency per Wh
 */
public record Trade(
        String area,
        long periodStart,
        long sequence,
        int stage,
        OrderRef sell,
        OrderRef buy,
        long quantityWh,
        long price) {

    /** area/periodStart/sequence. */
    public String tradeId() {
        return area + "/" + periodStart + "/" + sequence;
    }

    /** price x energy, nano-currency, exact. */
    public long amountNano() {
        return Math.multiplyExact(price, quantityWh);
    }

    /** Starts a message with this trade's canonical bytes. */
    public CanonicalWriter write(CanonicalWriter writer) {
        return writer.start("gridclear.trade.v1")
                .string(area)
                .int64(periodStart)
                .int64(sequence)
                .int8(stage)
                .string(sell.orderId())
                .string(sell.usagePoint())
                .string(sell.participant())
                .string(buy.orderId())
                .string(buy.usagePoint())
                .string(buy.participant())
                .int64(quantityWh)
                .int64(price);
    }
}
