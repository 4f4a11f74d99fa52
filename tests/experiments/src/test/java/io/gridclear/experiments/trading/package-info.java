/** Tests of what the package of the same name promises. */
@NullMarked
package io.gridclear.experiments.trading;

import org.jspecify.annotations.NullMarked;
