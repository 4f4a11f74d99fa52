package io.gridclear.ops.cli;

import io.gridclear.schemas.registry.RegistryRetries;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.registry.SchemaRegistrar;
import io.gridclear.schemas.registry.SchemaRegistration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What both commands on schemas do: ask the registry about every subject, print its answers. */
abstract class RegistrarCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Mixin
    private final RegistryAccess registry = new RegistryAccess();

    @Mixin
    private final ConfigFile configFile = new ConfigFile();

    RegistrarCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The one step that differs. */
    abstract List<SchemaRegistration> ask(SchemaRegistrar registrar);

    @Override
    public final Integer call() {
        boolean refused = false;
        try (SchemaRegistrar registrar =
                new SchemaRegistrar(registry.urls(), configFile.ofRegistry(), RegistryRetries.NONE)) {
            for (SchemaRegistration answer : ask(registrar)) {
                if (answer instanceof SchemaRegistration.Incompatible) {
                    refused = true;
                    terminal.err().println(answer.describe());
                } else {
                    terminal.print(answer.describe());
                }
            }
        } catch (RegistryUnavailableException e) {
            throw CommandFailure.environment(e);
        }
        return refused ? ExitCode.REFUSED : ExitCode.OK;
    }
}
