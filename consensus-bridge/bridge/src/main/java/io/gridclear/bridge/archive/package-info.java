/**
 * Batches that were decided long ago, found again by their digests: a later run is made of the INITIAL one.
 * Found in the topic, believed by hash.
 */
@NullMarked
package io.gridclear.bridge.archive;

import org.jspecify.annotations.NullMarked;
