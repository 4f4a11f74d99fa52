/**
 * The command {@code gridclear}: one class a command, one edge where failures become a line and an exit code.
 * What a command does lives in packages beside this one.
 */
@NullMarked
package io.gridclear.ops.cli;

import org.jspecify.annotations.NullMarked;
