/**
 * Random ledgers from one seed: honest and Byzantine nodes, replicas that crash, an auditor, named invariants.
 * A failure prints its seed.
 */
@NullMarked
package io.gridclear.ledger.simulation;

import org.jspecify.annotations.NullMarked;
