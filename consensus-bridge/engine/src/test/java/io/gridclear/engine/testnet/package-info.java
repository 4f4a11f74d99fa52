/**
 * Networks of real engines on loopback, for tests.
 * Every node in a JVM of its own, so that it can be killed.
 */
@NullMarked
package io.gridclear.engine.testnet;

import org.jspecify.annotations.NullMarked;
