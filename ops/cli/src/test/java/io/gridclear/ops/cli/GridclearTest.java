package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridclearTest {

    @Test
    void versionNamesTheProgramAndTheJava() {
        Run run = Run.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("gridclear [0-9]+\\.[0-9]+\\.[0-9]+\\S*\nJava .*\n");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "demo --help",
                "up --help",
                "streams --help",
                "clear --help",
                "topics --help",
                "topics apply --help",
                "topics diff --help",
                "schemas --help",
                "schemas register --help",
                "schemas check --help",
                "feeder --help",
                "feeder check --help",
                "tail --help",
                "receipts --help",
                "receipts export --help",
                "verify --help",
                "committee --help",
                "testnet --help",
                "validator --help",
                "bridge --help",
                "fleet --help"
            })
    void everyCommandHasHelpWithItsExitCodes(String commandLine) {
        Run run = Run.of(commandLine.split(" "));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Usage: gridclear")
                .contains("Exit codes:")
                .contains("--log=FILE");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theHelpListsTheCommands() {
        assertThat(Run.of("--help").out())
                .contains(
                        "demo ",
                        "up ",
                        "streams ",
                        "clear ",
                        "topics ",
                        "schemas ",
                        "feeder ",
                        "tail ",
                        "fleet ",
                        "receipts ",
                        "verify ")
                .contains("committee ", "testnet ", "validator ", "bridge ");
    }

    @Test
    void theHelpNamesTheExperimentsThatItDoesNotHold() {
        assertThat(Run.of("--help").out()).endsWith("ops/gridclear experiment --help\n");
        assertThat(Run.of("clear", "--help").out()).doesNotContain("experiment");
    }

    @Test
    void withoutACommandItSaysWhatToDo() {
        Run run = Run.of();

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("no command given").contains("gridclear --help");
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheLikelyOne() {
        Run run = Run.of("claer");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("claer").contains("gridclear clear").doesNotContain("Exception");
    }

    @Test
    void aLogFileThatCannotBeWrittenIsTheEnvironmentsFault(@TempDir Path folder) {
        Run run = Run.of("--log", folder.toString(), "clear", "orders.csv");

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).startsWith("gridclear: cannot write the log file " + folder);
        assertThat(run.err()).hasLineCount(1);
    }
}
