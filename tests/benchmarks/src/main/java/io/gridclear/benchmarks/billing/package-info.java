/**
 * Settlement lines from a topic into PostgreSQL.
 * Beside PostgreSQL's own ways of taking the same rows, in the same run.
 */
@NullMarked
package io.gridclear.benchmarks.billing;

import org.jspecify.annotations.NullMarked;
