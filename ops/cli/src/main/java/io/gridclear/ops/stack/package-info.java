/**
 * A whole cluster on loopback for one process: a real Kafka broker in this JVM, a real schema registry beside it.
 * For the demo, for development and for tests; nothing here is meant to hold data that matters.
 */
@NullMarked
package io.gridclear.ops.stack;

import org.jspecify.annotations.NullMarked;
