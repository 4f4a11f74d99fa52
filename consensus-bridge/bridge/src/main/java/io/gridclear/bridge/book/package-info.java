/**
 * The book's log as the bridge reads it: where a period begins, and a period's entries again.
 * Nothing is kept but an offset a period.
 */
@NullMarked
package io.gridclear.bridge.book;

import org.jspecify.annotations.NullMarked;
