package io.gridclear.engine.embedded;

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

/** A replica of the ledger, over a store in memory or on disk. */
public final class LedgerHome implements ReplicaHome {

    /** A store that can be closed and opened again. */
    private interface Disk {

        LedgerStore open();

        void close();

        void erase();
    }

    private final ValidatorKey key;
    private final SignatureVerifier signatures;
    private final Disk disk;

    private LedgerHome(ValidatorKey key, SignatureVerifier signatures, Disk disk) {
        this.key = key;
        this.signatures = signatures;
        this.disk = disk;
    }

    /** A replica whose store lasts as long as this object. */
    public static LedgerHome inMemory(ValidatorKey key, SignatureVerifier signatures) {
        return new LedgerHome(key, signatures, new Memory());
    }

    /** A replica whose store is a RocksDB in a directory of its own. */
    public static LedgerHome inDirectory(Path directory, ValidatorKey key, SignatureVerifier signatures) {
        return new LedgerHome(key, signatures, new Directory(directory));
    }

    @Override
    public ValidatorKey key() {
        return key;
    }

    @Override
    public ReplicatedApplication open() {
        return new LedgerApplication(disk.open(), signatures);
    }

    @Override
    public void close() {
        disk.close();
    }

    @Override
    public void erase() {
        disk.erase();
    }

    private static final class Memory implements Disk {

        private MemoryStore store = new MemoryStore();

        @Override
        public LedgerStore open() {
            return store;
        }

        @Override
        public void close() {
            // what was committed stays, as on a disk
        }

        @Override
        public void erase() {
            store = new MemoryStore();
        }
    }

    private static final class Directory implements Disk {

        private final Path path;
        private List<RocksDbStore> opened = List.of();

        private Directory(Path path) {
            this.path = path;
        }

        @Override
        public LedgerStore open() {
            RocksDbStore store = RocksDbStore.open(path);
            opened = List.of(store);
            return store;
        }

        @Override
        public void close() {
            opened.forEach(RocksDbStore::close);
            opened = List.of();
        }

        @Override
        public void erase() {
            if (!Files.exists(path)) {
                return;
            }
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the store in " + path + " cannot be erased", e);
            }
        }
    }
}
