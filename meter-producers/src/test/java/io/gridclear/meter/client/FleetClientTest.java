package io.gridclear.meter.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.gridclear.meter.client.FleetClientSettings.Timeouts;
import io.gridclear.meter.client.SubmitOutcome.Acknowledged;
import io.gridclear.meter.client.SubmitOutcome.Busy;
import io.gridclear.meter.client.SubmitOutcome.Failed;
import io.gridclear.meter.client.SubmitOutcome.Refused;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.registry.SchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.signing.BidSignedBytes;
import io.gridclear.schemas.signing.Ed25519KeyPair;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.gridclear.schemas.signing.MeterReadingSignedBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FleetClientTest {
    private static final Instant START = Instant.parse("2026-06-15T10:00:00Z");
    private static final Instant END = Instant.parse("2026-06-15T10:15:00Z");
    private static final Instant MADE = Instant.parse("2026-06-15T09:00:00.123Z");
    private static final Ed25519KeyPair KEYS = Ed25519KeyPair.derive(new byte[32], "meter-1");
    private static final MeterIdentity METER = MeterIdentity.signing("meter-1", "owner-1", MeterSigner.of(KEYS));
    private static final FleetClientSettings SETTINGS = FleetClientSettings.of("broker-1:9092", "http://registry-1")
            .withMaxInFlight(3)
            .withTimeouts(new Timeouts(100, 30_000, 1_000, 1_000));

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final FleetClient client = client(FixedSchemaLookup.ofCatalogue());

    private FleetClient client(SchemaLookup lookup) {
        FleetConnection connection = new FleetConnection(producer, new WaitingConsumer(), lookup, () -> {});
        return FleetClient.open(SETTINGS, connection, new HeardMarket());
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static BidDraft ask(int order) {
        return BidDraft.sell("order-" + order, START)
                .energyWh(1_200)
                .atPrice(560_000)
                .withLimit(500_000)
                .madeAt(MADE);
    }

    private static SubmitOutcome now(CompletionStage<SubmitOutcome> stage) {
        CompletableFuture<SubmitOutcome> future = stage.toCompletableFuture();
        assertThat(future).isDone();
        return future.join();
    }

    @Test
    void aBidGoesToItsTopicUnderItsUsagePointAtItsOwnTime() {
        CompletionStage<SubmitOutcome> stage = client.submit(METER, ask(1));
        assertThat(stage.toCompletableFuture()).isNotDone();
        assertThat(client.inFlight()).isEqualTo(1);
        producer.completeNext();

        ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
        Bid bid = serdes.deserializer(TopicCatalogue.BIDS).deserialize(sent.topic(), sent.value());
        assertThat(now(stage)).isEqualTo(new Acknowledged("market.bids.v1", 0, 0));
        assertThat(client.inFlight()).isZero();
        assertThat(sent.topic()).isEqualTo("market.bids.v1");
        assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo("meter-1");
        assertThat(sent.timestamp()).isEqualTo(MADE.toEpochMilli());
        assertThat(bid.getUsagePointMrid()).isEqualTo("meter-1");
        assertThat(bid.getOrderId()).isEqualTo("order-1");
        assertThat(bid.getSide()).isEqualTo(Side.SELL);
        assertThat(bid.getQuantityWh()).isEqualTo(1_200);
        assertThat(bid.getPrice()).isEqualTo(560_000);
        assertThat(bid.getLimitPrice()).isEqualTo(500_000);
        assertThat(bid.getPeriodStart()).isEqualTo(START);
        assertThat(bid.getCreatedAt()).isEqualTo(MADE);
    }

    @Test
    void aBidIsSignedWithTheMetersKey() {
        client.submit(METER, ask(1));

        ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
        Bid bid = serdes.deserializer(TopicCatalogue.BIDS).deserialize(sent.topic(), sent.value());
        assertThat(verifies(BidSignedBytes.of(bid), bid.getSignature())).isTrue();
        bid.setPrice(559_900);
        assertThat(verifies(BidSignedBytes.of(bid), bid.getSignature())).isFalse();
    }

    @Test
    void aReadingIsSignedAndSentLikeABid() {
        client.submit(
                METER,
                ReadingDraft.measured(START, END, 120, 0)
                        .withRegisters(5_120, 80)
                        .estimated());

        ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
        MeterReading reading = serdes.deserializer(TopicCatalogue.READINGS).deserialize(sent.topic(), sent.value());
        assertThat(sent.topic()).isEqualTo("meter.readings.v1");
        assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo("meter-1");
        assertThat(sent.timestamp()).isEqualTo(END.toEpochMilli());
        assertThat(reading.getImportWh()).isEqualTo(120);
        assertThat(reading.getImportRegisterWh()).isEqualTo(5_120);
        assertThat(reading.getExportRegisterWh()).isEqualTo(80);
        assertThat(reading.getQuality()).isEqualTo(ReadingQuality.ESTIMATED);
        assertThat(verifies(MeterReadingSignedBytes.of(reading), reading.getSignature()))
                .isTrue();
    }

    private static boolean verifies(byte[] message, ByteBuffer signature) {
        byte[] bytes = new byte[signature.remaining()];
        signature.duplicate().get(bytes);
        return Ed25519Verifiers.best().verify(KEYS.publicKey(), message, bytes);
    }

    @Test
    void aMeterWithoutAKeySendsUnsigned() {
        client.submit(MeterIdentity.unsigned("meter-2", "owner-2"), ask(1));

        ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
        Bid bid = serdes.deserializer(TopicCatalogue.BIDS).deserialize(sent.topic(), sent.value());
        assertThat(bid.getSignature().remaining()).isZero();
    }

    @Test
    void theSameDraftAgainIsTheSameRecordToTheByte() {
        client.submit(METER, ask(1));
        client.submit(METER, ask(1));

        List<ProducerRecord<byte[], byte[]>> sent = producer.history();
        assertThat(sent.get(1).value()).isEqualTo(sent.get(0).value());
        assertThat(sent.get(1).key()).isEqualTo(sent.get(0).key());
    }

    @Test
    void aRefusedDraftIsNotSent() {
        SubmitOutcome outcome = now(client.submit(METER, ask(1).resize(-5)));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(((Refused) outcome).reason()).isEqualTo(RefusalReason.BAD_QUANTITY);
        assertThat(now(client.submit(METER, ReadingDraft.measured(END, START, 0, 0))))
                .isInstanceOf(Refused.class);
        assertThat(producer.history()).isEmpty();
        assertThat(client.inFlight()).isZero();
    }

    @Test
    void withoutRoomASubmissionWaitsItsBoundAndComesBackBusy() {
        for (int order = 0; order < 3; order++) {
            client.submit(METER, ask(order));
        }
        long before = System.nanoTime();

        SubmitOutcome outcome = now(client.submit(METER, ask(3)));

        assertThat(outcome).isEqualTo(new Busy(3, 100));
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(100_000_000L);
        assertThat(producer.history()).hasSize(3);
    }

    @Test
    void anAcknowledgementMakesRoom() {
        for (int order = 0; order < 3; order++) {
            client.submit(METER, ask(order));
        }
        producer.completeNext();

        assertThat(client.submit(METER, ask(3)).toCompletableFuture()).isNotDone();
        assertThat(producer.history()).hasSize(4);
        assertThat(client.inFlight()).isEqualTo(3);
    }

    @Test
    void aFailureMakesRoomToo() {
        for (int order = 0; order < 3; order++) {
            client.submit(METER, ask(order));
        }
        producer.errorNext(new TimeoutException("Expiring 1 record(s)"));

        assertThat(client.inFlight()).isEqualTo(2);
        assertThat(client.submit(METER, ask(3)).toCompletableFuture()).isNotDone();
    }

    @Test
    void aSubmissionThatWaitsGoesOnAsSoonAsThereIsRoom() {
        FleetClientSettings patient = SETTINGS.withMaxInFlight(1).withTimeouts(new Timeouts(60_000, 70_000, 1_000, 0));
        FleetConnection connection =
                new FleetConnection(producer, new WaitingConsumer(), FixedSchemaLookup.ofCatalogue(), () -> {});
        try (FleetClient waiting = FleetClient.open(patient, connection, new HeardMarket())) {
            waiting.submit(METER, ask(1));
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> waiting.submit(METER, ask(2)));
            producer.completeNext();

            await().atMost(10, SECONDS).until(second::isDone);
            assertThat(producer.history()).hasSize(2);
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new TimeoutException("Expiring 3 records"), FailureKind.BROKER_UNREACHABLE, "broker-1:9092"),
                Arguments.of(
                        new NotEnoughReplicasException("too few"), FailureKind.BROKER_UNREACHABLE, "check the address"),
                Arguments.of(
                        new TopicAuthorizationException("market.bids.v1"),
                        FailureKind.NOT_AUTHORIZED,
                        "gridclear-fleet may not write to market.bids.v1"),
                Arguments.of(
                        new SaslAuthenticationException("bad password"), FailureKind.NOT_AUTHORIZED, "bad password"),
                Arguments.of(
                        new InvalidTimestampException("out of range"),
                        FailureKind.CLOCK_AHEAD,
                        "set this machine's clock"),
                Arguments.of(new RecordTooLargeException("too large"), FailureKind.BROKER_REFUSED, "too large"),
                Arguments.of(new KafkaException(), FailureKind.BROKER_REFUSED, "KafkaException"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatFailsOnTheWayComesBackAsAValueThatSaysWhatToDo(RuntimeException failure, FailureKind kind, String said) {
        CompletionStage<SubmitOutcome> stage = client.submit(METER, ask(1));
        producer.errorNext(failure);

        Failed failed = (Failed) now(stage);
        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.detail()).contains(said);
    }

    @Test
    void aProducerThatThrowsAtOnceGivesAValueAndItsRoomBack() {
        producer.sendException = new KafkaException("the producer is broken");

        Failed failed = (Failed) now(client.submit(METER, ask(1)));

        assertThat(failed.kind()).isEqualTo(FailureKind.BROKER_REFUSED);
        assertThat(failed.detail()).contains("the producer is broken");
        assertThat(client.inFlight()).isZero();
    }

    @Test
    void aRegistryThatIsAwayGivesAValueAndItsRoomBack() {
        SchemaLookup away = new SchemaLookup() {
            @Override
            public int idOf(String subject, Schema schema) {
                throw new RegistryUnavailableException("registry http://registry-1 did not answer", null);
            }

            @Override
            public Schema schemaById(int id) {
                throw new RegistryUnavailableException("registry http://registry-1 did not answer", null);
            }
        };
        try (FleetClient cutOff = client(away)) {
            Failed failed = (Failed) now(cutOff.submit(METER, ask(1)));

            assertThat(failed.kind()).isEqualTo(FailureKind.REGISTRY_UNREACHABLE);
            assertThat(failed.detail()).contains("http://registry-1");
            assertThat(cutOff.inFlight()).isZero();
        }
    }

    @Test
    void aSchemaThatNobodyRegisteredIsNamed() {
        try (FleetClient early = client(FixedSchemaLookup.of(List.of(TopicCatalogue.READINGS)))) {
            Failed failed = (Failed) now(early.submit(METER, ask(1)));

            assertThat(failed.kind()).isEqualTo(FailureKind.SCHEMA_NOT_REGISTERED);
            assertThat(failed.detail()).contains("market.bids.v1-value", "gridclear schemas register");
        }
    }

    @Test
    void aBrokenSignerIsNotMistakenForAFailingWorld() {
        MeterIdentity broken = MeterIdentity.signing("meter-1", "owner-1", message -> {
            throw new IllegalStateException("the secure element is gone");
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> client.submit(broken, ask(1)))
                .withMessage("the secure element is gone");
        assertThat(client.inFlight()).isZero();
    }

    @Test
    void afterClosingNothingIsSent() {
        client.close();

        Failed failed = (Failed) now(client.submit(METER, ask(1)));

        assertThat(failed.kind()).isEqualTo(FailureKind.CLOSED);
        assertThat(producer.history()).isEmpty();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void whatWasCutOffByClosingSaysSo() {
        CompletionStage<SubmitOutcome> stage = client.submit(METER, ask(1));
        client.close();
        producer.errorNext(new KafkaException("Producer is closed forcefully."));

        assertThat(((Failed) now(stage)).kind()).isEqualTo(FailureKind.CLOSED);
    }

    @Test
    void anInterruptedCallerIsToldAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        SubmitOutcome outcome = now(client.submit(METER, ask(1)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(((Failed) outcome).kind()).isEqualTo(FailureKind.INTERRUPTED);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void flushSendsWhatIsGathered() {
        CompletionStage<SubmitOutcome> stage = client.submit(METER, ask(1));
        client.flush();

        assertThat(now(stage).isAcknowledged()).isTrue();
    }
}
