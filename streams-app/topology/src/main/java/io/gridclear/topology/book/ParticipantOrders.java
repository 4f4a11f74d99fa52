package io.gridclear.topology.book;

import io.gridclear.market.order.ParticipantStance;
import io.gridclear.market.order.Side;
import io.gridclear.market.order.StandingOrder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One participant's orders in one period: the stance, and the standing revisions of its first few orders. Most
 * participants have one order, so that one read and one write serve a bid; the orders of one that has many go to entries
 * of their own, so that no value grows without bound. Single-threaded.
 */
final class ParticipantOrders {

    /** Orders kept in the participant's own value: about 1 KB at the usual length of ids. */
    static final int MOST_INLINE = 8;

    private static final int STANDING_LENGTH = 1 + 6 * 8;

    record Entry(String usagePoint, String orderId, StandingOrder standing) {}

    private final Bytes key;
    private ParticipantStance stance = ParticipantStance.NONE;
    private final List<Entry> inline = new ArrayList<>(1);

    private ParticipantOrders(Bytes key) {
        this.key = key;
    }

    static ParticipantOrders of(Bytes key, byte @Nullable [] bytes) {
        ParticipantOrders orders = new ParticipantOrders(key);
        if (bytes != null) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int side = buffer.get();
            long live = buffer.getLong();
            orders.stance = side == 0 ? ParticipantStance.NONE : new ParticipantStance(Side.ofCode(side), live);
            for (int left = buffer.get(); left > 0; left--) {
                orders.inline.add(new Entry(text(buffer), text(buffer), standing(buffer)));
            }
        }
        return orders;
    }

    byte[] toBytes() {
        int length = 1 + 8 + 1;
        List<byte[]> names = new ArrayList<>(inline.size() * 2);
        for (Entry entry : inline) {
            byte[] usagePoint = entry.usagePoint().getBytes(StandardCharsets.UTF_8);
            byte[] orderId = entry.orderId().getBytes(StandardCharsets.UTF_8);
            names.add(usagePoint);
            names.add(orderId);
            length += 2 + usagePoint.length + 2 + orderId.length + STANDING_LENGTH;
        }
        Side side = stance.side();
        ByteBuffer buffer = ByteBuffer.allocate(length)
                .put((byte) (side == null ? 0 : side.code()))
                .putLong(stance.liveOrders())
                .put((byte) inline.size());
        for (int i = 0; i < inline.size(); i++) {
            put(buffer, names.get(2 * i));
            put(buffer, names.get(2 * i + 1));
            put(buffer, inline.get(i).standing());
        }
        return buffer.array();
    }

    /** Where the store keeps them. */
    Bytes key() {
        return key;
    }

    ParticipantStance stance() {
        return stance;
    }

    void stance(ParticipantStance changed) {
        stance = changed;
    }

    @Nullable
    StandingOrder standing(String usagePoint, String orderId) {
        int index = indexOf(usagePoint, orderId);
        return index < 0 ? null : inline.get(index).standing();
    }

    /** Keeps an order here, if it is here already or there is room; otherwise it needs an entry of its own. */
    boolean keep(String usagePoint, String orderId, StandingOrder standing) {
        int index = indexOf(usagePoint, orderId);
        if (index >= 0) {
            inline.set(index, new Entry(usagePoint, orderId, standing));
            return true;
        }
        if (inline.size() == MOST_INLINE) {
            return false;
        }
        inline.add(new Entry(usagePoint, orderId, standing));
        return true;
    }

    boolean isFull() {
        return inline.size() == MOST_INLINE;
    }

    private int indexOf(String usagePoint, String orderId) {
        for (int i = 0; i < inline.size(); i++) {
            Entry entry = inline.get(i);
            if (entry.orderId().equals(orderId) && entry.usagePoint().equals(usagePoint)) {
                return i;
            }
        }
        return -1;
    }

    static byte[] toBytes(StandingOrder standing) {
        ByteBuffer buffer = ByteBuffer.allocate(STANDING_LENGTH);
        put(buffer, standing);
        return buffer.array();
    }

    static StandingOrder standing(ByteBuffer buffer) {
        return new StandingOrder(
                Side.ofCode(buffer.get()),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong());
    }

    private static void put(ByteBuffer buffer, StandingOrder standing) {
        buffer.put((byte) standing.side().code())
                .putLong(standing.revision())
                .putLong(standing.quantityWh())
                .putLong(standing.price())
                .putLong(standing.limitPrice())
                .putLong(standing.position())
                .putLong(standing.contentHash());
    }

    private static void put(ByteBuffer buffer, byte[] text) {
        buffer.putShort((short) text.length).put(text);
    }

    private static String text(ByteBuffer buffer) {
        byte[] text = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
