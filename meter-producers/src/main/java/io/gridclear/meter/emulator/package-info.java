/** A fleet that exists only as a seed: its plan (who, what, when, at what price)
 * and the run that sends the plan to a cluster on the market's timetable. */
@NullMarked
package io.gridclear.meter.emulator;

import org.jspecify.annotations.NullMarked;
