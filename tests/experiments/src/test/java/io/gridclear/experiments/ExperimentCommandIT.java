package io.gridclear.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.experiments.report.Summary;
import io.gridclear.ops.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentCommandIT {

    @TempDir
    private Path folder;

    private record Run(int exitCode, String out, String err) {}

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = ExperimentCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "trading --help", "scale --help"})
    void everyExperimentHasHelp(String commandLine) {
        Run run = run(commandLine.split(" "));
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("Usage: gridclear experiment").contains("Exit codes:");
    }

    @Test
    void withoutAnExperimentItSaysWhichThereAre() {
        Run run = run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("no experiment given")
                .contains("trading")
                .contains("scale");
    }

    @Test
    void wrongNumbersAreRefused() {
        assertThat(run("trading", "--draws", "0").err()).contains("--draws must be 1 to");
        assertThat(run("scale", "--runs", "1").err()).contains("--runs must be 2 to");
        assertThat(run("scale", "--shrink", "0").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aNamedFolderWithoutSeriesIsTheEnvironmentsFault() {
        Run run = run(
                "trading",
                "--data",
                folder.toString(),
                "--out",
                folder.resolve("out").toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("does not hold loads_uci").hasLineCount(1);
    }

    @Test
    void aFolderThatCannotBeMadeIsTheEnvironmentsFault() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Run run = run("trading", "--draws", "1", "--out", file.resolve("out").toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("file").doesNotContain("\tat ");
    }

    @Test
    void tradingLeavesEveryFigureAsTableAndPlotAndTheSameOnesAgain() throws IOException {
        for (String out : List.of("one", "two")) {
            Run run = run(
                    "trading",
                    "--draws",
                    "2",
                    "--seed",
                    "5",
                    "--out",
                    folder.resolve(out).toString());
            assertThat(run.exitCode()).as(run.out() + run.err()).isIn(ExitCode.OK, ExitCode.REFUSED);
            assertThat(run.out()).contains("data: ").contains("two stages, best responses of all");
        }
        List<Path> files;
        try (var all = Files.list(folder.resolve("one"))) {
            files = all.sorted().toList();
        }
        assertThat(files.stream().map(file -> file.getFileName().toString()))
                .contains("report.md", "summary.json", "draws.csv", "strategies.csv", "ratios.csv", "mechanisms.csv")
                .contains("wash-trade.csv", "frontier.svg", "frontier.png", "distribution-income.svg");
        for (Path file : files) {
            assertThat(file).hasSameBinaryContentAs(folder.resolve("two").resolve(file.getFileName()));
            assertThat(Files.size(file)).as(file.toString()).isLessThan(150_000);
        }
        Summary summary = Summary.readFrom(folder.resolve("one/summary.json"));
        assertThat(summary.parameters()).containsEntry("seed", "5").containsEntry("draws", "2");
        assertThat(summary.get("income.urgent.both").count()).isEqualTo(2);
        String report = Files.readString(folder.resolve("one/report.md"));
        assertThat(report).contains("--draws 2 --seed 5").doesNotContain(folder.toString());
    }

    @Test
    void scaleLeavesItsExponents() throws IOException {
        Run run = run("scale", "--shrink", "1000", "--runs", "2", "--out", folder.toString());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("ledger, by agents");
        Summary summary = Summary.readFrom(folder.resolve("summary.json"));
        assertThat(summary.figures()).containsKeys("exponent.kernel-orders", "exponent-half-width.ledger-agents");
        assertThat(summary.get("cost.store-orders.100").min()).isPositive();
        assertThat(Files.readString(folder.resolve("by-orders.svg"))).contains("fit: exponent");
    }
}
