package io.gridclear.topology.book;

import io.gridclear.market.order.StandingOrder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Who stands where in each open period, and by which revision. One task, single-threaded. */
public final class ParticipantStore {

    /** Name of the store. */
    public static final String NAME = "book-participants";

    private static final byte PARTICIPANT = 'P';
    private static final byte ORDER = 'O';

    private final KeyValueStore<Bytes, byte[]> store;

    public ParticipantStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    ParticipantOrders load(PeriodKey period, String participant) {
        Bytes key = participantKey(period, participant);
        return ParticipantOrders.of(key, store.get(key));
    }

    @Nullable
    StandingOrder standing(
            PeriodKey period, String participant, ParticipantOrders orders, String usagePoint, String orderId) {
        StandingOrder standing = orders.standing(usagePoint, orderId);
        if (standing != null || !orders.isFull()) {
            return standing;
        }
        byte[] apart = store.get(orderKey(period, participant, usagePoint, orderId));
        return apart == null ? null : ParticipantOrders.standing(ByteBuffer.wrap(apart));
    }

    void save(
            PeriodKey period,
            String participant,
            ParticipantOrders orders,
            String usagePoint,
            String orderId,
            StandingOrder standing) {
        if (!orders.keep(usagePoint, orderId, standing)) {
            store.put(orderKey(period, participant, usagePoint, orderId), ParticipantOrders.toBytes(standing));
        }
        store.put(orders.key(), orders.toBytes());
    }

    /** The entries themselves. */
    KeyValueStore<Bytes, byte[]> store() {
        return store;
    }

    private static Bytes participantKey(PeriodKey period, String participant) {
        byte[] prefix = period.prefix();
        byte[] name = participant.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 1 + name.length)
                .put(prefix)
                .put(PARTICIPANT)
                .put(name)
                .array());
    }

    private static Bytes orderKey(PeriodKey period, String participant, String usagePoint, String orderId) {
        byte[] prefix = period.prefix();
        byte[] owner = participant.getBytes(StandardCharsets.UTF_8);
        byte[] point = usagePoint.getBytes(StandardCharsets.UTF_8);
        byte[] order = orderId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 1 + 2 + owner.length + 2 + point.length + order.length)
                .put(prefix)
                .put(ORDER)
                .putShort((short) owner.length)
                .put(owner)
                .putShort((short) point.length)
                .put(point)
                .put(order)
                .array());
    }
}
