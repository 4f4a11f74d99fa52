/**
 * Proves the database's rows against what operator and ledger say of each run.
 * Reads rows in the order of their leaves and keeps no more than a run's hashes.
 */
@NullMarked
package io.gridclear.billing.reconcile;

import org.jspecify.annotations.NullMarked;
