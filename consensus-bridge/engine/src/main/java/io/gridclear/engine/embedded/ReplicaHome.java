package io.gridclear.engine.embedded;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.application.ReplicatedApplication;

/** Where one replica lives: its key, and the store that outlives its application. Called by one thread at a time. */
public interface ReplicaHome {

    /** The key that the replica signs blocks with, while it is a validator. */
    ValidatorKey key();

    /** Opens the application on what the store holds. */
    ReplicatedApplication open();

    /** Closes the application that was opened last, and its store; nothing that was not committed may last. */
    void close();

    /** Forgets everything; only while closed. */
    void erase();
}
