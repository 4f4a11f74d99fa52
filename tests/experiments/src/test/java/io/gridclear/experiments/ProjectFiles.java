package io.gridclear.experiments;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The project's own files, and recorded data beside it. */
public final class ProjectFiles {

    private ProjectFiles() {}

    /** The nearest folder upwards with Maven's settings in it. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the tests run outside of the project");
        }
        return folder;
    }

    /**
     * The folder of recorded data that the system property {@code gridclear.data} names, by default {@code ../shared/data}.
     * Where it is absent the test is aborted, or fails when the environment says GRIDCLEAR_REQUIRE_DATA=true.
     */
    public static Path data() {
        Path folder = root()
                .resolve(System.getProperty("gridclear.data", "../shared/data"))
                .normalize();
        if (!Files.isDirectory(folder)) {
            String message = "no data at " + folder + "; name the data folder by -Dgridclear.data=FOLDER";
            if ("true".equals(System.getenv("GRIDCLEAR_REQUIRE_DATA"))) {
                fail(message);
            }
            abort(message);
        }
        return folder;
    }
}
