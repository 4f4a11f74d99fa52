/**
 * What delivery makes of the contracts: items and energies are kept by area, and METERED and CORRECTION runs made of them.
 * Progress of a run is in the store, so that any step may be the last before a crash.
 */
@NullMarked
package io.gridclear.topology.delivery;

import org.jspecify.annotations.NullMarked;
