/**
 * Invoices of what the ledger has made FINAL: the only place where an amount is rounded.
 * What was billed is remembered, so that a later run shows as a correction.
 */
@NullMarked
package io.gridclear.billing.invoice;

import org.jspecify.annotations.NullMarked;
