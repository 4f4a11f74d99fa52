package io.gridclear.ops.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicReconciler;
import io.gridclear.schemas.catalogue.TopicSettings;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.registry.SchemaNotRegisteredException;
import io.gridclear.schemas.registry.SchemaRegistrar;
import io.gridclear.schemas.registry.SchemaRegistration.Acceptable;
import io.gridclear.schemas.registry.SchemaRegistration.Incompatible;
import io.gridclear.schemas.registry.SchemaRegistration.Present;
import io.gridclear.schemas.registry.SchemaRegistration.Registered;
import io.gridclear.schemas.registry.SchemaRegistration.Unguarded;
import io.gridclear.schemas.registry.UnknownSchemaException;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.serde.UndecodableRecordException;
import io.gridclear.schemas.serde.UndecodableRecordException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The contracts of schemas/ on the real broker and the real registry. */
class EmbeddedStackIT {

    private static final String SUBJECT = TopicCatalogue.BIDS.subject();
    private static final Schema BID = TopicCatalogue.BIDS.schema();

    private static EmbeddedStack stack;
    private static RegistrySchemaLookup lookup;

    @BeforeAll
    static void startStack() {
        stack = EmbeddedStack.start(StackOptions.TEMPORARY);
        lookup = new RegistrySchemaLookup(stack.registryUrl());
    }

    @AfterAll
    static void stopStack() {
        lookup.close();
        stack.close();
    }

    private static Bid bid(String orderId) {
        return Bid.newBuilder()
                .setUsagePointMrid("up-1")
                .setOrderId(orderId)
                .setSide(Side.SELL)
                .setPeriodStart(Instant.ofEpochMilli(1_732_320_000_000L))
                .setQuantityWh(1500)
                .setPrice(520_000)
                .build();
    }

    private static Schema bidWithNote() {
        Schema optionalText = Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
        return bidWith(fields ->
                fields.add(0, new Schema.Field("note", optionalText, "Free text.", Schema.Field.NULL_DEFAULT_VALUE)));
    }

    private static Schema bidWithTextAsPrice() {
        return bidWith(fields -> fields.replaceAll(field -> field.name().equals("price")
                ? new Schema.Field("price", Schema.create(Schema.Type.STRING), "In words.", "")
                : field));
    }

    private static Schema bidWith(Consumer<List<Schema.Field>> change) {
        List<Schema.Field> fields = new ArrayList<>();
        BID.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        change.accept(fields);
        return Schema.createRecord(BID.getName(), BID.getDoc(), BID.getNamespace(), false, fields);
    }

