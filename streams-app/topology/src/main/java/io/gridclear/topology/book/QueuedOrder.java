package io.gridclear.topology.book;

import io.gridclear.market.auction.LeftoverQueue;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.settlement.ConnectedOrder;
import io.gridclear.market.settlement.OrderRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An order as it waits in its queue; price and position stand in the key.
 *
 * @param quantityWh energy, Wh, &gt; 0
 * @param limitPrice worst acceptable price, or {@link OrderRequest#NO_LIMIT}
 * @param revisedPrice the owner's price for stage 2, or {@link LeftoverQueue#NOT_REVISED}
 * @param ref names the order and its owner
 * @param bus bus that its usage point hangs on; empty = not said
 */
record QueuedOrder(long quantityWh, long limitPrice, long revisedPrice, OrderRef ref, String bus) {

    /** Three longs, four 2-byte lengths. */
    private static final int FIXED_LENGTH = 3 * 8 + 4 * 2;

    byte[] toBytes() {
        byte[] orderId = ref.orderId().getBytes(StandardCharsets.UTF_8);
        byte[] usagePoint = ref.usagePoint().getBytes(StandardCharsets.UTF_8);
        byte[] participant = ref.participant().getBytes(StandardCharsets.UTF_8);
        byte[] busId = bus.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(
                        FIXED_LENGTH + orderId.length + usagePoint.length + participant.length + busId.length)
                .putLong(quantityWh)
                .putLong(limitPrice)
                .putLong(revisedPrice);
        put(buffer, orderId);
        put(buffer, usagePoint);
        put(buffer, participant);
        put(buffer, busId);
        return buffer.array();
    }

    private static void put(ByteBuffer buffer, byte[] text) {
        buffer.putShort((short) text.length).put(text);
    }

    static QueuedOrder of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new QueuedOrder(
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                new OrderRef(text(buffer), text(buffer), text(buffer)),
                text(buffer));
    }

    private static String text(ByteBuffer buffer) {
        byte[] text = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Energy alone, without making an order of the bytes. */
    static long quantityWh(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong(0);
    }

    /** Limit alone. */
    static long limitPrice(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong(8);
    }

    /** Revised price alone. */
    static long revisedPrice(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong(16);
    }

    /** The order and where it hangs. */
    ConnectedOrder connected() {
        return new ConnectedOrder(ref, bus);
    }

    /** The order with the owner's price for stage 2. */
    QueuedOrder revised(long price) {
        return new QueuedOrder(quantityWh, limitPrice, price, ref, bus);
    }
}
