/**
 * Settlement lines with the receipts that prove them, out of a cluster's topics.
 * For people who verify without a network.
 */
@NullMarked
package io.gridclear.ops.receipts;

import org.jspecify.annotations.NullMarked;
