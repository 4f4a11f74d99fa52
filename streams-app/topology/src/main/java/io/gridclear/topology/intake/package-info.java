/**
 * Intake: who sends, is it signed, which area; then on to the area's book.
 * Runs in parallel over the partitions of bids; needs no state but the register of usage points.
 */
@NullMarked
package io.gridclear.topology.intake;

import org.jspecify.annotations.NullMarked;
