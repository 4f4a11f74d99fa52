/**
 * The two processes: settings, main loops, and the edge at which a failing world is retried.
 * Nothing else in the module knows threads.
 */
@NullMarked
package io.gridclear.bridge.app;

import org.jspecify.annotations.NullMarked;
