package io.gridclear.market.settlement;

/**
 * Names an order within its area and period, and whose it is.
 *
 * @param orderId the order's id, unique for its usage point
 * @param usagePoint usage point
 * @param participant owner of the usage point
 */
public record OrderRef(String orderId, String usagePoint, String participant) {}
