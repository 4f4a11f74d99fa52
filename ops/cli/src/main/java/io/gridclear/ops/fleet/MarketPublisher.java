package io.gridclear.ops.fleet;

import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.records.FeederRecords;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.serde.ContractSerdes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes feeders, market areas and usage points into their compacted topics; the same records again change nothing. */
public final class MarketPublisher implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final ContractSerdes serdes;
    private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

    MarketPublisher(Producer<byte[], byte[]> producer, ContractSerdes serdes) {
        this.producer = producer;
        this.serdes = serdes;
    }

    /**
     * A publisher of its own connection.
     *
     * @param clientConfigs brokers, credentials and time limits
     */
    public static MarketPublisher open(Map<String, Object> clientConfigs, ContractSerdes serdes) {
        Map<String, Object> configs = new HashMap<>(clientConfigs);
        configs.put(ProducerConfig.ACKS_CONFIG, "all");
        configs.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // a hundred thousand points leave in a few requests
        configs.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        configs.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        return new MarketPublisher(
                new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer()), serdes);
    }

    /**
     * Publishes and waits until all of it is acknowledged.
     *
     * @throws KafkaException if a record is not taken
     * @throws io.gridclear.schemas.registry.SchemaNotRegisteredException if an operator has not registered the schemas
     */
    public void publish(EmulatedMarket market) {
        send(
                TopicCatalogue.FEEDERS,
                market.feeders().values().stream().map(FeederRecords::toRecord).toList(),
                MarketPublisher::digest);
        send(TopicCatalogue.AREAS, market.areas(), MarketArea::getAreaMrid);
        send(TopicCatalogue.POINTS, market.points(), UsagePoint::getUsagePointMrid);
        producer.flush();
        Exception failure = firstFailure.get();
        if (failure != null) {
            throw new KafkaException("areas and usage points are not all published: " + failure.getMessage(), failure);
        }
    }

    private static String digest(io.gridclear.schemas.avro.Feeder record) {
        Feeder feeder = FeederRecords.toFeeder(record);
        return HexFormat.of().formatHex(FeederCodec.digest(feeder));
    }

    private <T extends SpecificRecord> void send(
            TopicContract<T> topic, Collection<T> values, Function<T, String> key) {
        Serializer<T> serializer = serdes.serializer(topic);
        for (T value : values) {
            byte[] keyBytes = key.apply(value).getBytes(StandardCharsets.UTF_8);
            producer.send(
                    new ProducerRecord<>(topic.name(), keyBytes, serializer.serialize(topic.name(), value)),
                    (metadata, failure) -> {
                        if (failure != null) {
                            firstFailure.compareAndSet(null, failure);
                        }
                    });
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
