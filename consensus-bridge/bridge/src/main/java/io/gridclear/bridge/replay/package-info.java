/**
 * Re-execution of a log: outcome, the hash that is attested, and the leaves of the settlement tree.
 * The bridge checks the application with it, and every agent the bridge.
 */
@NullMarked
package io.gridclear.bridge.replay;

import org.jspecify.annotations.NullMarked;
