package io.gridclear.market.delivery;

import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.order.Side;

/**
 * The items of one usage point in one period, summed up. Metered energy serves the firm ones first, whatever the order in
 * which they were agreed: the sums say where firm ends and open begins.
 *
 * @param side the side that the usage point stands on; SELL where it has no items
 * @param firmWh routed energy of its trades, Wh
 * @param openWh curtailed energy of its trades and its residuals, Wh
 */
public record Contract(Side side, long firmWh, long openWh) {

    /** A usage point without orders: what it exports counts positive. */
    public static final Contract NONE = new Contract(Side.SELL, 0, 0);

    public Contract {
        if (firmWh < 0 || openWh < 0 || Math.addExact(firmWh, openWh) < 0) {
            throw new IllegalArgumentException("a contract of " + firmWh + " firm and " + openWh + " open Wh");
        }
    }

    /** Whether there are no items. */
    public boolean isEmpty() {
        return contractedWh() == 0;
    }

    /** Firm and open together, Wh. */
    public long contractedWh() {
        return firmWh + openWh;
    }

    /**
     * With one more item.
     *
     * @throws InvariantViolation if the item is of the other side
     */
    public Contract plus(Side itemSide, long moreFirmWh, long moreOpenWh) {
        if (!isEmpty() && itemSide != side) {
            throw new InvariantViolation("a usage point has items on both sides: " + this + " and " + moreFirmWh + " + "
                    + moreOpenWh + " Wh to " + itemSide);
        }
        return new Contract(itemSide, Math.addExact(firmWh, moreFirmWh), Math.addExact(openWh, moreOpenWh));
    }
}
