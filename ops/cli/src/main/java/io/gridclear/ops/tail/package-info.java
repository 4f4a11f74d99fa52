/**
 * Records of a topic as lines of JSON, for eyes and scripts.
 * Reads as a plain consumer without a group: nothing is committed, nobody else is disturbed.
 */
@NullMarked
package io.gridclear.ops.tail;

import org.jspecify.annotations.NullMarked;
