/**
 * The process: settings, start, health and metrics over HTTP, graceful stop.
 * One main class, one settings record.
 */
@NullMarked
package io.gridclear.topology.app;

import org.jspecify.annotations.NullMarked;
