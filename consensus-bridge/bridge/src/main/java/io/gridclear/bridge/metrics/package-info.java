/**
 * What bridge and agents count, and the page that shows it.
 * One counter or gauge for every state that people must see.
 */
@NullMarked
package io.gridclear.bridge.metrics;

import org.jspecify.annotations.NullMarked;
