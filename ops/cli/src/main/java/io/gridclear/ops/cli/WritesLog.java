package io.gridclear.ops.cli;

/** Marks a command whose run is worth a log file, because libraries underneath it log. */
interface WritesLog {}
