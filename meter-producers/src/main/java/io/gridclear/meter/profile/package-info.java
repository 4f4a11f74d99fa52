/** How much energy emulated meters use and make, step by step:
 * documented formulas by default, recorded series from CSV files on request. */
@NullMarked
package io.gridclear.meter.profile;

import org.jspecify.annotations.NullMarked;
