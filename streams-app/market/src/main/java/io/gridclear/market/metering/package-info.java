/**
 * Readings of any interval folded into the energy of trading periods.
 * Pure functions of the set of readings: neither their order nor their repetition changes anything.
 */
@NullMarked
package io.gridclear.market.metering;

import org.jspecify.annotations.NullMarked;
