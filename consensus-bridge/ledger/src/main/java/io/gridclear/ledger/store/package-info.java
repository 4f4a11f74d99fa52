/**
 * The ordered key-value store that all state lives in, as the state machine sees it.
 * Persistence is the engine's; here is only its contract and a store in memory.
 */
@NullMarked
package io.gridclear.ledger.store;

import org.jspecify.annotations.NullMarked;
