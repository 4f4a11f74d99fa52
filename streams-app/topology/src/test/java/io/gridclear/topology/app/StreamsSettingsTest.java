package io.gridclear.topology.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A flag beats the environment, which beats the file, which beats the default; what cannot be is said in one line. */
class StreamsSettingsTest {

    private static StreamsSettings flags(String... pairs) {
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            flags.put(pairs[i], pairs[i + 1]);
        }
        return StreamsSettings.of(flags, name -> null, new Properties());
    }

    private static Properties file(String... pairs) {
        Properties file = new Properties();
        for (int i = 0; i < pairs.length; i += 2) {
            file.setProperty(pairs[i], pairs[i + 1]);
        }
        return file;
    }

    @Test
    void defaultsAreThoseOfASiteWithThreeBrokers() {
        StreamsSettings settings = flags();
        assertThat(settings.bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(settings.replicationFactor()).isEqualTo(3);
        assertThat(settings.areaPartitions()).isEqualTo(24);
        assertThat(settings.groupProtocol()).isEqualTo("classic");
        assertThat(settings.httpHost()).isEqualTo("127.0.0.1");
        assertThat(settings.commitInterval()).hasMillis(100);
        assertThat(settings.clockInterval()).hasMillis(20);
        assertThat(settings.client()).isEmpty();
    }

    @Test
    void aFlagBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() {
        Function<String, String> environment = name -> switch (name) {
            case "GRIDCLEAR_THREADS" -> "5";
            case "GRIDCLEAR_STANDBY_REPLICAS" -> "6";
            default -> null;
        };
        StreamsSettings settings = StreamsSettings.of(
                Map.of("threads", "9"),
                environment,
                file("threads", "2", "standby.replicas", "3", "replication.factor", "4"));
        assertThat(settings.threads()).isEqualTo(9);
        assertThat(settings.standbyReplicas()).isEqualTo(6);
        assertThat(settings.replicationFactor()).isEqualTo(4);
        assertThat(settings.httpPort()).isEqualTo(9_464);
    }

    @ParameterizedTest
    @CsvSource({
        "bootstrap.servers, GRIDCLEAR_BOOTSTRAP_SERVERS, b:1",
        "registry.url, GRIDCLEAR_REGISTRY_URL, http://r",
        "application.id, GRIDCLEAR_APPLICATION_ID, app",
        "state.dir, GRIDCLEAR_STATE_DIR, somewhere",
        "threads, GRIDCLEAR_THREADS, 7",
        "standby.replicas, GRIDCLEAR_STANDBY_REPLICAS, 7",
        "group.protocol, GRIDCLEAR_GROUP_PROTOCOL, streams",
        "area.partitions, GRIDCLEAR_AREA_PARTITIONS, 7",
        "replication.factor, GRIDCLEAR_REPLICATION_FACTOR, 7",
        "commit.interval.ms, GRIDCLEAR_COMMIT_INTERVAL_MS, 7",
        "clock.interval.ms, GRIDCLEAR_CLOCK_INTERVAL_MS, 7",
        "delivery.settling.ms, GRIDCLEAR_DELIVERY_SETTLING_MS, 7",
        "http.host, GRIDCLEAR_HTTP_HOST, h",
        "http.port, GRIDCLEAR_HTTP_PORT, 7"
    })
    void everySettingHasAVariable(String key, String variable, String value) {
        StreamsSettings byVariable =
                StreamsSettings.of(Map.of(), name -> name.equals(variable) ? value : null, new Properties());
        assertThat(byVariable).isEqualTo(flags(key, value)).isNotEqualTo(flags());
    }

    record Wrong(String key, String value, String message) {}

    static List<Wrong> wrong() {
        return List.of(
                new Wrong("threads", "0", "threads must be at least 1"),
                new Wrong("threads", "two", "threads must be a whole number, is two"),
                new Wrong("threads", "", "threads must be a whole number"),
                new Wrong("threads", "3000000000", "threads must be a whole number"),
                new Wrong("standby.replicas", "-1", "standby.replicas must not be negative"),
                new Wrong("group.protocol", "consumer", "group.protocol must be classic or streams, is consumer"),
                new Wrong("area.partitions", "0", "area.partitions must be at least 1"),
                new Wrong("replication.factor", "0", "replication.factor must be at least 1"),
                new Wrong("commit.interval.ms", "0", "commit.interval.ms must be at least 1"),
                new Wrong("clock.interval.ms", "-5", "clock.interval.ms must be at least 1"),
                new Wrong("delivery.settling.ms", "-1", "delivery.settling.ms must be 0 to a year"),
                new Wrong("http.port", "65536", "http.port must be 0 to 65535"),
                new Wrong("http.port", "-1", "http.port must be 0 to 65535"),
                new Wrong("bootstrap.servers", " ", "bootstrap.servers must be set"),
                new Wrong("registry.url", "", "registry.url must be set"),
                new Wrong("application.id", "an app", "application.id may hold"),
                new Wrong("thread", "1", "no setting is called thread"),
                new Wrong("kafka.linger.ms", "1", "no setting is called kafka.linger.ms"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatCannotBeIsRefusedByName(Wrong wrong) {
        assertThatThrownBy(() -> flags(wrong.key(), wrong.value()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong.message());
    }

    @Test
    void anUnknownKeyOfTheFileIsRefusedAndOneOfTheClientsIsPassedOn() {
        StreamsSettings settings = StreamsSettings.of(
                Map.of(), name -> null, file("kafka.security.protocol", "SSL", "kafka.producer.linger.ms", "5"));
        assertThat(settings.client())
                .containsOnly(Map.entry("security.protocol", "SSL"), Map.entry("producer.linger.ms", "5"));
        assertThatThrownBy(() -> StreamsSettings.of(Map.of(), name -> null, file("treads", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no setting is called treads");
    }

    @Test
    void aFileIsReadAndOneThatIsNotThereIsNamed(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("streams.properties");
        Files.writeString(file, "threads = 3\n# a comment\nkafka.client.rack=a\n");
        StreamsSettings settings = StreamsSettings.of(Map.of(), name -> null, StreamsSettings.readFile(file));
        assertThat(settings.threads()).isEqualTo(3);
        assertThat(settings.client()).containsEntry("client.rack", "a");
        assertThatThrownBy(() -> StreamsSettings.readFile(directory.resolve("missing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing cannot be read");
    }

    @Test
    void secretsAreMaskedWhereTheSettingsAreShown() {
        StreamsSettings settings = StreamsSettings.of(
                Map.of("registry.url", "http://user:hush-1@one:8081,https://user:hush-2@two"),
                name -> null,
                file(
                        "kafka.sasl.jaas.config", "hush-3",
                        "kafka.ssl.keystore.password", "hush-4",
                        "kafka.consumer.ssl.key.password", "hush-5",
                        "kafka.ssl.keystore.key", "hush-6",
                        "kafka.sasl.oauthbearer.client.credentials.client.secret", "hush-7",
                        "kafka.security.protocol", "SASL_SSL"));
        assertThat(settings.describe())
                .doesNotContain("hush")
                .contains(
                        "registry.url=http://****@one:8081,https://****@two",
                        "kafka.sasl.jaas.config=****",
                        "kafka.security.protocol=SASL_SSL",
                        "threads=1",
                        "http=127.0.0.1:9464");
    }
}
