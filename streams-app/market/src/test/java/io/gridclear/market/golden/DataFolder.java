package io.gridclear.market.golden;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The folder of recorded data that the system property {@code gridclear.data} names, by default {@code ../shared/data},
 * relative to the project's root.
 */
public final class DataFolder {

    private DataFolder() {}

    /**
     * Text of a file. Where its folder is absent the test is aborted, or fails when the environment says
     * GRIDCLEAR_REQUIRE_DATA=true.
     *
     * @param name path within the folder
     */
    public static String read(String name) throws IOException {
        Path file = projectRoot()
                .resolve(System.getProperty("gridclear.data", "../shared/data"))
                .resolve(name)
                .normalize();
        if (!Files.isDirectory(Objects.requireNonNull(file.getParent(), "a file stands in a folder"))) {
            String message = "no data at " + file.getParent() + "; name the data folder by -Dgridclear.data=FOLDER";
            if ("true".equals(System.getenv("GRIDCLEAR_REQUIRE_DATA"))) {
                fail(message);
            }
            abort(message);
        }
        return Files.readString(file, StandardCharsets.UTF_8);
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
