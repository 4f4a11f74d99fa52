/**
 * The pipeline under load: a real broker, the application in a process of its own, and a baseline beside it in the same
 * run. What is measured is what is committed.
 */
@NullMarked
package io.gridclear.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
