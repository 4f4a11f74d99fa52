/**
 * Scores from deliveries (paper, section 3.3.1).
 * The equations are the market's; here is whose energy goes into them.
 */
@NullMarked
package io.gridclear.ledger.score;

import org.jspecify.annotations.NullMarked;
