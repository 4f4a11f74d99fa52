package io.gridclear.topology;

import io.gridclear.topology.book.OrderQueueStore;
import io.gridclear.topology.book.ParticipantStore;
import io.gridclear.topology.book.PeriodStore;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Where the stores of a task live while instances come and go. */
interface TaskDisk {

    List<String> STORES = List.of(OrderQueueStore.NAME, ParticipantStore.NAME, PeriodStore.NAME);

    /** Opens the stores for an instance. */
    List<? extends KeyValueStore<Bytes, byte[]>> open(StateStoreContext context);

    /** The instance leaves them, in good order. */
    void close();

    /** What was written is there for good. */
    void commit();

    /** What was not committed never was. */
    void rollback();

    /** Directory of the stores, or null. */
    default File directory() {
        return null;
    }

    /** Stores under a transaction. */
    static TaskDisk transactional() {
        List<TransactionalStore> stores =
                STORES.stream().map(TransactionalStore::new).toList();
        return new TaskDisk() {
            @Override
            public List<TransactionalStore> open(StateStoreContext context) {
                return stores;
            }

            @Override
            public void close() {
                // they outlive the instance
            }

            @Override
            public void commit() {
                stores.forEach(TransactionalStore::commit);
            }

            @Override
            public void rollback() {
                stores.forEach(TransactionalStore::rollback);
            }
        };
    }

    /** RocksDB, as the application has it; no instance crashes on it. */
    static TaskDisk rocksDb(Path directory) {
        List<KeyValueStore<Bytes, byte[]>> stores = new ArrayList<>();
        return new TaskDisk() {
            @Override
            public List<KeyValueStore<Bytes, byte[]>> open(StateStoreContext context) {
                for (String name : STORES) {
                    KeyValueStore<Bytes, byte[]> store =
                            Stores.persistentKeyValueStore(name).get();
                    store.init(context, store);
                    stores.add(store);
                }
                return stores;
            }

            @Override
            public void close() {
                stores.forEach(StateStore::close);
                stores.clear();
            }

            @Override
            public void commit() {
                // RocksDB keeps its own log; closing flushes
            }

            @Override
            public void rollback() {
                throw new UnsupportedOperationException("RocksDB is restored from its changelog after a crash");
            }

            @Override
            public File directory() {
                return directory.toFile();
            }
        };
    }
}
