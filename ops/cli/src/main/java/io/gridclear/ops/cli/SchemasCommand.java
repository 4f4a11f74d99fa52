package io.gridclear.ops.cli;

import picocli.CommandLine.Command;

/** {@code gridclear schemas}. */
@Command(name = "schemas", header = "Schemas of a registry against the contracts.")
final class SchemasCommand extends CommandGroup {}
