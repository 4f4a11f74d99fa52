package io.gridclear.market.golden;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The folder of golden files: {@code golden} within the folder that the system property {@code gridclear.data} names,
 * by default {@code ../shared/data}, relative to the project's root.
 */
final class GoldenFolder {

    private GoldenFolder() {}

    /**
     * Text of a golden file. Where the folder is absent the test is aborted, or fails when the environment says
     * GRIDCLEAR_REQUIRE_DATA=true.
     */
    static String read(String name) throws IOException {
        Path folder = projectRoot()
                .resolve(System.getProperty("gridclear.data", "../shared/data"))
                .resolve("golden")
                .normalize();
        if (!Files.isDirectory(folder)) {
            String message = "no golden files at " + folder + "; name the data folder by -Dgridclear.data=FOLDER";
            if ("true".equals(System.getenv("GRIDCLEAR_REQUIRE_DATA"))) {
                fail(message);
            }
            abort(message);
        }
        return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    }

    /** The nearest folder upwards with Maven's settings in it. */
    private static Path projectRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the tests run outside of the project");
        }
        return folder;
    }
}
