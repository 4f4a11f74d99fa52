package io.gridclear.ops.clear;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the accepted rows of a file say, in columns by the numbers of {@link OrderKeys}. Prices are kept as whole ticks:
 * 20 bytes an order.
 */
final class AcceptedOrders {

    private static final int NO_PRICE = -1;

    private final long tick;

    /** By book. */
    private long[] sellWh = new long[256];

    private long[] buyWh = new long[256];

    /** By participant: the code of its side, 0 while it has no accepted order. */
    private byte[] stances = new byte[4096];

    /** By order; a quantity of 0 while no row of this id was accepted. */
    private long[] quantitiesWh = new long[4096];

    private int[] priceTicks = new int[4096];
    private int[] limitTicks = new int[4096];
    private int[] revisedTicks = new int[4096];

    /**
     * No orders yet.
     *
     * @param tick price step, micro-currency per kWh
     */
    AcceptedOrders(long tick) {
        this.tick = tick;
    }

    /** Makes room for what the keys have just numbered; to be called before anything is asked about it. */
    void reserve(int book, int participant, int order) {
        if (book >= sellWh.length) {
            sellWh = Arrays.copyOf(sellWh, Growth.capacityFor(book));
            buyWh = Arrays.copyOf(buyWh, sellWh.length);
        }
        if (participant >= stances.length) {
            stances = Arrays.copyOf(stances, Growth.capacityFor(participant));
        }
        if (order >= quantitiesWh.length) {
            quantitiesWh = Arrays.copyOf(quantitiesWh, Growth.capacityFor(order));
            priceTicks = Arrays.copyOf(priceTicks, quantitiesWh.length);
            limitTicks = Arrays.copyOf(limitTicks, quantitiesWh.length);
            revisedTicks = Arrays.copyOf(revisedTicks, quantitiesWh.length);
        }
    }

    /** Stores a row that the rules accept. */
    void accept(OrderRow row, int book, int participant, int order) {
        quantitiesWh[order] = row.quantityWh();
        priceTicks[order] = ticks(row.price());
        limitTicks[order] = ticks(row.limitPrice());
        revisedTicks[order] = ticks(row.revisedPrice());
        stances[participant] = (byte) row.side().code();
        long[] sideWh = row.side() == Side.SELL ? sellWh : buyWh;
        sideWh[book] = Math.addExact(sideWh[book], row.quantityWh());
    }

    /** Whether a row of this order was accepted. */
    boolean isAccepted(int order) {
        return quantitiesWh[order] > 0;
    }

    /** The side on which a participant stands in its book, or null without an accepted order. */
    @Nullable
    Side sideOf(int participant) {
        int code = stances[participant];
        return code == 0 ? null : Side.ofCode(code);
    }

    /** The side of a participant that has accepted orders. */
    Side sideOfOrders(int participant) {
        return Side.ofCode(stances[participant]);
    }

    /** Energy of the accepted orders on one side of a book, Wh. */
    long sideWh(int book, Side side) {
        return (side == Side.SELL ? sellWh : buyWh)[book];
    }

    /** Energy of an accepted order, Wh. */
    long quantityWh(int order) {
        return quantitiesWh[order];
    }

    /** Quote of an accepted order, micro-currency per kWh. */
    long price(int order) {
        return price(priceTicks, order);
    }

    /** Limit price of an accepted order, or {@link OrderRequest#NO_LIMIT}. */
    long limitPrice(int order) {
        return price(limitTicks, order);
    }

    /** Price that the owner revised an accepted order to, or {@link OrderRequest#NO_LIMIT}. */
    long revisedPrice(int order) {
        return price(revisedTicks, order);
    }

    private int ticks(long price) {
        return price == OrderRequest.NO_LIMIT ? NO_PRICE : Math.toIntExact(price / tick);
    }

    private long price(int[] ticks, int order) {
        return ticks[order] == NO_PRICE ? OrderRequest.NO_LIMIT : ticks[order] * tick;
    }
}
