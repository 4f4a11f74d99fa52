/**
 * Slow, obvious twins of the kernel's algorithms, an auditor, and the seeded books that all of them are fed.
 * Objects, lists and big numbers only: nothing here is fast, and nothing is shared with what it checks.
 */
@NullMarked
package io.gridclear.market.twin;

import org.jspecify.annotations.NullMarked;
