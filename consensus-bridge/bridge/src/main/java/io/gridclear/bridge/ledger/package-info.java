/**
 * The ledger as bridge and agents see it: what they ask and what they send, typed.
 * A chain that does not answer is waited for here and nowhere else.
 */
@NullMarked
package io.gridclear.bridge.ledger;

import org.jspecify.annotations.NullMarked;
