/**
 * Processes die at the worst moment, by SIGKILL, and nothing is lost, done twice or done differently.
 * Each test shows that the fault struck where it was meant to.
 */
@NullMarked
package io.gridclear.tests.chaos;

import org.jspecify.annotations.NullMarked;
