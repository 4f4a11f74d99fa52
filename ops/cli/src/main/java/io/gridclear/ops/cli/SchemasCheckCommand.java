package io.gridclear.ops.cli;

import io.gridclear.schemas.registry.SchemaRegistrar;
import io.gridclear.schemas.registry.SchemaRegistration;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code gridclear schemas check}. */
@Command(
        name = "check",
        header = "Says of every topic's schema whether it is registered, or would be accepted; changes nothing.",
        description = "Exit code 1 when a schema would be refused.")
final class SchemasCheckCommand extends RegistrarCommand {

    SchemasCheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<SchemaRegistration> ask(SchemaRegistrar registrar) {
        return registrar.checkAll();
    }
}
