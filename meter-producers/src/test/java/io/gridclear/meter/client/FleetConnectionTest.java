package io.gridclear.meter.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gridclear.meter.client.FleetClientSettings.Timeouts;
import io.gridclear.meter.client.SubmitOutcome.Failed;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

/** The real Kafka clients with nobody at the other end. */
class FleetConnectionTest {
    private static FleetClientSettings settings() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return FleetClientSettings.of("127.0.0.1:" + port, "http://127.0.0.1:" + port)
                .withTimeouts(new Timeouts(200, 5_020, 300, 0));
    }

    @Test
    void aRegistryThatIsAwayIsNamed() throws IOException {
        FleetClientSettings settings = settings();

        assertThatExceptionOfType(FleetClientException.class)
                .isThrownBy(() -> FleetClient.open(settings, new HeardMarket()))
                .withMessageContaining(settings.registryUrls().get(0));
    }

    @Test
    void brokersThatAreAwayAreNamed() throws IOException {
        FleetClientSettings settings = settings();
        FleetConnection connection = new FleetConnection(
                new KafkaProducer<>(KafkaConfigs.producer(settings)),
                new KafkaConsumer<>(KafkaConfigs.consumer(settings)),
                FixedSchemaLookup.ofCatalogue(),
                () -> {});

        assertThatExceptionOfType(FleetClientException.class)
                .isThrownBy(() -> FleetClient.open(settings, connection, new HeardMarket()))
                .withMessageContaining("no broker of " + settings.bootstrapServers());
    }

    @Test
    void aBrokerThatWentAwayMakesSubmissionsFailWithinTheirBound() throws IOException {
        FleetClientSettings settings = settings();
        FleetConnection connection = new FleetConnection(
                new KafkaProducer<>(KafkaConfigs.producer(settings)),
                new WaitingConsumer(),
                FixedSchemaLookup.ofCatalogue(),
                () -> {});
        try (FleetClient client = FleetClient.open(settings, connection, new HeardMarket())) {
            CompletionStage<SubmitOutcome> stage = client.submit(
                    MeterIdentity.unsigned("meter-1", "owner-1"),
                    BidDraft.sell("order-1", Instant.EPOCH).energyWh(1).atPrice(1));

            Failed failed = (Failed) stage.toCompletableFuture().join();
            assertThat(failed.kind()).isEqualTo(FailureKind.BROKER_UNREACHABLE);
            assertThat(failed.detail()).contains(settings.bootstrapServers());
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void securitySettingsThatKafkaDoesNotTakeAreRefusedWithItsWords() throws IOException {
        FleetClientSettings settings = settings().withSecurity(Map.of("security.protocol", "CARRIER_PIGEON"), Map.of());

        assertThatExceptionOfType(FleetClientException.class)
                .isThrownBy(() -> FleetConnection.connect(settings, FixedSchemaLookup.ofCatalogue(), () -> {}))
                .withMessageContaining(settings.bootstrapServers())
                .withMessageContaining("CARRIER_PIGEON");
    }
}
