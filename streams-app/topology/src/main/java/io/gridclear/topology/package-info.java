/**
 * The data's path from bid to settlement line: read MarketTopology top to bottom.
 * Processors load, call the kernel, store and forward; they decide nothing themselves.
 */
@NullMarked
package io.gridclear.topology;

import org.jspecify.annotations.NullMarked;
