/** Draws that depend on a seed, a purpose and coordinates, and on nothing else:
 * the order of the calls, threads and the clock never change an emulated fleet. */
@NullMarked
package io.gridclear.meter.seed;

import org.jspecify.annotations.NullMarked;
