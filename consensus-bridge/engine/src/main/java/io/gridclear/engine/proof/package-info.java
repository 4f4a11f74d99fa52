/**
 * Receipts: from a settlement line to a header that a committee signed, without a network.
 * Everything in a receipt is canonical: an altered byte is another receipt, and a wrong one.
 */
@NullMarked
package io.gridclear.engine.proof;

import org.jspecify.annotations.NullMarked;
