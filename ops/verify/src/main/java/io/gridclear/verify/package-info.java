/**
 * Checks settlement lines against receipts, from files alone: no network, no clock.
 * What a receipt proves is in the engine's proofs; here stands how files say it, and that they say nothing else.
 */
@NullMarked
package io.gridclear.verify;

import org.jspecify.annotations.NullMarked;
