/**
 * Clearing in bounded steps: stage 1 as a merge of two scans, stage 2 over what is left, residuals, purge.
 * Progress is in the store, so that any step may be the last before a crash.
 */
@NullMarked
package io.gridclear.topology.clearing;

import org.jspecify.annotations.NullMarked;
