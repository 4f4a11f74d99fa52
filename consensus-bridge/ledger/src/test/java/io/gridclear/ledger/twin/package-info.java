/**
 * The ledger a second time, slow and obvious, over objects: an auditor of the first.
 * Shares with it the records of transactions and genesis, and nothing else.
 */
@NullMarked
package io.gridclear.ledger.twin;

import org.jspecify.annotations.NullMarked;
