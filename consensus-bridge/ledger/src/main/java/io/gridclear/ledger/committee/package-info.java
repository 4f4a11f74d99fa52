/**
 * The committee: election, queue of producers, rounds, decisions, validator set (paper, section 3.3.2).
 * Pure rules over nodes and items.
 */
@NullMarked
package io.gridclear.ledger.committee;

import org.jspecify.annotations.NullMarked;
