package io.gridclear.meter.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.registry.SchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class MarketFeedTest {
    private static final String REJECTIONS = TopicCatalogue.BID_REJECTIONS.name();
    private static final String REFERENCES = TopicCatalogue.REFERENCE_PRICES.name();
    private static final FleetClientSettings SETTINGS = FleetClientSettings.of("broker-1:9092", "http://registry-1");

    private final WaitingConsumer consumer = new WaitingConsumer();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final HeardMarket heard = new HeardMarket();
    private final FixedSchemaLookup lookup = FixedSchemaLookup.ofCatalogue();
    private final ContractSerdes serdes = new ContractSerdes(lookup);

    private FleetClient open(SchemaLookup registry, MarketListener listener) {
        return FleetClient.open(SETTINGS, new FleetConnection(producer, consumer, registry, () -> {}), listener);
    }

    private void reject(int partition, String participant, String usagePoint, String orderId) {
        BidRejected rejection = BidRejected.newBuilder()
                .setMarketParticipantMrid(participant)
                .setUsagePointMrid(usagePoint)
                .setOrderId(orderId)
                .setReasonCode(RejectReasonCode.OFF_TICK)
                .build();
        consumer.append(
                REJECTIONS,
                partition,
                serdes.serializer(TopicCatalogue.BID_REJECTIONS).serialize(REJECTIONS, rejection));
    }

    private void publish(int partition, String area, long price) {
        ReferencePrice reference =
                ReferencePrice.newBuilder().setAreaMrid(area).setPrice(price).build();
        consumer.append(
                REFERENCES,
                partition,
                serdes.serializer(TopicCatalogue.REFERENCE_PRICES).serialize(REFERENCES, reference));
    }

    @Test
    void refusalsOfTheClientsOwnMetersAreHeardAndOthersAreNot() {
        try (FleetClient client = open(lookup, heard)) {
            client.watch(MeterIdentity.unsigned("meter-1", "owner-1"));
            reject(0, "owner-1", "meter-1", "mine");
            reject(1, "owner-2", "meter-2", "somebody's");
            reject(0, "owner-1", "meter-9", "my other meter's");
            reject(1, "", "meter-1", "mine, but unknown to the market");
            reject(0, "", "meter-7", "a stranger's");
            publish(0, "last", 1);

            await().atMost(10, SECONDS).until(() -> heard.rejections.size() == 3 && heard.references.size() == 1);
            assertThat(heard.rejections)
                    .extracting(BidRejected::getOrderId)
                    .containsExactlyInAnyOrder("mine", "my other meter's", "mine, but unknown to the market");
        }
    }

    @Test
    void aMeterBelongsToTheClientFromItsFirstSubmissionOn() {
        try (FleetClient client = open(lookup, heard)) {
            client.submit(
                    MeterIdentity.unsigned("meter-1", "owner-1"),
                    BidDraft.sell("a", Instant.EPOCH).energyWh(1).atPrice(1));
            reject(0, "owner-1", "meter-1", "a");

            await().atMost(10, SECONDS).until(() -> heard.rejections.size() == 1);
        }
    }

    @Test
    void referencePricesOfAllAreasAreHeardInOrder() {
        try (FleetClient client = open(lookup, heard)) {
            publish(0, "area-1", 550_000);
            publish(0, "area-1", 560_000);
            publish(1, "area-2", 570_000);

            await().atMost(10, SECONDS).until(() -> heard.references.size() == 3);
            assertThat(heard.references)
                    .filteredOn(reference -> reference.getAreaMrid().equals("area-1"))
                    .extracting(ReferencePrice::getPrice)
                    .containsExactly(550_000L, 560_000L);
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void aRecordThatIsNoneIsToldAndSkipped() {
        try (FleetClient client = open(lookup, heard)) {
            consumer.append(REJECTIONS, 1, new byte[] {9, 9, 9, 9, 9, 9});
            publish(0, "area-1", 550_000);

            await().atMost(10, SECONDS).until(() -> heard.references.size() == 1 && heard.undecodable.size() == 1);
            assertThat(heard.undecodable.get(0)).startsWith(REJECTIONS + "-1@10 BAD_MAGIC");
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void aListenerThatFailsHearsTheNextRecordAllTheSame() {
        MarketListener failing = new MarketListener() {
            @Override
            public void onReferencePrice(ReferencePrice price) {
                heard.onReferencePrice(price);
                throw new IllegalStateException("a listener's mistake");
            }
        };
        try (FleetClient client = open(lookup, failing)) {
            publish(0, "area-1", 550_000);
            publish(0, "area-1", 560_000);

            await().atMost(10, SECONDS).until(() -> heard.references.size() == 2);
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void aRegistryThatIsAwayDelaysTheFeedAndLosesNothing() {
        AtomicInteger failuresLeft = new AtomicInteger(3);
        SchemaLookup limping = new SchemaLookup() {
            @Override
            public int idOf(String subject, Schema schema) {
                return lookup.idOf(subject, schema);
            }

            @Override
            public Schema schemaById(int id) {
                if (failuresLeft.getAndDecrement() > 0) {
                    throw new RegistryUnavailableException("registry http://registry-1 did not answer", null);
                }
                return lookup.schemaById(id);
            }
        };
        try (FleetClient client = open(limping, heard)) {
            client.watch(MeterIdentity.unsigned("meter-1", "owner-1"));
            for (int i = 0; i < 4; i++) {
                reject(i % 2, "owner-1", "meter-1", "order-" + i);
                publish(i % 2, "area-1", 500_000 + 100L * i);
            }

            await().atMost(10, SECONDS).until(() -> heard.rejections.size() >= 4 && heard.references.size() >= 4);
            assertThat(heard.delays).hasSize(3).allMatch(problem -> problem.contains("http://registry-1"));
            assertThat(heard.rejections)
                    .extracting(BidRejected::getOrderId)
                    .containsExactlyInAnyOrder("order-0", "order-1", "order-2", "order-3");
            assertThat(heard.references).hasSize(4);
        }
    }

    @Test
    void aFeedThatMayNotReadSaysSoAndEnds() {
        try (FleetClient client = open(lookup, heard)) {
            consumer.setPollException(new TopicAuthorizationException("not authorized to read"));

            await().atMost(10, SECONDS).until(() -> heard.stops.size() == 1 && consumer.closed());
            assertThat(heard.stops.get(0)).contains("not heard any more", "not authorized to read");
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void refusesToOpenWithoutTheTopics() {
        consumer.updatePartitions(REFERENCES, List.of());

        assertThatExceptionOfType(FleetClientException.class)
                .isThrownBy(() -> open(lookup, heard))
                .withMessageContaining("topic market.reference-prices.v1 does not exist at broker-1:9092")
                .withMessageContaining("gridclear topics apply");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void refusesToOpenWithoutABroker() {
        consumer.failOpening(new TimeoutException("Timeout of 15000ms expired"));

        assertThatExceptionOfType(FleetClientException.class)
                .isThrownBy(() -> open(lookup, heard))
                .withMessageContaining("no broker of broker-1:9092 answered within 15000 ms");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void refusesToOpenWithoutTheRightToRead() {
        consumer.failOpening(new TopicAuthorizationException("not authorized"));

        assertThatExceptionOfType(FleetClientException.class)
                .isThrownBy(() -> open(lookup, heard))
                .withMessageContaining("gridclear-fleet cannot read from broker-1:9092: not authorized");
    }

    @Test
    void aListenerMayCloseItsClient() {
        AtomicReference<FleetClient> client = new AtomicReference<>();
        client.set(open(lookup, new MarketListener() {
            @Override
            public void onReferencePrice(ReferencePrice price) {
                await().atMost(10, SECONDS).until(() -> client.get() != null);
                client.get().close();
                heard.onReferencePrice(price);
            }
        }));
        publish(0, "area-1", 550_000);

        await().atMost(10, SECONDS).until(consumer::closed);
        assertThat(heard.references).hasSize(1);
    }

    @Test
    void closingEndsTheFeed() {
        FleetClient client = open(lookup, heard);
        client.close();

        assertThat(consumer.closed()).isTrue();
        client.close();
    }
}
