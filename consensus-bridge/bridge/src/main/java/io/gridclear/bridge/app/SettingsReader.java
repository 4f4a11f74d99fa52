package io.gridclear.bridge.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings: a flag beats the environment ({@code GRIDCLEAR_GROUP_ID} for {@code group.id}), which beats the
 * properties file, which beats the default. Keys that begin with {@code kafka.} go to the Kafka clients without that prefix,
 * those of the registry's client ({@code basic.auth.}, {@code bearer.auth.}, {@code schema.registry.}) to it as they are.
 */
final class SettingsReader {

    private static final String CLIENT_PREFIX = "kafka.";

    /** As Confluent's client names its settings. */
    private static final List<String> REGISTRY_PREFIXES = List.of("basic.auth.", "bearer.auth.", "schema.registry.");

    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> client = new TreeMap<>();
    private final Map<String, String> registry = new TreeMap<>();

    /**
     * Reads.
     *
     * @param defaults every key that there is, with its default
     * @throws IllegalArgumentException if a setting is not known
     */
    SettingsReader(
            Map<String, String> defaults,
            Map<String, String> flags,
            Function<String, @Nullable String> environment,
            Properties file) {
        values.putAll(defaults);
        for (String name : file.stringPropertyNames()) {
            if (name.startsWith(CLIENT_PREFIX)) {
                client.put(name.substring(CLIENT_PREFIX.length()), file.getProperty(name));
            } else if (REGISTRY_PREFIXES.stream().anyMatch(name::startsWith)) {
                registry.put(name, file.getProperty(name));
            } else {
                put(name, file.getProperty(name));
            }
        }
        for (String key : defaults.keySet()) {
            String variable =
                    environment.apply("GRIDCLEAR_" + key.replace('.', '_').toUpperCase(Locale.ROOT));
            if (variable != null) {
                values.put(key, variable);
            }
        }
        flags.forEach(this::put);
    }

    private void put(String name, String value) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException(
                    "no setting is called " + name + " (Kafka client settings begin with " + CLIENT_PREFIX + ")");
        }
        values.put(name, value);
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("no default for " + key);
        }
        return value;
    }

    int whole(String key) {
        try {
            return Integer.parseInt(text(key).trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, is " + text(key), e);
        }
    }

    /** Settings of the Kafka clients. */
    Map<String, String> client() {
        return client;
    }

    /** Settings of the registry's client. */
    Map<String, String> registry() {
        return registry;
    }

    /** All of them on one line, secrets masked. */
    static String describe(Map<String, Object> settings, Map<String, String> client, Map<String, String> registry) {
        StringBuilder text = new StringBuilder();
        settings.forEach((name, value) -> text.append(text.isEmpty() ? "" : " ")
                .append(name)
                .append('=')
                .append(value.toString().replaceAll("//[^/@,]*@", "//****@")));
        new TreeMap<>(client)
                .forEach((name, value) ->
                        text.append(" kafka.").append(name).append('=').append(isSecret(name) ? "****" : value));
        new TreeMap<>(registry)
                .forEach((name, value) ->
                        text.append(' ').append(name).append('=').append(isSecret(name) ? "****" : value));
        return text.toString();
    }

    private static boolean isSecret(String name) {
        return name.contains("user.info")
                || name.contains("token")
                || name.contains("password")
                || name.contains("jaas")
                || name.contains("secret")
                || name.contains("key");
    }

    /** The file that {@code GRIDCLEAR_CONFIG} names, or nothing. */
    static Properties file(Function<String, @Nullable String> environment) {
        Properties properties = new Properties();
        String name = environment.apply("GRIDCLEAR_CONFIG");
        if (name == null) {
            return properties;
        }
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("settings file " + name + " cannot be read: " + e.getMessage(), e);
        }
        return properties;
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
