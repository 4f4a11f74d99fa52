/**
 * The operator's side: clearings in, batches and claims out, receipts when the ledger has decided.
 * An offset is committed with the receipts, in one transaction.
 */
@NullMarked
package io.gridclear.bridge.operator;

import org.jspecify.annotations.NullMarked;
