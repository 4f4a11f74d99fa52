package io.gridclear.meter.client;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A cluster that takes everything at once and publishes what a test tells it to. */
public final class MockedCluster {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final WaitingConsumer consumer = new WaitingConsumer();
    private final FixedSchemaLookup lookup = FixedSchemaLookup.ofCatalogue();
    private final ContractSerdes serdes = new ContractSerdes(lookup);

    /** A client of this cluster. */
    public FleetClient connect(FleetClientSettings settings, MarketListener listener) {
        return FleetClient.open(settings, new FleetConnection(producer, consumer, lookup, () -> {}), listener);
    }

    /** The application publishes a reference price. */
    public void publish(ReferencePrice reference) {
        append(TopicCatalogue.REFERENCE_PRICES, reference);
    }

    /** The application refuses a bid. */
    public void publish(BidRejected rejection) {
        append(TopicCatalogue.BID_REJECTIONS, rejection);
    }

    private <T extends SpecificRecord> void append(TopicContract<T> topic, T record) {
        consumer.append(topic.name(), 0, serdes.serializer(topic).serialize(topic.name(), record));
    }

    /** All bids so far, in the order in which they were sent. */
    public List<Bid> bids() {
        return sent(TopicCatalogue.BIDS);
    }

    /** All readings so far. */
    public List<MeterReading> readings() {
        return sent(TopicCatalogue.READINGS);
    }

    private <T extends SpecificRecord> List<T> sent(TopicContract<T> topic) {
        var deserializer = serdes.deserializer(topic);
        return producer.history().stream()
                .filter(record -> record.topic().equals(topic.name()))
                .map(record -> deserializer.deserialize(topic.name(), record.value()))
                .toList();
    }

    /** All that is sent from now on fails like this. */
    public void failWith(RuntimeException failure) {
        producer.sendException = failure;
    }

    /** Whether the client was closed. */
    public boolean disconnected() {
        return producer.closed() && consumer.closed();
    }
}
