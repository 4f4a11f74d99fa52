/**
 * An agent beside its validator: fetches batches, re-executes them, attests to what it computed.
 * Nobody attests to what it did not compute.
 */
@NullMarked
package io.gridclear.bridge.agent;

import org.jspecify.annotations.NullMarked;
