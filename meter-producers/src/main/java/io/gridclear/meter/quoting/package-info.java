/** How an owner turns a quantity and a private valuation into a price:
 * quoting styles and re-quotes, in whole ticks of the area's price band. */
@NullMarked
package io.gridclear.meter.quoting;

import org.jspecify.annotations.NullMarked;
