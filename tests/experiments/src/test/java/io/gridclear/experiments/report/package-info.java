/** Tests of what the package of the same name promises. */
@NullMarked
package io.gridclear.experiments.report;

import org.jspecify.annotations.NullMarked;
