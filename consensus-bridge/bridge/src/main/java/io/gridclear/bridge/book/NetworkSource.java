package io.gridclear.bridge.book;

import io.gridclear.market.routing.FeederSource;

/** The feeders that periods of the book are cleared under. Single-threaded. */
@FunctionalInterface
public interface NetworkSource extends FeederSource, AutoCloseable {

    @Override
    default void close() {
        // most sources hold nothing open
    }
}
