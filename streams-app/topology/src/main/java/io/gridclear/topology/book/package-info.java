/**
 * The book of an area: single writer of its sequenced log, its orders in RocksDB, its clock.
 * Keys of the order store sort as the queues do.
 */
@NullMarked
package io.gridclear.topology.book;

import org.jspecify.annotations.NullMarked;
