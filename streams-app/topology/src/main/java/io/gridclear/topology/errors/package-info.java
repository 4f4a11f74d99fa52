/**
 * What happens to records that cannot be processed: dead letters, with the reason in headers.
 * A failing world or a broken invariant is never taken for a bad record.
 */
@NullMarked
package io.gridclear.topology.errors;

import org.jspecify.annotations.NullMarked;
