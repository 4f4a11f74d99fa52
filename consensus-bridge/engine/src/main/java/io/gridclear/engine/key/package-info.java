/**
 * Keys that validators sign blocks with.
 * In memory, and in the engine's own file format.
 */
@NullMarked
package io.gridclear.engine.key;

import org.jspecify.annotations.NullMarked;
