/**
 * Nodes: registration, readiness, votes, scores, bans.
 * Addresses and names of those who may become agents.
 */
@NullMarked
package io.gridclear.ledger.node;

import org.jspecify.annotations.NullMarked;
