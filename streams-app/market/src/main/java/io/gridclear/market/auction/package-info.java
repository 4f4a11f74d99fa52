/**
 * The two-stage double auction (paper, section 3.2.2): queues, matching, reference price, re-quote.
 * One matching rule serves queues in arrays and queues in a state store.
 */
@NullMarked
package io.gridclear.market.auction;

import org.jspecify.annotations.NullMarked;
