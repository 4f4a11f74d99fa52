/**
 * Transactions: kinds, canonical bytes, signatures and codes of refusal.
 * Every one is signed, bears an idempotency key, and is refused with a code.
 */
@NullMarked
package io.gridclear.ledger.transaction;

import org.jspecify.annotations.NullMarked;
