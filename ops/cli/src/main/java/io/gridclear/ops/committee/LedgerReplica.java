package io.gridclear.ops.committee;

import io.gridclear.engine.embedded.ReplicaHome;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.store.RocksDbStore;
import io.gridclear.ledger.LedgerApplication;
import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.ledger.store.LedgerStore;
import io.gridclear.ledger.store.MemoryStore;
import io.gridclear.ledger.transaction.SignatureVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A replica of the ledger behind the embedded log: its key, and its store in memory or on disk. */
final class LedgerReplica implements ReplicaHome {

    private final ValidatorKey key;
    private final SignatureVerifier signatures;
    private final @Nullable Path directory;
    private LedgerStore store = new MemoryStore();
    private @Nullable RocksDbStore open;

    /**
     * A replica.
     *
     * @param directory for its store, or null to keep it in memory
     */
    LedgerReplica(ValidatorKey key, SignatureVerifier signatures, @Nullable Path directory) {
        this.key = key;
        this.signatures = signatures;
        this.directory = directory;
    }

    @Override
    public ValidatorKey key() {
        return key;
    }

    @Override
    public ReplicatedApplication open() {
        if (directory != null) {
            RocksDbStore opened = RocksDbStore.open(directory);
            open = opened;
            store = opened;
        }
        return new LedgerApplication(store, signatures);
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    @Override
    public void erase() {
        if (directory == null) {
            store = new MemoryStore();
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot erase " + directory, e);
        }
    }
}
