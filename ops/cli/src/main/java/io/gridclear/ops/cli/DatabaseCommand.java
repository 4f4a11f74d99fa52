package io.gridclear.ops.cli;

import io.gridclear.ops.stack.EmbeddedDatabase;
import io.gridclear.ops.stack.StackStartException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gridclear database}: a PostgreSQL to try billing with. */
@Command(
        name = "database",
        header = "Runs an empty PostgreSQL on loopback, until Ctrl-C; nothing of it is kept.",
        description =
                "To try 'billing', 'bill' and 'reconcile' where no database is at hand. Everybody on this machine may use it.")
final class DatabaseCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "5433",
            description = "Its port, 0 for any (${DEFAULT-VALUE}).")
    private int port;

    DatabaseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!EmbeddedDatabase.isAvailable()) {
            throw CommandFailure.environment("there are no binaries of PostgreSQL for this machine");
        }
        try {
            EmbeddedDatabase database = EmbeddedDatabase.start(port);
            CountDownLatch closed = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                database.close();
                                closed.countDown();
                            },
                            "down"));
            terminal.print("database  " + database.url());
            terminal.print("up until Ctrl-C");
            closed.await();
            return ExitCode.OK;
        } catch (StackStartException e) {
            throw CommandFailure.environment(e);
        }
    }
}
