/**
 * The terms that a trading period is cleared by: units, tariffs, tick, times.
 * Integers only; every reader of the log computes the same.
 */
@NullMarked
package io.gridclear.market.rules;

import org.jspecify.annotations.NullMarked;
