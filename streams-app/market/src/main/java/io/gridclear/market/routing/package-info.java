/**
 * Which way the energy of a trade takes through the feeder, and what no line can carry (market rules, "Routing").
 * The router decides; the feasibility check adds up again without it.
 */
@NullMarked
package io.gridclear.market.routing;

import org.jspecify.annotations.NullMarked;
