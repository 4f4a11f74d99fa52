/**
 * Scores of the nodes that may be elected (paper, section 3.3.1, equations 1 to 6), in parts per million.
 * Pure functions of energies, votes and the score before; the ledger keeps the scores.
 */
@NullMarked
package io.gridclear.market.score;

import org.jspecify.annotations.NullMarked;
