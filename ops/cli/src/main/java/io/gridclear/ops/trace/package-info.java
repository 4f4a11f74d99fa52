/**
 * From one settlement line to everything that it came of, found in a cluster's topics by bounded readings, or in the files of a demonstration.
 * Looks up and shows; what must be proved is for {@code gridclear verify} and {@code reconcile}.
 */
@NullMarked
package io.gridclear.ops.trace;

import org.jspecify.annotations.NullMarked;
