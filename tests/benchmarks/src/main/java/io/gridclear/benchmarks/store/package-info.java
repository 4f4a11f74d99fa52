/**
 * A large book cleared from the state store: reading, matching and publishing told apart.
 * The stores, the book and the steps are the application's own; only Kafka is not there.
 */
@NullMarked
package io.gridclear.benchmarks.store;

import org.jspecify.annotations.NullMarked;
