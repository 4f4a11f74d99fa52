package io.gridclear.meter.emulator;

import io.gridclear.meter.quoting.Quote;

/**
 * One bid of the plan, not yet bound to a time.
 *
 * @param point index of the usage point
 * @param period index of the period
 * @param orderId id of the order, the same in every run
 * @param revision 0 for the first quote, 1 for the re-quote
 * @param quantityWh energy, Wh, &gt; 0
 * @param quote side, price and limit
 */
public record PlannedBid(int point, int period, String orderId, long revision, long quantityWh, Quote quote) {}
