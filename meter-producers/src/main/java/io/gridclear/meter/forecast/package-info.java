/** What an owner expects before delivery, made from what was metered before:
 * seasonal naive and Holt-Winters, with the errors that a fleet reports. */
@NullMarked
package io.gridclear.meter.forecast;

import org.jspecify.annotations.NullMarked;
