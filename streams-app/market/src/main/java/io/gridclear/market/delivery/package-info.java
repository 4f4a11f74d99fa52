/**
 * What delivery makes of the contracts: metered against contracted energy, imbalance, METERED and CORRECTION runs.
 * A run follows from the period's contracts and its inputs alone, whoever makes it.
 */
@NullMarked
package io.gridclear.market.delivery;

import org.jspecify.annotations.NullMarked;
