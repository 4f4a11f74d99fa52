/**
 * What a clearing makes everybody owe: mirrored lines in exact nano-currency.
 * Settlement of the INITIAL run follows from deals and residuals alone.
 */
@NullMarked
package io.gridclear.market.settlement;

import org.jspecify.annotations.NullMarked;
