package io.gridclear.meter.client;

import io.gridclear.schemas.avro.Side;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * A bid before it is signed and sent. Immutable: a revision is a new draft that is made from the one
 * before, so that order id, side and quantity cannot change by mistake.
 *
 * <pre>{@code
 *   BidDraft ask = BidDraft.sell("roof-2026-06-15T10:00", periodStart)
 *           .energyWh(1_200).atPrice(560_000).withLimit(500_000);
 *   client.submit(meter, ask);
 *   client.submit(meter, ask.requote(530_000));
 *   client.submit(meter, ask.cancel());
 * }</pre>
 *
 * Energy is in Wh, prices in micro-currency per kWh. A draft may hold nonsense, such as a negative
 * quantity; {@link FleetClient#submit} refuses it with the reason.
 */
public final class BidDraft {
    private final String orderId;
    private final Instant periodStart;
    private final Side side;
    private final long revision;
    private final long quantityWh;
    private final long price;
    private final OptionalLong limitPrice;
    private final Instant createdAt;

    private BidDraft(
            String orderId,
            Instant periodStart,
            Side side,
            long revision,
            long quantityWh,
            long price,
            OptionalLong limitPrice,
            Instant createdAt) {
        this.orderId = orderId;
        this.periodStart = periodStart;
        this.side = side;
        this.revision = revision;
        this.quantityWh = quantityWh;
        this.price = price;
        this.limitPrice = limitPrice;
        this.createdAt = createdAt;
    }

    /** An order without energy and price: the first step of a draft. */
    public static final class Unpriced {
        private final String orderId;
        private final Instant periodStart;
        private final Side side;
        private final long quantityWh;

        private Unpriced(String orderId, Instant periodStart, Side side, long quantityWh) {
            this.orderId = orderId;
            this.periodStart = periodStart;
            this.side = side;
            this.quantityWh = quantityWh;
        }

        /** The draft at this quote, micro-currency per kWh; the market may not move it until a limit is set. */
        public BidDraft atPrice(long price) {
            return new BidDraft(orderId, periodStart, side, 0, quantityWh, price, OptionalLong.empty(), now());
        }
    }

    /** An order without energy: the very first step of a draft. */
    public static final class Unquantified {
        private final String orderId;
        private final Instant periodStart;
        private final Side side;

        private Unquantified(String orderId, Instant periodStart, Side side) {
            this.orderId = orderId;
            this.periodStart = periodStart;
            this.side = side;
        }

        /** How much, Wh, &gt; 0. */
        public Unpriced energyWh(long quantityWh) {
            return new Unpriced(orderId, periodStart, side, quantityWh);
        }
    }

    /**
     * Begins an offer of energy.
     *
     * @param orderId unique for the usage point within the period
     * @param periodStart start of delivery, a multiple of the area's period length
     */
    public static Unquantified sell(String orderId, Instant periodStart) {
        return new Unquantified(orderId, periodStart, Side.SELL);
    }

    /**
     * Begins a demand for energy.
     *
     * @param orderId unique for the usage point within the period
     * @param periodStart start of delivery, a multiple of the area's period length
     */
    public static Unquantified buy(String orderId, Instant periodStart) {
        return new Unquantified(orderId, periodStart, Side.BUY);
    }

    /** The same with the worst acceptable price, micro-currency per kWh: how far the second stage may move it. */
    public BidDraft withLimit(long worstPrice) {
        return new BidDraft(
                orderId, periodStart, side, revision, quantityWh, price, OptionalLong.of(worstPrice), createdAt);
    }

    /** The next revision with another price; quantity and limit stay, as the re-quote window demands. */
    public BidDraft requote(long newPrice) {
        return new BidDraft(orderId, periodStart, side, revision + 1, quantityWh, newPrice, limitPrice, now());
    }

    /** The next revision with another quantity, Wh, &gt; 0; taken until gate closure only. */
    public BidDraft resize(long newQuantityWh) {
        return new BidDraft(orderId, periodStart, side, revision + 1, newQuantityWh, price, limitPrice, now());
    }

    /** The next revision, which takes the order back; taken until gate closure only. */
    public BidDraft cancel() {
        return new BidDraft(orderId, periodStart, side, revision + 1, 0, price, limitPrice, now());
    }

    /**
     * The same, made at another time than now: where bids are kept before they are sent, or time is simulated. Call it
     * last, since a revision is stamped anew.
     */
    public BidDraft madeAt(Instant time) {
        return new BidDraft(orderId, periodStart, side, revision, quantityWh, price, limitPrice, time);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Id of the order. */
    public String orderId() {
        return orderId;
    }

    /** Start of delivery. */
    public Instant periodStart() {
        return periodStart;
    }

    /** SELL or BUY. */
    public Side side() {
        return side;
    }

    /** 0 for a new order, one more for each change. */
    public long revision() {
        return revision;
    }

    /** Energy, Wh; 0 in a cancellation. */
    public long quantityWh() {
        return quantityWh;
    }

    /** The quote, micro-currency per kWh. */
    public long price() {
        return price;
    }

    /** Worst acceptable price, micro-currency per kWh; empty = the quote. */
    public OptionalLong limitPrice() {
        return limitPrice;
    }

    /** When the draft was made, by this machine's clock, in whole milliseconds. */
    public Instant createdAt() {
        return createdAt;
    }

    @Override
    public String toString() {
        return side + " " + quantityWh + " Wh at " + price
                + (limitPrice.isPresent() ? " limit " + limitPrice.getAsLong() : "") + ", order " + orderId
                + " revision " + revision + ", period " + periodStart;
    }
}
