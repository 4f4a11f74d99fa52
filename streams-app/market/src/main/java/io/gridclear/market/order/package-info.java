/**
 * Orders and the one place that decides whether an order is accepted.
 * Reasons are checked in the order of their enum (market rules, "Orders").
 */
@NullMarked
package io.gridclear.market.order;

import org.jspecify.annotations.NullMarked;
