package io.gridclear.market.delivery;

import io.gridclear.market.order.Side;

/**
 * A trade with its places among the items of its two usage points: what each has to serve before it. With them, what an
 * item gets follows from the usage point's energy alone, and a run need not remember what the items before it got.
 *
 * @param item the trade
 * @param sellFirmBefore firm energy of the seller's earlier trades, Wh
 * @param sellOpenBefore curtailed energy of the seller's earlier trades, Wh
 * @param buyFirmBefore firm energy of the buyer's earlier trades, Wh
 * @param buyOpenBefore curtailed energy of the buyer's earlier trades, Wh
 */
public record PlacedTrade(
        ContractItem.Traded item, long sellFirmBefore, long sellOpenBefore, long buyFirmBefore, long buyOpenBefore) {

    /** A trade behind what its usage points have agreed before. */
    public static PlacedTrade after(Contract sell, Contract buy, ContractItem.Traded item) {
        return new PlacedTrade(item, sell.firmWh(), sell.openWh(), buy.firmWh(), buy.openWh());
    }

    /** What the trade's firm part lacks on a side, Wh. */
    long missingWh(Side side, Allocation allocation) {
        return item.routedWh() - allocation.firmWh(side == Side.SELL ? sellFirmBefore : buyFirmBefore, item.routedWh());
    }

    /** What the trade's curtailed part gets on a side, Wh. */
    long openWh(Side side, Allocation allocation) {
        return allocation.openWh(side == Side.SELL ? sellOpenBefore : buyOpenBefore, item.curtailedWh());
    }
}
