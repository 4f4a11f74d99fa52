package io.gridclear.ops.committee;

import io.gridclear.engine.process.Replica;
import io.gridclear.engine.store.RocksDbStore;
import io.gridclear.ledger.LedgerApplication;
import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.ledger.transaction.SignatureVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A replica of the ledger behind an engine process, on a store on disk. */
final class CometReplica implements Replica {

    private final RocksDbStore store;
    private final LedgerApplication application;

    private CometReplica(RocksDbStore store, LedgerApplication application) {
        this.store = store;
        this.application = application;
    }

    /** Opens the replica in a directory, anew for each life of its engine. */
    static Source in(Path directory, SignatureVerifier signatures) {
        return () -> {
            try {
                RocksDbStore store = RocksDbStore.open(directory);
                return new CometReplica(store, new LedgerApplication(store, signatures));
            } catch (UncheckedIOException e) {
                throw new IOException(e.getMessage(), e);
            }
        };
    }

    @Override
    public ReplicatedApplication application() {
        return application;
    }

    @Override
    public void close() {
        store.close();
    }
}
