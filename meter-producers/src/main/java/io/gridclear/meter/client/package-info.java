/** The fleet client: what a meter vendor embeds to bid, to read meters out,
 * and to hear refusals and reference prices. */
@NullMarked
package io.gridclear.meter.client;

import org.jspecify.annotations.NullMarked;
