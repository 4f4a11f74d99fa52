/**
 * Items: clearings that are open, attested, final or disputed, and the log of outcomes.
 * What a receipt proves is written here.
 */
@NullMarked
package io.gridclear.ledger.item;

import org.jspecify.annotations.NullMarked;
