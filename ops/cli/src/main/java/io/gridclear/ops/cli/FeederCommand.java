package io.gridclear.ops.cli;

import picocli.CommandLine.Command;

/** {@code gridclear feeder}. */
@Command(name = "feeder", header = "The network of a market area: buses, and lines between them.")
final class FeederCommand extends CommandGroup {}
