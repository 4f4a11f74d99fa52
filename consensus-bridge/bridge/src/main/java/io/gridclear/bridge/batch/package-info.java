/**
 * Batches: the book's log of an item as content-addressed chunks, and the manifest that names them.
 * A digest decides what a batch is; where and how often its parts stand in the topic decides nothing.
 */
@NullMarked
package io.gridclear.bridge.batch;

import org.jspecify.annotations.NullMarked;
