package io.gridclear.ops.feeder;

import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.ops.topic.Stretch;
import io.gridclear.ops.topic.TopicScan;
import io.gridclear.records.FeederRecords;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.serde.ContractSerdes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts feeders into their topic under the digest of their bytes, and names them in areas. The same feeder again changes
 * nothing. Single-threaded.
 */
public final class FeederPublisher implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final TopicScan scan;
    private final ContractSerdes serdes;

    private FeederPublisher(Producer<byte[], byte[]> producer, TopicScan scan, ContractSerdes serdes) {
        this.producer = producer;
        this.scan = scan;
        this.serdes = serdes;
    }

    /**
     * A publisher of its own connections.
     *
     * @param clientConfigs brokers, credentials and time limits
     */
    public static FeederPublisher open(Map<String, Object> clientConfigs, ContractSerdes serdes) {
        Map<String, Object> configs = new HashMap<>(clientConfigs);
        configs.put(ProducerConfig.ACKS_CONFIG, "all");
        configs.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        TopicScan scan = TopicScan.open(clientConfigs, serdes);
        try {
            return new FeederPublisher(
                    new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer()), scan, serdes);
        } catch (KafkaException e) {
            scan.close();
            throw e;
        }
    }

    /**
     * The configuration of an area as it would name a feeder.
     *
     * @param configuration with the feeder
     * @param before digest of the feeder that it names now, hexadecimal; empty if it names none
     */
    public record Naming(MarketArea configuration, String before) {}

    /**
     * How an area would name a feeder; publishes nothing.
     *
     * @throws AreaRefusal if the area has no configuration, or its terms would be none with the feeder
     */
    public Naming naming(String area, Feeder feeder) throws AreaRefusal {
        AtomicReference<@Nullable MarketArea> latest = new AtomicReference<>();
        scan.read(TopicCatalogue.AREAS, Stretch.ALL, found -> {
            if (found.value().getAreaMrid().equals(area)) {
                latest.set(found.value());
            }
            return true;
        });
        MarketArea configured = latest.get();
        if (configured == null) {
            throw new AreaRefusal("there is no area " + area + " in " + TopicCatalogue.AREAS.name());
        }
        String before = hex(configured.getFeeder());
        ByteBuffer digest = ByteBuffer.wrap(FeederCodec.digest(feeder));
        configured.setFeeder(digest);
        // the terms may name it too, and then the same
        if (configured.getTerms().getFeeder().hasRemaining()) {
            configured.getTerms().setFeeder(digest.duplicate());
        }
        try {
            TermsRecords.toTerms(configured.getTerms()).withFeeder(hex(digest));
        } catch (IllegalArgumentException e) {
            throw new AreaRefusal("the configuration of " + area + " cannot name it: " + e.getMessage());
        }
        return new Naming(configured, before);
    }

    /**
     * Publishes a feeder, and waits until it is acknowledged.
     *
     * @throws KafkaException if it is not taken
     */
    public void publish(Feeder feeder) throws InterruptedException {
        send(TopicCatalogue.FEEDERS, hex(ByteBuffer.wrap(FeederCodec.digest(feeder))), FeederRecords.toRecord(feeder));
    }

    /**
     * Publishes an area's configuration, and waits until it is acknowledged. The feeder must be there before: an area whose
     * feeder is not there stays closed.
     *
     * @throws KafkaException if it is not taken
     */
    public void publish(MarketArea configuration) throws InterruptedException {
        send(TopicCatalogue.AREAS, configuration.getAreaMrid(), configuration);
    }

    private <T extends SpecificRecord> void send(TopicContract<T> topic, String key, T record)
            throws InterruptedException {
        byte[] value = serdes.serializer(topic).serialize(topic.name(), record);
        try {
            producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException(topic.name() + " does not take it: " + e.getMessage(), e);
        }
    }

    private static String hex(ByteBuffer digest) {
        byte[] bytes = new byte[digest.remaining()];
        digest.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        try (scan) {
            producer.close();
        }
    }
}
