package io.gridclear.engine.store;

import io.gridclear.ledger.store.LedgerStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A replica's state in RocksDB. A block's changes go into one write batch, and the write-ahead log is synced before
 * {@link #apply} returns: after a crash the store is the state of some block, and not of one before the last that was
 * applied. Reads may come from several threads.
 *
 * <p>Keys are compared as unsigned bytes, which is RocksDB's own order.
 */
public final class RocksDbStore implements LedgerStore, AutoCloseable {

    /** Blocks of data and their indexes: the state is small, and the ledger keeps the hot part itself. */
    private static final long CACHE_BYTES = 16L * 1024 * 1024;

    /** A block changes kilobytes: minutes of blocks until a flush. Two of them bound the memory for writes. */
    private static final long WRITE_BUFFER_BYTES = 8L * 1024 * 1024;

    private static final int WRITE_BUFFERS = 2;

    /** Enough for gigabytes of state; without a bound RocksDB keeps every file open. */
    private static final int MOST_OPEN_FILES = 128;

    private static final long INFO_LOG_BYTES = 4L * 1024 * 1024;
    private static final int INFO_LOGS = 2;
    private static final double FILTER_BITS_PER_KEY = 10;

    static {
        RocksDB.loadLibrary();
    }

    private final Path directory;
    private final RocksDB database;
    private final WriteOptions synced;

    /** Native objects in the order of their making: closed in the opposite one. */
    private final Deque<AutoCloseable> natives;

    /** Readers and writers share it; closing takes it alone, since a call into a closed database kills the process. */
    private final ReadWriteLock useOrClose = new ReentrantReadWriteLock();

    private boolean closed;

    private RocksDbStore(Path directory, RocksDB database, WriteOptions synced, Deque<AutoCloseable> natives) {
        this.directory = directory;
        this.database = database;
        this.synced = synced;
        this.natives = natives;
    }

    /**
     * Opens the store in a directory, or founds an empty one.
     *
     * @throws UncheckedIOException if it is open already, here or in another process, or is damaged
     */
    public static RocksDbStore open(Path directory) {
        Deque<AutoCloseable> natives = new ArrayDeque<>();
        try {
            Files.createDirectories(directory);
            LRUCache cache = keep(natives, new LRUCache(CACHE_BYTES));
            BloomFilter filter = keep(natives, new BloomFilter(FILTER_BITS_PER_KEY));
            Options options = keep(natives, new Options());
            options.setCreateIfMissing(true)
                    .setParanoidChecks(true)
                    .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                    .setWriteBufferSize(WRITE_BUFFER_BYTES)
                    .setMaxWriteBufferNumber(WRITE_BUFFERS)
                    .setMaxOpenFiles(MOST_OPEN_FILES)
                    .setCompressionType(CompressionType.NO_COMPRESSION) // hashes, keys and signatures do not shrink
                    .setMaxLogFileSize(INFO_LOG_BYTES)
                    .setKeepLogFileNum(INFO_LOGS)
                    .setTableFormatConfig(new BlockBasedTableConfig()
                            .setBlockCache(cache)
                            .setFilterPolicy(filter)
                            .setCacheIndexAndFilterBlocks(true));
            WriteOptions synced = keep(natives, new WriteOptions().setSync(true));
            RocksDB database = keep(natives, RocksDB.open(options, directory.toString()));
            return new RocksDbStore(directory, database, synced, natives);
        } catch (RocksDBException e) {
            closeAll(natives);
            throw new UncheckedIOException(failure(directory, e));
        } catch (IOException e) {
            closeAll(natives);
            throw new UncheckedIOException("no store in " + directory, e);
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        Lock use = use();
        try {
            return database.get(key);
        } catch (RocksDBException e) {
            throw new UncheckedIOException(failure(directory, e));
        } finally {
            use.unlock();
        }
    }

    @Override
    public void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor) {
        Lock use = use();
        // The end is checked here and not by an upper bound: a prefix of 0xff bytes has none.
        try (ReadOptions options = new ReadOptions();
                RocksIterator entries = database.newIterator(options)) {
            for (entries.seek(prefix); entries.isValid(); entries.next()) {
                byte[] key = entries.key();
                if (!startsWith(key, prefix)) {
                    break;
                }
                visitor.accept(key, entries.value());
            }
            entries.status();
        } catch (RocksDBException e) {
            throw new UncheckedIOException(failure(directory, e));
        } finally {
            use.unlock();
        }
    }

    @Override
    public void apply(Iterable<Change> changes) {
        Lock use = use();
        try (WriteBatch batch = new WriteBatch()) {
            for (Change change : changes) {
                byte[] value = change.value();
                if (value == null) {
                    batch.delete(change.key());
                } else {
                    batch.put(change.key(), value);
                }
            }
            database.write(synced, batch);
        } catch (RocksDBException e) {
            throw new UncheckedIOException(failure(directory, e));
        } finally {
            use.unlock();
        }
    }

    /** Waits for calls that are under way; later ones are refused. */
    @Override
    public void close() {
        useOrClose.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                closeAll(natives);
            }
        } finally {
            useOrClose.writeLock().unlock();
        }
    }

    private Lock use() {
        Lock use = useOrClose.readLock();
        use.lock();
        if (closed) {
            use.unlock();
            throw new IllegalStateException("the store in " + directory + " is closed");
        }
        return use;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static <T extends AutoCloseable> T keep(Deque<AutoCloseable> natives, T made) {
        natives.push(made);
        return made;
    }

    private static void closeAll(Deque<AutoCloseable> natives) {
        while (!natives.isEmpty()) {
            try {
                natives.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a native object does not close", e);
            }
        }
    }

    private static IOException failure(Path directory, RocksDBException cause) {
        String words = cause.getMessage() == null ? "" : cause.getMessage();
        if (words.contains("lock file") || words.contains("lock hold by current process")) {
            return new IOException(
                    "the store in " + directory + " is in use: another replica works on the same directory", cause);
        }
        return new IOException("the store in " + directory + " fails: " + words, cause);
    }
}
