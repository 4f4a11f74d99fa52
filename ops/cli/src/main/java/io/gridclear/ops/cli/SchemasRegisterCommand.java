package io.gridclear.ops.cli;

import io.gridclear.schemas.registry.SchemaRegistrar;
import io.gridclear.schemas.registry.SchemaRegistration;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code gridclear schemas register}. */
@Command(
        name = "register",
        header = "Registers the schema of every topic, compatibility FULL_TRANSITIVE.",
        description = "Running it again does nothing. A schema that breaks compatibility is refused, and the exit code "
                + "is 1.")
final class SchemasRegisterCommand extends RegistrarCommand {

    SchemasRegisterCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<SchemaRegistration> ask(SchemaRegistrar registrar) {
        return registrar.registerAll();
    }
}
