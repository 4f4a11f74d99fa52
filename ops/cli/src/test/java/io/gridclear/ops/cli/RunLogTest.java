package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class RunLogTest {

    private static final Logger LOG = LoggerFactory.getLogger(RunLogTest.class);

    @TempDir
    private Path folder;

    @Test
    void writesAtItsLevelAndAbove() {
        Path file = new RunLog().open(folder.resolve("logs/run.log"), Level.WARN);

        LOG.warn("seen");
        LOG.info("not seen");

        assertThat(file).content().contains("WARN").contains("RunLogTest: seen").doesNotContain("not seen");
    }

    @Test
    void keepsTheTerminalClean() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream caught = new PrintStream(terminal, true, StandardCharsets.UTF_8)) {
            System.setOut(caught);
            System.setErr(caught);
            new RunLog().open(folder.resolve("run.log"), Level.INFO);
            LOG.error("to the file only");
        } finally {
            System.setOut(out);
            System.setErr(err);
        }

        assertThat(terminal.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void appendsToWhatIsThere() throws IOException {
        Path file = Files.writeString(folder.resolve("run.log"), "before\n");

        new RunLog().open(file, Level.INFO);
        LOG.info("after");

        assertThat(file).content().startsWith("before\n").contains("after");
    }

    @Test
    void staysOpenOnceItIsOpen() {
        RunLog log = new RunLog();
        assertThat(log.isOpen()).isFalse();
        Path first = log.open(folder.resolve("first.log"), Level.INFO);

        assertThat(log.open(folder.resolve("second.log"), Level.INFO)).isEqualTo(first);
        assertThat(log.isOpen()).isTrue();
    }

    @Test
    void isBoundedHoweverMuchIsLogged() throws IOException {
        Path file = new RunLog().open(folder.resolve("run.log"), Level.INFO);
        String long1k = "x".repeat(1024);
        for (int n = 0; n < 90 * 1024; n++) {
            LOG.info(long1k);
        }

        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).contains(file).hasSizeLessThanOrEqualTo(3);
            assertThat(all).allSatisfy(one -> assertThat(Files.size(one)).isLessThan(30L << 20));
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsTheEnvironmentsFault() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new RunLog().open(inTheWay.resolve("run.log"), Level.INFO))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                .hasMessageContaining("cannot write the log file");
    }
}
