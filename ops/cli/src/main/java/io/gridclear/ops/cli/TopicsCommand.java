package io.gridclear.ops.cli;

import picocli.CommandLine.Command;

/** {@code gridclear topics}. */
@Command(name = "topics", header = "Topics of a cluster against the catalogue.")
final class TopicsCommand extends CommandGroup {}
