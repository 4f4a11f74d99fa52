package io.gridclear.topology.app;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all RocksDB stores of the process together: one block cache that the write buffers are charged to.
 * Without it every store of every task has its own, and an instance that takes over tasks grows by 50 MB each.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    /** Block cache of the process, bytes, write buffers included. */
    private static final long CACHE_BYTES = 256L << 20;

    /** Write buffers of the process, bytes. */
    private static final long WRITE_BUFFER_BYTES = 96L << 20;

    /** Write buffer of one store, bytes. */
    private static final long STORE_WRITE_BUFFER_BYTES = 16L << 20;

    /** Share of a write buffer that its filter takes: 10 bits a key at 100 bytes an entry are a hundredth. */
    private static final double MEMTABLE_BLOOM_RATIO = 0.02;

    private static final class Shared {
        static final Cache CACHE;
        static final WriteBufferManager WRITE_BUFFERS;
        static final BloomFilter FILTER;

        static {
            RocksDB.loadLibrary();
            CACHE = new LRUCache(CACHE_BYTES);
            WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);
            FILTER = new BloomFilter(10, false);
        }
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        table.setFilterPolicy(Shared.FILTER);
        options.setWriteBufferManager(Shared.WRITE_BUFFERS);
        options.setWriteBufferSize(STORE_WRITE_BUFFER_BYTES);
        // most bids are the first of their participant in a period: the write buffer's own filter says that none is
        // there
        options.setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO);
        options.setMemtableWholeKeyFiltering(true);
    }

    @Override
    public void close(String storeName, Options options) {
        // cache, write buffers and filter are the process's: they stay for the stores that are still open
    }
}
