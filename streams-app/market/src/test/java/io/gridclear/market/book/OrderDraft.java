package io.gridclear.market.book;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;

/** An order of the log as a story tells it: what is not said is ordinary. */
public final class OrderDraft {

    private final String orderId;
    private final Side side;
    private String participant;
    private String usagePoint;
    private String bus = "";
    private long revision;
    private long quantityWh = 1_000;
    private long price = 500_000;
    private long limitPrice = OrderRequest.NO_LIMIT;
    private long createdAt = 1_799_990_000_000L;
    private byte[] signature = new byte[0];
    private int sourcePartition = 3;
    private long sourceOffset = 41;

    private OrderDraft(Side side, String orderId, String participant) {
        this.side = side;
        this.orderId = orderId;
        this.participant = participant;
        this.usagePoint = "up-" + participant;
    }

    /** A sell order; its owner has one usage point. */
    public static OrderDraft sell(String orderId, String participant) {
        return new OrderDraft(Side.SELL, orderId, participant);
    }

    /** A buy order; its owner has one usage point. */
    public static OrderDraft buy(String orderId, String participant) {
        return new OrderDraft(Side.BUY, orderId, participant);
    }

    /** Another usage point than its owner's first. */
    public OrderDraft at(String value) {
        usagePoint = value;
        return this;
    }

    /** Another owner of the same usage point. */
    public OrderDraft ownedBy(String value) {
        participant = value;
        return this;
    }

    /** Bus that the usage point hangs on. */
    public OrderDraft bus(String value) {
        bus = value;
        return this;
    }

    /** Revision, from 0. */
    public OrderDraft revision(long value) {
        revision = value;
        return this;
    }

    /** Energy, Wh. */
    public OrderDraft wh(long value) {
        quantityWh = value;
        return this;
    }

    /** Quote, micro-currency per kWh. */
    public OrderDraft price(long value) {
        price = value;
        return this;
    }

    /** Limit, micro-currency per kWh. */
    public OrderDraft limit(long value) {
        limitPrice = value;
        return this;
    }

    /** The sender's clock, epoch ms. */
    public OrderDraft createdAt(long value) {
        createdAt = value;
        return this;
    }

    /** Signature bytes. */
    public OrderDraft signature(byte... value) {
        signature = value;
        return this;
    }

    /** Where the bid stands. */
    public OrderDraft source(int partition, long offset) {
        sourcePartition = partition;
        sourceOffset = offset;
        return this;
    }

    /** The order as it stands in the log. */
    public BookOrder order() {
        return new BookOrder(
                orderId,
                revision,
                usagePoint,
                participant,
                bus,
                side,
                quantityWh,
                price,
                limitPrice,
                createdAt,
                signature,
                sourcePartition,
                sourceOffset);
    }
}
