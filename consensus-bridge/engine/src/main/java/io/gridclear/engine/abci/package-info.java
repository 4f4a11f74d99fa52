/**
 * Our end of CometBFT's application socket (ABCI 2.0): it calls, a replicated application answers.
 * Frames, translation and the order of calls; nothing here knows what the application does.
 */
@NullMarked
package io.gridclear.engine.abci;

import org.jspecify.annotations.NullMarked;
