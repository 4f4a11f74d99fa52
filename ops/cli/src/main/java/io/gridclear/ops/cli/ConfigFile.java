package io.gridclear.ops.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The file of client properties that a command takes: whatever a cluster wants beside an address. */
final class ConfigFile {

    /** Confluent's prefix for settings of the registry's client. */
    private static final String REGISTRY_PREFIX = "schema.registry.";

    /** Settings of the registry's client that Confluent does not prefix. */
    private static final String BASIC_AUTH_PREFIX = "basic.auth.";

    private static final String BEARER_AUTH_PREFIX = "bearer.auth.";

    private static final List<String> SECURITY_PREFIXES = List.of("security.", "sasl.", "ssl.");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Java properties for the clients: Kafka's own (security.protocol, ssl.*, sasl.* ...), and those "
                            + "of Confluent's registry client (basic.auth.*, bearer.auth.*, schema.registry.ssl.* ...).")
    private @Nullable Path file;

    /** Properties of Kafka clients; empty without a file. */
    Map<String, String> ofBrokers() {
        Map<String, String> configs = all();
        configs.keySet().removeIf(ConfigFile::isOfRegistry);
        return configs;
    }

    /** Those of the brokers' properties that are about TLS and SASL; empty without a file. */
    Map<String, String> securityOfBrokers() {
        Map<String, String> configs = all();
        configs.keySet().removeIf(key -> SECURITY_PREFIXES.stream().noneMatch(key::startsWith));
        return configs;
    }

    /** Properties of the registry's client; empty without a file. */
    Map<String, String> ofRegistry() {
        Map<String, String> configs = all();
        configs.keySet().removeIf(key -> !isOfRegistry(key));
        return configs;
    }

    private static boolean isOfRegistry(String key) {
        return key.startsWith(REGISTRY_PREFIX)
                || key.startsWith(BASIC_AUTH_PREFIX)
                || key.startsWith(BEARER_AUTH_PREFIX);
    }

    private Map<String, String> all() {
        Map<String, String> configs = new HashMap<>();
        if (file == null) {
            return configs;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read --config " + IoFailure.of(e));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--config " + file + ": " + e.getMessage());
        }
        properties.stringPropertyNames().forEach(key -> configs.put(key, properties.getProperty(key)));
        return configs;
    }
}
