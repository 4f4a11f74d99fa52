/**
 * The application hash and what it is made of.
 * Root over the mutable state, log of outcomes.
 */
@NullMarked
package io.gridclear.ledger.proof;

import org.jspecify.annotations.NullMarked;
