package io.gridclear.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The top level is fixed: a stranger finds the same few doors for as long as the project lives. */
class TopLevelTest {
    private static final Set<String> HOUSE = Set.of(
            "pom.xml",
            "README.md",
            "schemas",
            "streams-app",
            "meter-producers",
            "consensus-bridge",
            "ops",
            "tests",
            "docs",
            ".ci");

    /** What Git, Maven and editors need there; none of it is a place for the product's own files. */
    private static final Set<String> TOOLS = Set.of(".git", ".gitignore", ".mvn", "target", ".idea", ".vscode");

    @Test
    void holdsTheHouseAndNothingElse() throws IOException {
        assertThat(besideTools(projectRoot())).isEqualTo(new TreeSet<>(HOUSE));
    }

    @Test
    void docsHoldDecisionsAndResults() throws IOException {
        assertThat(besideTools(projectRoot().resolve("docs"))).containsExactly("decisions", "experiments");
    }

    @Test
    void aStrayDirectoryIsSeen(@TempDir Path root) throws IOException {
        Files.createDirectory(root.resolve("utils"));
        Files.createDirectory(root.resolve("target"));
        assertThat(besideTools(root)).containsExactly("utils");
    }

    private static Set<String> besideTools(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !TOOLS.contains(name))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Path projectRoot() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("streams-app"))) {
            directory = directory.getParent();
            assertThat(directory)
                    .as("the project's root above the working directory")
                    .isNotNull();
        }
        return directory;
    }
}
