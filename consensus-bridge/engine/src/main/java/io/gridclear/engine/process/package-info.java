/**
 * Engine processes on this host: their keys, configuration and genesis, start, supervision and end.
 * A node is a pair, our application server and the engine's process, that lives and dies together.
 */
@NullMarked
package io.gridclear.engine.process;

import org.jspecify.annotations.NullMarked;
