package io.gridclear.ops.stack;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an embedded broker is to run.
 *
 * @param dataDir   where it keeps its logs; null for a temporary directory that is deleted at close
 * @param port      port on loopback; 0 for a free one
 * @param overrides broker settings by their Kafka names, over those of {@link EmbeddedBroker}
 */
public record BrokerOptions(@Nullable Path dataDir, int port, Map<String, String> overrides) {

    /** Temporary directory, free port, settings as they are. */
    public static final BrokerOptions TEMPORARY = new BrokerOptions(null, 0, Map.of());

    private static final int MAX_PORT = 65_535;

    public BrokerOptions {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be in [0, " + MAX_PORT + "], not " + port);
        }
        overrides = Map.copyOf(overrides);
    }

    /** Keeps its logs in {@code dataDir} over restarts. */
    public static BrokerOptions in(Path dataDir) {
        return new BrokerOptions(dataDir, 0, Map.of());
    }
}
