/**
 * Bounded readings of topics: from a time on, of a key's partition, up to where the topic ends when asked.
 * Reads committed records as a plain consumer without a group; nobody else is disturbed.
 */
@NullMarked
package io.gridclear.ops.topic;

import org.jspecify.annotations.NullMarked;
