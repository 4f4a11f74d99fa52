/**
 * An emulated fleet on a cluster: its areas and usage points published as an operator would, its run followed.
 * The fleet itself lives in meter-producers.
 */
@NullMarked
package io.gridclear.ops.fleet;

import org.jspecify.annotations.NullMarked;
