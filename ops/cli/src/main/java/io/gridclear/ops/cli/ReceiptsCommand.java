package io.gridclear.ops.cli;

import picocli.CommandLine.Command;

/** {@code gridclear receipts}. */
@Command(name = "receipts", header = "What proves settlement lines: out of the topics into files.")
final class ReceiptsCommand extends CommandGroup {}
