/**
 * Metering: keeps the readings of each usage point and publishes the energy of its trading periods whenever it changes.
 * What a set of readings comes to is decided in the kernel.
 */
@NullMarked
package io.gridclear.topology.metering;

import org.jspecify.annotations.NullMarked;
