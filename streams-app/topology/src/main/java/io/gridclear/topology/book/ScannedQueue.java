package io.gridclear.topology.book;

import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.auction.OrderQueue;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.ConnectedOrder;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** A queue as a range scan of the order store: holds one order at a time. Single-threaded; close it. */
public final class ScannedQueue implements OrderQueue, AutoCloseable {

    private final KeyValueIterator<Bytes, byte[]> scan;
    private final int priceOffset;
    private final Side side;
    private byte @Nullable [] head;
    private long headPrice;
    private long headPosition;
    private long headWh;
    private @Nullable ConnectedOrder headOrder;

    /**
     * A queue from a cursor on.
     *
     * @param book area and period, for the words of a violation
     * @throws InvariantViolation if the order at the cursor is not there, or holds less than is left of it
     */
    ScannedQueue(PeriodKey book, KeyValueIterator<Bytes, byte[]> scan, int priceOffset, Side side, QueueCursor from) {
        this.scan = scan;
        this.priceOffset = priceOffset;
        this.side = side;
        if (!from.atEnd()) {
            next();
        }
        if (from.kind() == QueueCursor.Kind.HEAD) {
            // what is left is what earlier deals did not take: of this very order, and no more than it holds
            if (head == null
                    || headPrice != from.price()
                    || headPosition != from.position()
                    || from.leftWh() < 0
                    || from.leftWh() > headWh) {
                throw new InvariantViolation("the " + side + " queue of " + book + " goes on from " + from
                        + ", but there it holds "
                        + (head == null ? "nothing" : headWh + " Wh at " + headPrice + ", position " + headPosition));
            }
            headWh = from.leftWh();
        }
    }

    /** Goes on to the next order, whatever is left of the head. */
    public void next() {
        headOrder = null;
        if (!scan.hasNext()) {
            head = null;
            return;
        }
        KeyValue<Bytes, byte[]> entry = scan.next();
        ByteBuffer key = ByteBuffer.wrap(entry.key.get());
        head = entry.value;
        headPrice = OrderQueueStore.sortable(side, key.getLong(priceOffset));
        headPosition = key.getLong(priceOffset + Long.BYTES);
        headWh = QueuedOrder.quantityWh(entry.value);
    }

    @Override
    public boolean isEmpty() {
        return head == null;
    }

    @Override
    public long headPrice() {
        return headPrice;
    }

    @Override
    public long headWh() {
        return headWh;
    }

    @Override
    public void take(long quantityWh) {
        headWh -= quantityWh;
        if (headWh == 0) {
            next();
        }
    }

    @Override
    public long headPosition() {
        return headPosition;
    }

    @Override
    public long headLimit() {
        long limit = headLimitPrice();
        return limit == OrderRequest.NO_LIMIT ? headPrice : limit;
    }

    /** The head's limit price, or {@link OrderRequest#NO_LIMIT}. */
    public long headLimitPrice() {
        return QueuedOrder.limitPrice(requireHead());
    }

    /** The owner's price for stage 2, or {@link io.gridclear.market.auction.LeftoverQueue#NOT_REVISED}. */
    public long headRevisedPrice() {
        return QueuedOrder.revisedPrice(requireHead());
    }

    /** Whose the head is, and where it hangs on the network. */
    public ConnectedOrder headOrder() {
        ConnectedOrder order = headOrder;
        if (order == null) {
            order = QueuedOrder.of(requireHead()).connected();
            headOrder = order;
        }
        return order;
    }

    /** Where the queue stands now. */
    public QueueCursor cursor() {
        return head == null ? QueueCursor.END : new QueueCursor(QueueCursor.Kind.HEAD, headPrice, headPosition, headWh);
    }

    private byte[] requireHead() {
        if (head == null) {
            throw new IllegalStateException("an empty queue has no head");
        }
        return head;
    }

    @Override
    public void close() {
        scan.close();
    }
}
