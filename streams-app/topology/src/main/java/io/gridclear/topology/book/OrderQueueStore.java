package io.gridclear.topology.book;

import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.ConnectedOrder;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The live orders in RocksDB, under keys that sort as the queues do: prefix of area and period, side (sells first), price
 * (a buy's as its complement, so that the highest comes first), position in the log. A queue is a range scan. One task,
 * single-threaded.
 */
public final class OrderQueueStore {

    /** Name of the store. */
    public static final String NAME = "book-orders";

    private static final int SIDE_LENGTH = 1;
    private static final int PRICE_LENGTH = 8;
    private static final int POSITION_LENGTH = 8;

    private final KeyValueStore<Bytes, byte[]> store;

    public OrderQueueStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Puts an order into its queue. */
    void put(PeriodKey period, Side side, long price, long position, QueuedOrder order) {
        store.put(key(period.prefix(), side, price, position), order.toBytes());
    }

    /** Takes an order out of its queue. */
    void delete(PeriodKey period, Side side, long price, long position) {
        store.delete(key(period.prefix(), side, price, position));
    }

    /**
     * Sets the price that an order takes into stage 2.
     *
     * @throws InvariantViolation if the order is not in its queue
     */
    void revise(PeriodKey period, Side side, long price, long position, long revisedPrice) {
        Bytes key = key(period.prefix(), side, price, position);
        store.put(key, require(key, period).revised(revisedPrice).toBytes());
    }

    /**
     * Whose an order is, and where it hangs on the network.
     *
     * @throws InvariantViolation if the order is not in its queue
     */
    public ConnectedOrder order(PeriodKey period, Side side, long price, long position) {
        return require(key(period.prefix(), side, price, position), period).connected();
    }

    private QueuedOrder require(Bytes key, PeriodKey period) {
        byte[] value = store.get(key);
        if (value == null) {
            throw new InvariantViolation("an order of " + period + " is not in its queue: key " + key);
        }
        return QueuedOrder.of(value);
    }

    /** The queue of one side from a cursor on, as a scan; close it. */
    public ScannedQueue scan(PeriodKey period, Side side, QueueCursor from) {
        byte[] prefix = period.prefix();
        Bytes first = from.atStart() ? sideStart(prefix, side) : key(prefix, side, from.price(), from.position());
        Bytes last = key(prefix, side, side == Side.SELL ? Long.MAX_VALUE : 0, Long.MAX_VALUE);
        return new ScannedQueue(period, store.range(first, last), prefix.length + SIDE_LENGTH, side, from);
    }

    /** What deletes everything that a period left here and with the participants. */
    public PeriodPurge purge(PeriodKey period, ParticipantStore participants) {
        return new PeriodPurge(period, List.of(store, participants.store()));
    }

    private static Bytes sideStart(byte[] prefix, Side side) {
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + SIDE_LENGTH)
                .put(prefix)
                .put((byte) side.code())
                .array());
    }

    private static Bytes key(byte[] prefix, Side side, long price, long position) {
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + SIDE_LENGTH + PRICE_LENGTH + POSITION_LENGTH)
                .put(prefix)
                .put((byte) side.code())
                .putLong(sortable(side, price))
                .putLong(position)
                .array());
    }

    /** Prices are never negative: the complement turns the order of a buy's around. Its own inverse. */
    static long sortable(Side side, long price) {
        return side == Side.SELL ? price : Long.MAX_VALUE - price;
    }
}
