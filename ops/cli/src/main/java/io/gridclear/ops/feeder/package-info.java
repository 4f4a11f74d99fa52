/**
 * A feeder out of files that a network's planner has: buses, and lines with their resistance and capacity.
 * The kernel's own checks decide what is a feeder; here is what a file may look like.
 */
@NullMarked
package io.gridclear.ops.feeder;

import org.jspecify.annotations.NullMarked;
