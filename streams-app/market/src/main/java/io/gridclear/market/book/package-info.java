/**
 * The sequenced log of one area: what a clearing is a function of.
 * Entries, their canonical bytes and the hash chain over them.
 */
@NullMarked
package io.gridclear.market.book;

import org.jspecify.annotations.NullMarked;
