package io.gridclear.meter.client;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.RegistryRetries;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.registry.SchemaLookup;
import io.gridclear.schemas.registry.SchemaNotRegisteredException;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/**
 * The connections that a fleet client works on.
 *
 * @param producer to the brokers
 * @param consumer from the brokers
 * @param lookup the registry
 * @param closeRegistry closes the registry's connection
 */
record FleetConnection(
        Producer<byte[], byte[]> producer,
        Consumer<byte[], byte[]> consumer,
        SchemaLookup lookup,
        Runnable closeRegistry) {
    private static final List<TopicContract<?>> WRITTEN = List.of(TopicCatalogue.BIDS, TopicCatalogue.READINGS);

    /** Connects to the settings' registry and brokers. */
    static FleetConnection open(FleetClientSettings settings) {
        RegistrySchemaLookup lookup = new RegistrySchemaLookup(
                settings.registryUrls(), settings.registrySecurity(), RegistryRetries.STANDARD);
        return connect(settings, lookup, lookup::close);
    }

    /**
     * Connects to the settings' brokers. The schemas are looked up at once: a registry that is away afterwards does
     * not hold up a single bid.
     */
    static FleetConnection connect(FleetClientSettings settings, SchemaLookup lookup, Runnable closeRegistry) {
        KafkaProducer<byte[], byte[]> producer = null;
        try {
            for (TopicContract<?> topic : WRITTEN) {
                lookup.idOf(topic.subject(), topic.schema());
            }
            producer = new KafkaProducer<>(KafkaConfigs.producer(settings));
            var consumer = new KafkaConsumer<byte[], byte[]>(KafkaConfigs.consumer(settings));
            return new FleetConnection(producer, consumer, lookup, closeRegistry);
        } catch (RegistryUnavailableException | SchemaNotRegisteredException missing) {
            closeRegistry.run();
            throw new FleetClientException(String.valueOf(missing.getMessage()), missing);
        } catch (KafkaException unusable) {
            if (producer != null) {
                producer.close();
            }
            closeRegistry.run();
            Throwable root = unusable.getCause() == null ? unusable : unusable.getCause();
            throw new FleetClientException(
                    "cannot connect to " + settings.bootstrapServers() + ": " + root.getMessage(), unusable);
        }
    }
}
