/**
 * The kernel on a file: orders in, trades out, nothing but bytes and arrays in between, so that a million orders take
 * a moment. Refused rows are named by line and nothing is written then.
 */
@NullMarked
package io.gridclear.ops.clear;

import org.jspecify.annotations.NullMarked;
