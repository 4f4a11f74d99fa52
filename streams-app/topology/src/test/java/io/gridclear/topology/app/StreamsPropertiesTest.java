package io.gridclear.topology.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.topology.errors.SenderTimestamps;
import io.gridclear.topology.metrics.MarketMetrics;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** What Kafka Streams is told, as Kafka Streams reads it. */
class StreamsPropertiesTest {

    private static StreamsConfig config(String... pairs) {
        Properties file = new Properties();
        for (int i = 0; i < pairs.length; i += 2) {
            file.setProperty(pairs[i], pairs[i + 1]);
        }
        return new StreamsConfig(
                StreamsProperties.of(StreamsSettings.of(Map.of(), name -> null, file), MarketMetrics.none()));
    }

    @Test
    void everythingIsExactlyOnceAndNothingFromOutsideStopsIt() {
        StreamsConfig config = config();
        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
        assertThat(config.defaultTimestampExtractor()).isInstanceOf(SenderTimestamps.class);
        assertThat(config.getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG))
                .isTrue();
        // the largest record in a dead letter, with its headers
        assertThat((int) config.getProducerConfigs("p").get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG))
                .isEqualTo(TopicCatalogue.MAX_DEAD_LETTER_BATCH_BYTES);
    }

    @Test
    void aSitesClientSettingsBeatOurTuningAndNothingElse() {
        StreamsConfig config = config(
                "kafka.producer.linger.ms", "5",
                "kafka.consumer.session.timeout.ms", "45000",
                "kafka.security.protocol", "SSL",
                "kafka.processing.guarantee", "at_least_once",
                "kafka.application.id", "other");
        assertThat(config.getProducerConfigs("p")).containsEntry(ProducerConfig.LINGER_MS_CONFIG, "5");
        assertThat(config.getMainConsumerConfigs("g", "c", 0))
                .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "45000")
                .containsEntry("security.protocol", "SSL");
        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
        assertThat(config.getString(StreamsConfig.APPLICATION_ID_CONFIG)).isEqualTo("gridclear-market");
    }

    @Test
    void underTheStreamsProtocolTheBrokerSetsSessionAndHeartbeat() {
        assertThat(config().originals()).containsKey("consumer.session.timeout.ms");
        assertThat(config("group.protocol", "streams").originals())
                .doesNotContainKeys("consumer.session.timeout.ms", "consumer.heartbeat.interval.ms")
                .containsEntry("group.protocol", "streams");
    }
}
