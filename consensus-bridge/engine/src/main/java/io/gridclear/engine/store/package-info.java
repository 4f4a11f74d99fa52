/**
 * Where a replica's committed state lies on disk.
 * RocksDB behind the ledger's contract of a store.
 */
@NullMarked
package io.gridclear.engine.store;

import org.jspecify.annotations.NullMarked;
