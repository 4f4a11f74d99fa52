/**
 * A chain as a client sees it: submit, query, read light blocks.
 * Served by a real engine over RPC or by the embedded log.
 */
@NullMarked
package io.gridclear.engine.chain;

import org.jspecify.annotations.NullMarked;
