package io.gridclear.market.delivery;

/**
 * A residual with its place among the items of its usage point.
 *
 * @param item the residual
 * @param openBefore open energy of the usage point's items before it, Wh
 */
public record PlacedResidual(ContractItem.Residual item, long openBefore) {

    /** A residual behind what its usage point has agreed before. */
    public static PlacedResidual after(Contract contract, ContractItem.Residual item) {
        return new PlacedResidual(item, contract.openWh());
    }

    /** What the residual gets, Wh. */
    long openWh(Allocation allocation) {
        return allocation.openWh(openBefore, item.quantityWh());
    }
}