    @Test
    void everyTopicAndEverySchemaIsThere() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrap()));
                SchemaRegistrar registrar = new SchemaRegistrar(stack.registryUrl())) {
            assertThat(new TopicReconciler(admin, TopicSettings.EMBEDDED).diff())
                    .isEmpty();
            assertThat(registrar.checkAll()).hasSize(19).allMatch(check -> check instanceof Present);
            assertThat(registrar.registerAll()).hasSize(19).allMatch(done -> done instanceof Present);
        }
    }

    @Test
    void aBidGoesThroughBrokerAndRegistry() throws Exception {
        ContractSerdes serdes = new ContractSerdes(lookup);
        try (KafkaProducer<String, Bid> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", stack.bootstrap(), "acks", "all"),
                        new StringSerializer(),
                        serdes.serializer(TopicCatalogue.BIDS));
                KafkaConsumer<String, Bid> consumer = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                stack.bootstrap(),
                                "group.id",
                                "reader",
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        serdes.deserializer(TopicCatalogue.BIDS))) {
            producer.send(new ProducerRecord<>(TopicCatalogue.BIDS.name(), "up-1", bid("o-1")))
                    .get();
            consumer.subscribe(List.of(TopicCatalogue.BIDS.name()));

            ConsumerRecord<String, Bid> record = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> consumer.poll(Duration.ofMillis(100)), records -> !records.isEmpty())
                    .iterator()
                    .next();

            assertThat(record.key()).isEqualTo("up-1");
            assertThat(record.value()).isEqualTo(bid("o-1"));
        }
    }

    @Test
    void theBrokerRefusesABidFromTheFuture() throws Exception {
        try (KafkaProducer<String, Bid> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrap()),
                new StringSerializer(),
                new ContractSerdes(lookup).serializer(TopicCatalogue.BIDS))) {
            long now = System.currentTimeMillis();
            long bound = TopicCatalogue.MAX_TIMESTAMP_AHEAD_MS;

            assertThat(producer.send(at(now + bound - 60_000)).get().hasOffset())
                    .isTrue();
            assertThatThrownBy(() -> producer.send(at(now + bound + 60_000)).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InvalidTimestampException.class);
        }
    }

    private static ProducerRecord<String, Bid> at(long timestampMs) {
        return new ProducerRecord<>(TopicCatalogue.BIDS.name(), 1, timestampMs, "up-1", bid("future"));
    }

    @Test
    void aNewOptionalFieldPassesAndReadersOfTheOldVersionReadIt(TestInfo test) {
        String subject = register(test, BID);
        try (SchemaRegistrar registrar = new SchemaRegistrar(stack.registryUrl())) {
            assertThat(registrar.check(subject, bidWithNote())).isInstanceOf(Acceptable.class);
            assertThat(registrar.register(subject, bidWithNote())).isInstanceOf(Registered.class);
            assertThat(registrar.register(subject, bidWithNote())).isInstanceOf(Present.class);
        }
        int newId = lookup.idOf(subject, bidWithNote());
        byte[] today =
                new ContractSerdes(lookup).serializer(TopicCatalogue.BIDS).serialize("", bid("o-2"));
        byte[] tomorrow = new byte[today.length + 1];
        System.arraycopy(today, 0, tomorrow, 0, 1);
        tomorrow[4] = (byte) newId;
        // the note comes first, and is absent: one byte 0
        System.arraycopy(today, 5, tomorrow, 6, today.length - 5);

        assertThat(new ContractSerdes(lookup).deserializer(TopicCatalogue.BIDS).deserialize("", tomorrow))
                .isEqualTo(bid("o-2"));
    }

    @Test
    void aBreakingChangeIsRefusedWithTheRegistrysReason(TestInfo test) {
        String subject = register(test, BID);
        try (SchemaRegistrar registrar = new SchemaRegistrar(stack.registryUrl())) {
            assertThat(registrar.check(subject, bidWithTextAsPrice()))
                    .isInstanceOfSatisfying(
                            Incompatible.class,
                            refusal -> assertThat(refusal.reasons()).isNotEmpty());
            assertThat(registrar.register(subject, bidWithTextAsPrice()))
                    .isInstanceOfSatisfying(
                            Incompatible.class,
                            refusal -> assertThat(refusal.describe()).contains(subject, "not compatible"));
            assertThat(registrar.check(subject, BID)).isInstanceOf(Present.class);
        }
    }

    @Test
    void theRegistryItselfAnswersABreakingChangeWithAConflict(TestInfo test) throws Exception {
        String subject = register(test, BID);
        try (CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(
                List.of(stack.registryUrl()), 10, List.of(new AvroSchemaProvider()), Map.of())) {
            assertThatThrownBy(() -> client.register(subject, new AvroSchema(bidWithTextAsPrice())))
                    .isInstanceOfSatisfying(
                            RestClientException.class,
                            e -> assertThat(e.getStatus()).isEqualTo(409));
        }
    }

    @Test
    void aSubjectThatWouldTakeAnythingIsReported(TestInfo test) throws Exception {
        String subject = subject(test);
        try (SchemaRegistrar registrar = new SchemaRegistrar(stack.registryUrl());
                CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(
                        List.of(stack.registryUrl()), 10, List.of(new AvroSchemaProvider()), Map.of())) {
            assertThat(registrar.check(subject, BID)).isInstanceOf(Acceptable.class);
            client.register(subject, new AvroSchema(BID));
            assertThat(registrar.check(subject, BID)).isInstanceOf(Unguarded.class);
            client.updateCompatibility(subject, "NONE");
            assertThat(registrar.check(subject, BID)).isEqualTo(new Unguarded(subject, "NONE"));
            assertThat(registrar.register(subject, BID)).isInstanceOf(Present.class);
            assertThat(registrar.check(subject, BID)).isInstanceOf(Present.class);
        }
    }

    @Test
    void anIdThatNobodyRegisteredIsTheRecordsFault() {
        assertThatThrownBy(() -> lookup.schemaById(4711)).isInstanceOf(UnknownSchemaException.class);
        assertThatThrownBy(() -> new ContractSerdes(lookup)
                        .deserializer(TopicCatalogue.BIDS)
                        .deserialize("", new byte[] {0, 0, 0, 0x12, 0x67, 0}))
                .isInstanceOfSatisfying(
                        UndecodableRecordException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA_ID));
    }

    @Test
    void aSchemaThatNobodyRegisteredIsTheOperatorsTask(TestInfo test) {
        assertThatThrownBy(() -> lookup.idOf(subject(test), BID)).isInstanceOf(SchemaNotRegisteredException.class);
        assertThatThrownBy(() -> lookup.idOf(SUBJECT, bidWithNote())).isInstanceOf(SchemaNotRegisteredException.class);
    }

    private static String subject(TestInfo test) {
        return test.getTestMethod().orElseThrow().getName() + "-value";
    }

    /** A subject of the test's own, holding {@code schema}. */
    private static String register(TestInfo test, Schema schema) {
        try (SchemaRegistrar registrar = new SchemaRegistrar(stack.registryUrl())) {
            assertThat(registrar.register(subject(test), schema)).isInstanceOf(Registered.class);
        }
        return subject(test);
    }
}
