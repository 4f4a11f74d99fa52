package io.gridclear.ops.stack;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a registry process is to run.
 *
 * @param port    port on loopback; 0 for a free one
 * @param logFile where it writes its log; null for a temporary file that is deleted at close
 */
public record RegistryOptions(int port, @Nullable Path logFile) {

    /** Free port, temporary log. */
    public static final RegistryOptions TEMPORARY = new RegistryOptions(0, null);

    private static final int MAX_PORT = 65_535;

    public RegistryOptions {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be in [0, " + MAX_PORT + "], not " + port);
        }
    }
}
