/**
 * What a signature costs, apart from everything around it.
 * Each implementation by itself, under many keys.
 */
@NullMarked
package io.gridclear.benchmarks.signing;

import org.jspecify.annotations.NullMarked;
