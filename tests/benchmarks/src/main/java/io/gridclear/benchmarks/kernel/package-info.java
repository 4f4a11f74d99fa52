/**
 * How fast the pure kernel clears and settles, in memory, on one core.
 * Every figure comes beside a textbook baseline of the same run, and from outcomes that were compared first.
 */
@NullMarked
package io.gridclear.benchmarks.kernel;

import org.jspecify.annotations.NullMarked;
