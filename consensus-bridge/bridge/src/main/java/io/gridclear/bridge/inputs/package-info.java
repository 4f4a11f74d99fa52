/**
 * What METERED and CORRECTION runs were made from, as the bridge reads it.
 * Nothing is kept but an offset a run.
 */
@NullMarked
package io.gridclear.bridge.inputs;

import org.jspecify.annotations.NullMarked;
