/**
 * A day of deliveries settled as metered, and again as corrected.
 * Through the kernel alone, and through the application's processors on their stores.
 */
@NullMarked
package io.gridclear.benchmarks.delivery;

import org.jspecify.annotations.NullMarked;
