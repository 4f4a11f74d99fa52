/**
 * The billing process: settings, main loop, health and metrics.
 * Nothing else in the module knows threads.
 */
@NullMarked
package io.gridclear.billing.app;

import org.jspecify.annotations.NullMarked;
