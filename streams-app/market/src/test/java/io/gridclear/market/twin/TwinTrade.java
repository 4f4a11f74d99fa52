package io.gridclear.market.twin;

/**
 * A trade between two orders of a list.
 *
 * @param stage 1 or 2
 * @param sell index of the seller's order
 * @param buy index of the buyer's order
 * @param quantityWh energy, Wh
 * @param price micro-currency per kWh
 */
public record TwinTrade(int stage, int sell, int buy, long quantityWh, long price) {}
