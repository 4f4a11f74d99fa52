package io.gridclear.meter.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridclear.meter.client.FleetClientSettings.Batching;
import io.gridclear.meter.client.FleetClientSettings.Timeouts;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FleetClientSettingsTest {
    private static final FleetClientSettings GOOD = FleetClientSettings.of("127.0.0.1:9092", "http://127.0.0.1:8081");

    private static FleetClientSettings with(List<String> registries, String clientId) {
        return new FleetClientSettings(
                "127.0.0.1:9092", registries, clientId, Map.of(), Map.of(), 1, Timeouts.DEFAULT, Batching.DEFAULT);
    }

    private static Arguments refusal(String said, Supplier<Object> made) {
        return Arguments.of(said, made);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("bootstrapServers", () -> FleetClientSettings.of(" ", "http://127.0.0.1:8081")),
                refusal("registryUrls", () -> with(List.of(), "me")),
                refusal("clientId", () -> with(List.of("http://127.0.0.1:8081"), "")),
                refusal("not acks", () -> GOOD.withSecurity(Map.of("acks", "1"), Map.of())),
                refusal("maxInFlight", () -> GOOD.withMaxInFlight(0)),
                refusal("maxInFlight", () -> GOOD.withMaxInFlight(100_001)),
                refusal("submitMs", () -> new Timeouts(99, 30_000, 1, 0)),
                refusal("connectMs", () -> new Timeouts(100, 30_000, 0, 0)),
                refusal("closeMs", () -> new Timeouts(100, 30_000, 1, -1)),
                refusal("deliveryMs", () -> GOOD.withTimeouts(new Timeouts(100, 5_019, 1, 0))),
                refusal("lingerMs", () -> new Batching(-1, 1, "none")),
                refusal("batchBytes", () -> new Batching(0, 0, "none")),
                refusal("batchBytes", () -> new Batching(0, (1 << 20) + 1, "none")),
                refusal("compression", () -> new Batching(0, 1, "brotli")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void namesTheSettingThatIsWrong(String said, Supplier<Object> made) {
        assertThatIllegalArgumentException().isThrownBy(made::get).withMessageContaining(said);
    }

    @Test
    void takesTheBoundsThemselves() {
        assertThat(GOOD.withMaxInFlight(1)
                        .withTimeouts(new Timeouts(100, 5_020, 1, 0))
                        .maxInFlight())
                .isEqualTo(1);
        assertThat(new Batching(0, 1 << 20, "zstd").batchBytes()).isEqualTo(1 << 20);
    }

    @Test
    void masksSecretsWhenPrinted() {
        FleetClientSettings secured = GOOD.withSecurity(
                Map.of(
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "PLAIN",
                        "sasl.jaas.config", "password=hunter2"),
                Map.of("basic.auth.user.info", "me:hunter3"));

        assertThat(secured.toString())
                .contains("security.protocol=SASL_SSL", "sasl.mechanism=PLAIN", "sasl.jaas.config=***")
                .doesNotContain("hunter2", "hunter3", "me:");
    }

    @Test
    void theProducerIsIdempotentAcknowledgedByAllAndBounded() {
        Map<String, Object> configs = KafkaConfigs.producer(GOOD);

        assertThat(configs)
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000)
                .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000L)
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 20L);
        new ProducerConfig(configs);
    }

    @Test
    void theConsumerReadsWhatIsCommittedAndKeepsNoOffsets() {
        Map<String, Object> configs = KafkaConfigs.consumer(GOOD);

        assertThat(configs)
                .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)
                .doesNotContainKey(ConsumerConfig.GROUP_ID_CONFIG);
        new ConsumerConfig(configs);
    }
}
