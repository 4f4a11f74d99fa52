package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ops/gridclear} in a project of its own, where Java and Maven are scripts that say what they got. */
class StartScriptTest {

    @TempDir
    private Path folder;

    private Path project;
    private Path source;

    @BeforeEach
    void layOutAProject() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        for (String directory : List.of(
                "schemas",
                "streams-app",
                "meter-producers",
                "consensus-bridge",
                "ops/verify",
                "ops/billing",
                "ops/cli/src/main/java")) {
            Files.createDirectories(project.resolve(directory));
        }
        source = Files.writeString(project.resolve("ops/cli/src/main/java/A.java"), "class A {}");
        Files.writeString(project.resolve("ops/pom.xml"), "");
        Files.writeString(project.resolve("pom.xml"), "");
        Files.copy(Path.of("../gridclear"), project.resolve("ops/gridclear"));
        java("17.0.15");
        script("jdk/bin/javac", "");
        script("bin/mvn", "echo built >>\"$BUILDS\"\nmkdir -p ops/cli/target\ntouch ops/cli/target/gridclear-cli.jar");
    }

    private void java(String version) throws IOException {
        script("jdk/bin/java", "printf '<%s>' \"$@\"");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    private void script(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\nset -e\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void buildsOnceAndHandsTheArgumentsOverAsTheyAre() throws Exception {
        Run first = start("clear", "my orders.csv", "*");
        Run second = start("clear", "my orders.csv", "*");

        assertThat(first.err()).startsWith("gridclear: building");
        assertThat(first.out()).endsWith("<io.gridclear.ops.cli.Gridclear><clear><my orders.csv><*>");
        assertThat(first.out())
                .contains("<" + project.toRealPath() + "/ops/cli/target/gridclear-cli.jar>")
                .contains("<-Dgridclear.scripts=" + project.toRealPath() + "/ops>");
        assertThat(second).isEqualTo(new Run(0, first.out(), ""));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewerThanTheBuildOrGone() throws Exception {
        start("--version");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(3)));
        assertThat(start("--version").err()).startsWith("gridclear: building");
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        assertThat(start("--version").err()).isEmpty();

        Files.delete(source);
        Files.setLastModifiedTime(
                source.getParent(), FileTime.from(Instant.now().plusSeconds(3)));
        assertThat(start("--version").err()).startsWith("gridclear: building");
    }

    @Test
    void theLedgersSourcesAreSourcesToo() throws Exception {
        start("--version");
        Path application = project.resolve("consensus-bridge/ledger/src/main/java/B.java");
        Files.createDirectories(application.getParent());
        Files.writeString(application, "class B {}");
        Files.setLastModifiedTime(application, FileTime.from(Instant.now().plusSeconds(3)));

        assertThat(start("--version").err()).startsWith("gridclear: building");
    }

    @Test
    void theExperimentsAreAProgramOfTheirOwn() throws Exception {
        script(
                "bin/mvn",
                "echo \"$*\" >>\"$BUILDS\"\nmkdir -p tests/experiments/target\n"
                        + "touch tests/experiments/target/experiments.jar");
        Files.createDirectories(project.resolve("tests/experiments/src/main/java"));
        Files.writeString(project.resolve("tests/pom.xml"), "");

        Run run = start("experiment", "trading", "--draws", "3");

        assertThat(run.out()).endsWith("<io.gridclear.experiments.ExperimentCommand><trading><--draws><3>");
        assertThat(run.out()).contains("/tests/experiments/target/experiments.jar>");
        assertThat(Files.readString(folder.resolve("builds"))).contains("-pl tests/experiments -am package");
        assertThat(start("experiment", "trading").err()).isEmpty();
        Path report = project.resolve("tests/experiments/src/main/java/B.java");
        Files.writeString(report, "class B {}");
        Files.setLastModifiedTime(report, FileTime.from(Instant.now().plusSeconds(3)));
        assertThat(start("experiment", "trading").err()).startsWith("gridclear: building");
    }

    @Test
    void testsAndBuildOutputDoNotCallForABuild() throws Exception {
        start("--version");
        for (String file : List.of("ops/cli/src/test/java/ATest.java", "ops/cli/target/classes/A.class")) {
            Path touched = project.resolve(file);
            Files.createDirectories(touched.getParent());
            Files.writeString(touched, "");
            Files.setLastModifiedTime(touched, FileTime.from(Instant.now().plusSeconds(3)));
        }
        assertThat(start("--version").err()).isEmpty();
    }

    @Test
    @Timeout(60)
    void twoCallsAtOnceBuildOnce() throws Exception {
        // the build lasts until both calls have been made
        script(
                "bin/mvn",
                "echo built >>\"$BUILDS\"\nread line <\"$GATE\"\nmkdir -p ops/cli/target\n"
                        + "touch ops/cli/target/gridclear-cli.jar");
        Path gate = folder.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        Process one = process(List.of("--version")).start();
        Process other = process(List.of("--version")).start();
        Files.writeString(gate, "go\n");

        assertThat(finished(one).exitCode()).isZero();
        assertThat(finished(other).exitCode()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void worksThroughALinkFromAnyDirectory() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("gc"), Path.of("a project/ops/gridclear"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("gc2"), link);

        Run run = finished(process(linkToLink, List.of("--version"))
                .directory(new java.io.File("/"))
                .start());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("<--version>");
    }

    @Test
    void anOldJavaIsRefusedWithItsVersion() throws Exception {
        java("11.0.2");

        Run run = start("--version");

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("is Java 11.0.2; 17 or newer is needed").hasLineCount(1);
    }

    @Test
    void aJavaHomeWithoutJavaIsRefused() throws Exception {
        Files.delete(folder.resolve("jdk/bin/java"));

        Run run = start("--version");

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("JAVA_HOME is " + folder.resolve("jdk")).hasLineCount(1);
    }

    @Test
    void aFailedBuildEndsTheCallAndIsTriedAgain() throws Exception {
        script("bin/mvn", "echo no such symbol >&2\nexit 1");
        Run failed = start("--version");
        assertThat(failed.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(failed.err()).contains("no such symbol").contains("the build failed");
        assertThat(failed.out()).isEmpty();

        assertThat(start("--version").err()).startsWith("gridclear: building");
    }

    private Run start(String... arguments) throws Exception {
        return finished(process(List.of(arguments)).start());
    }

    private ProcessBuilder process(List<String> arguments) {
        return process(project.resolve("ops/gridclear"), arguments);
    }

    private ProcessBuilder process(Path script, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        process.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        process.environment().put("BUILDS", folder.resolve("builds").toString());
        process.environment().put("GATE", folder.resolve("gate").toString());
        process.environment().remove("GRIDCLEAR_JAVA_OPTS");
        return process;
    }

    private static Run finished(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out, err);
    }

    private int builds() throws IOException {
        return Files.readAllLines(folder.resolve("builds")).size();
    }
}
