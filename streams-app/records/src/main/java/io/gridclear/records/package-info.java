/**
 * Kernel values to Avro records and back: the one place where the two meet.
 * The application writes with it; billing, agents and auditors read the log with it.
 */
@NullMarked
package io.gridclear.records;

import org.jspecify.annotations.NullMarked;
