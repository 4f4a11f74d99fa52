package io.gridclear.meter.profile;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Recorded series that stay outside the project: {@code -Dgridclear.data=DIR}, by default {@code ../shared/data},
 * relative to the project's root.
 */
public final class SharedData {
    /** Maven runs a module's tests in the module's own directory. */
    private static final Path PROJECT_ROOT = Path.of("..");

    private SharedData() {}

    /**
     * The file. Where it is not there the test is aborted, or fails when the environment says
     * GRIDCLEAR_REQUIRE_DATA=true.
     */
    public static Path file(String name) {
        Path file = PROJECT_ROOT
                .resolve(System.getProperty("gridclear.data", "../shared/data"))
                .resolve(name)
                .normalize();
        if (!Files.isReadable(file)) {
            String message = "no recorded series at " + file + "; name the data folder by -Dgridclear.data=FOLDER";
            if ("true".equals(System.getenv("GRIDCLEAR_REQUIRE_DATA"))) {
                fail(message);
            }
            abort(message);
        }
        return file;
    }
}
