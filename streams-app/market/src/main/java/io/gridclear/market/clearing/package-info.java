/**
 * From the log to the outcome: journal of trades, lines, roots and totals, and the replay that anybody can run.
 * The live application and the replay meet in the journal, so that they cannot differ in what they write.
 */
@NullMarked
package io.gridclear.market.clearing;

import org.jspecify.annotations.NullMarked;
