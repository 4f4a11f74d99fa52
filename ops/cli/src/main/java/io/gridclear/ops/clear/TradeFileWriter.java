package io.gridclear.ops.clear;

import io.gridclear.market.auction.TwoStageAuction;
import java.nio.charset.StandardCharsets;

/** Writes trades as rows; the trades of a book come in sequence. */
final class TradeFileWriter implements TwoStageAuction.TradeSink {

    static final String HEADER =
            "area,period_start,sequence,stage,sell_order_id,buy_order_id,quantity_wh,price,amount_nano";

    private final OrderKeys keys;
    private final int[] ordersByBook;
    private final ByteOutput output;
    private byte[] prefix = new byte[0];
    private int firstOrder;
    private long sequence;

    /**
     * Writes the header.
     *
     * @param ordersByBook {@link OrderKeys#ordersByBook}
     */
    TradeFileWriter(OrderKeys keys, int[] ordersByBook, ByteOutput output) {
        this.keys = keys;
        this.ordersByBook = ordersByBook;
        this.output = output;
        output.bytes((HEADER + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Turns to the next book.
     *
     * @param firstOrderOfBook where its orders begin; the order of ordinal n stands n further
     */
    void begin(int book, int firstOrderOfBook) {
        firstOrder = firstOrderOfBook;
        sequence = 0;
        prefix = (keys.area(book) + "," + keys.periodStart(book) + ",").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void onTrade(int stage, int sellOrdinal, int buyOrdinal, long quantityWh, long price) {
        output.bytes(prefix);
        output.number(sequence++);
        output.character(',');
        output.number(stage);
        output.character(',');
        keys.writeOrderId(ordersByBook[firstOrder + sellOrdinal], output);
        output.character(',');
        keys.writeOrderId(ordersByBook[firstOrder + buyOrdinal], output);
        output.character(',');
        output.number(quantityWh);
        output.character(',');
        output.number(price);
        output.character(',');
        output.number(Math.multiplyExact(quantityWh, price));
        output.character('\n');
    }
}
