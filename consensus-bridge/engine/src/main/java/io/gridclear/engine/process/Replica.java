package io.gridclear.engine.process;

import io.gridclear.ledger.application.ReplicatedApplication;
import java.io.IOException;

/** An application with all that it holds open, for as long as one engine process lives. */
public interface Replica extends AutoCloseable {

    /** The application. */
    ReplicatedApplication application();

    /** Gives back what it holds, its store above all. Nobody is in the application any more. */
    @Override
    void close();

    /** Opens replicas, one after the other: each takes up what the one before had committed. */
    @FunctionalInterface
    interface Source {

        /**
         * Opens the state as it was last committed.
         *
         * @throws IOException if it cannot be opened now; it is tried again
         */
        Replica open() throws IOException;
    }
}
