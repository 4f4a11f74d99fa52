package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ops.stack.EmbeddedDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bill} and {@code reconcile} say of a database with nothing in it, and of none. */
class BillingCommandsTest {

    @TempDir
    private Path directory;

    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() throws Exception {
        database = EmbeddedDatabase.start(0);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    /** A run, and what libraries wrote to the terminal past it. */
    private Run run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--log";
        all[1] = directory.resolve("run.log").toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        PrintStream terminal = System.out;
        ByteArrayOutputStream past = new ByteArrayOutputStream();
        System.setOut(new PrintStream(past, true, StandardCharsets.UTF_8));
        try {
            Run run = Run.of(all);
            assertThat(past.toString(StandardCharsets.UTF_8))
                    .as("logs on the terminal would stand in a file of bills")
                    .isEmpty();
            return run;
        } finally {
            System.setOut(terminal);
        }
    }

    @Test
    void thereIsNothingToBill() {
        Run run = run("bill", "--participant", "anna", "--day", "2026-11-28", "--database", database.url());

        assertThat(run)
                .isEqualTo(new Run(
                        ExitCode.REFUSED, "", "gridclear bill: there is nothing to bill anna for on 2026-11-28\n"));
        assertThat(directory.resolve("run.log")).content().contains("Flyway");
    }

    @Test
    void anEmptyDatabaseReconcilesNothing() {
        Run run = run("reconcile", "--database", database.url());

        assertThat(run).isEqualTo(new Run(ExitCode.REFUSED, "", "gridclear reconcile: there is no run to reconcile\n"));
    }

    @Test
    void aDatabaseThatIsNotThereIsTheEnvironmentsFault() {
        Run run = run(
                "bill",
                "--participant",
                "anna",
                "--day",
                "2026-11-28",
                "--database",
                "jdbc:postgresql://127.0.0.1:1/x");

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err())
                .startsWith("gridclear bill: the database does not do it: ")
                .hasLineCount(1);
    }

    @Test
    void anotherKindOfDatabaseIsAWrongArgument() {
        Run run = run("reconcile", "--database", "jdbc:mysql://127.0.0.1/x");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("jdbc:postgresql:");
    }
}
