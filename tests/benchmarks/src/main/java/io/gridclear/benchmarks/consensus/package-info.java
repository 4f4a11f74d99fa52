/**
 * Clearings on their way to FINAL, on the embedded log and on real engines, beside the engine's own key-value store; what a
 * receipt costs its reader; how the state grows. Agents attest what the operator claims: executing batches anew is measured
 * with the kernel, Kafka with the pipeline.
 */
@NullMarked
package io.gridclear.benchmarks.consensus;

import org.jspecify.annotations.NullMarked;
