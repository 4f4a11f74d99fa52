/**
 * The application's replicas in one process behind an ordered log: everything but Byzantine fault tolerance.
 * Its headers, validator sets and commits are CometBFT's, so that receipts are checked by the same code.
 */
@NullMarked
package io.gridclear.engine.embedded;

import org.jspecify.annotations.NullMarked;
