/**
 * What an operator sees of the market: counters and gauges by their names.
 * Late bids, unclosed periods, clearing time, rejections by reason.
 */
@NullMarked
package io.gridclear.topology.metrics;

import org.jspecify.annotations.NullMarked;
