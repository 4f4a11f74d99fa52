/**
 * What CometBFT hashes and signs, and the light client's rules over it.
 * Knows no network, no clock, and no code that was generated.
 */
@NullMarked
package io.gridclear.engine.light;

import org.jspecify.annotations.NullMarked;
