/**
 * The state machine's edge: what an ordering engine calls, and what it is told.
 * Nothing here knows which engine calls it.
 */
@NullMarked
package io.gridclear.ledger.application;

import org.jspecify.annotations.NullMarked;
