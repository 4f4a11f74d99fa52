/**
 * Configuration of the areas, as every instance sees it.
 * Read from a global table; refused where its terms do not fit each other.
 */
@NullMarked
package io.gridclear.topology.areas;

import org.jspecify.annotations.NullMarked;
