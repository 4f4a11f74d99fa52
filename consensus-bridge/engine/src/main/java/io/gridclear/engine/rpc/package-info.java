/**
 * A real engine's chain over its JSON-RPC interface.
 * Failover between nodes, strict reading of answers.
 */
@NullMarked
package io.gridclear.engine.rpc;

import org.jspecify.annotations.NullMarked;
