package io.gridclear.ops.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.emulator.FleetPlan;
import io.gridclear.meter.emulator.FleetPlanSettings;
import io.gridclear.records.FeederRecords;
import io.gridclear.schemas.avro.Feeder;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class MarketPublisherTest {

    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final FleetPlan plan = FleetPlan.of(FleetPlanSettings.of(5, 2, 7, 1));
    private final EmulatedMarket market = EmulatedMarket.of(plan, 9_000, ReferencePriceRule.MEAN);

    @Test
    void everyFeederAreaAndUsagePointStandsUnderItsOwnKey() {
        MockProducer<byte[], byte[]> producer = producer(true);

        new MarketPublisher(producer, serdes).publish(market);

        Map<String, MarketArea> areas = sent(producer, TopicCatalogue.AREAS);
        assertThat(areas).containsOnlyKeys("area-001", "area-002");
        assertThat(areas.values()).containsExactlyElementsOf(market.areas());
        Map<String, UsagePoint> points = sent(producer, TopicCatalogue.POINTS);
        assertThat(points).hasSize(7).containsKey("meter-000007");
        assertThat(points.values()).containsExactlyElementsOf(market.points());
        Map<String, Feeder> feeders = sent(producer, TopicCatalogue.FEEDERS);
        assertThat(feeders).containsOnlyKeys(market.feeders().keySet());
        feeders.forEach((digest, feeder) -> assertThat(FeederRecords.toFeeder(feeder))
                .isEqualTo(market.feeders().get(digest)));
    }

    @Test
    void aRecordThatIsNotTakenFailsTheWhole() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized void flush() {
                        completeNext();
                        errorNext(new TopicAuthorizationException("not allowed to write"));
                        super.flush();
                    }
                };
        MarketPublisher publisher = new MarketPublisher(producer, serdes);

        assertThatThrownBy(() -> publisher.publish(market))
                .isInstanceOf(KafkaException.class)
                .hasMessage("areas and usage points are not all published: not allowed to write");
    }

    private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
        return new MockProducer<>(autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private <T extends SpecificRecord> Map<String, T> sent(
            MockProducer<byte[], byte[]> producer, TopicContract<T> topic) {
        Map<String, T> values = new LinkedHashMap<>();
        producer.history().stream()
                .filter(record -> record.topic().equals(topic.name()))
                .forEach(record -> values.put(
                        new String(record.key(), StandardCharsets.UTF_8),
                        serdes.deserializer(topic).deserialize(topic.name(), record.value())));
        return values;
    }
}
