/**
 * Files for {@code gridclear clear}, as large as one likes.
 * What is timed is the whole process, by whatever times processes.
 */
@NullMarked
package io.gridclear.benchmarks.file;

import org.jspecify.annotations.NullMarked;
