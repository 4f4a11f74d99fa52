package io.gridclear.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.schemas.SampleBid;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.registry.SchemaLookup;
import io.gridclear.schemas.registry.SchemaNotRegisteredException;
import io.gridclear.schemas.serde.UndecodableRecordException.Reason;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractSerdesTest {

    private static final String TOPIC = TopicCatalogue.BIDS.name();
    private static final int BID_ID = 3;

    /** The body of {@link SampleBid}, field by field, written down from Avro's specification. */
    private static final String BODY = "0e75702d30303031" // usagePointMrid: 7 bytes, up-0001
            + "066f2d31" // orderId: 3 bytes, o-1
            + "04" // revision: 2
            + "02" // side: symbol 1
            + "80e08be5ea64" // periodStart: 1732320000000
            + "b817" // quantityWh: 1500
            + "80bd3f" // price: 520000
            + "0280cc3a" // limitPrice: branch 1, 480000
            + "f6d891e4ea64" // createdAt: 1732319000123
            + "06010203"; // signature: 3 bytes

    private final FixedSchemaLookup registry = FixedSchemaLookup.ofCatalogue();
    private final ContractSerdes serdes = new ContractSerdes(registry);
    private final Deserializer<Bid> bids = serdes.deserializer(TopicCatalogue.BIDS);

    @Test
    void aBidOnTheWireIsAZeroByteTheSchemaIdAndAvrosBytes() {
        byte[] bytes = serdes.serializer(TopicCatalogue.BIDS).serialize(TOPIC, SampleBid.bid());

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("00" + "00000004" + BODY);
    }

    @Test
    void aBidComesBackAsItWent() {
        assertThat(bids.deserialize(TOPIC, hex("0000000004" + BODY))).isEqualTo(SampleBid.bid());
    }

    @Test
    void theInternalEncodingIsAvrosSingleObjectEncoding() throws Exception {
        Serde<Bid> serde = ContractSerdes.internal(Bid.class);
        byte[] byAvro = new byte[Bid.getEncoder().encode(SampleBid.bid()).remaining()];
        Bid.getEncoder().encode(SampleBid.bid()).get(byAvro);

        assertThat(serde.serializer().serialize(TOPIC, SampleBid.bid())).isEqualTo(byAvro);
        assertThat(serde.deserializer().deserialize(TOPIC, byAvro)).isEqualTo(SampleBid.bid());
    }

    @Test
    void anyRecordIsShownByTheSchemaThatItWasWrittenWith() {
        GenericRecord record = serdes.genericDeserializer().deserialize(TOPIC, hex("0000000004" + BODY));

        assertThat(record.getSchema().getFullName()).isEqualTo("io.gridclear.schemas.avro.Bid");
        assertThat(record.get("quantityWh")).isEqualTo(1500L);
        assertThat(record.get("side")).hasToString("SELL");
    }

    @Test
    void tombstonesStayTombstones() {
        Serde<Bid> internal = ContractSerdes.internal(Bid.class);

        assertThat(serdes.serializer(TopicCatalogue.BIDS).serialize(TOPIC, null))
                .isNull();
        assertThat(bids.deserialize(TOPIC, null)).isNull();
        assertThat(internal.serializer().serialize(TOPIC, null)).isNull();
        assertThat(internal.deserializer().deserialize(TOPIC, null)).isNull();
        assertThat(serdes.genericDeserializer().deserialize(TOPIC, null)).isNull();
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource({
        "'',                       TOO_SHORT,         no bytes at all",
        "00000000,                 TOO_SHORT,         a header that is cut off",
        "0100000003,               BAD_MAGIC,         another encoding's first byte",
        "7b22757022,               BAD_MAGIC,         JSON",
        "0000000063,               UNKNOWN_SCHEMA_ID, an id that nobody registered",
        "00ffffffff,               UNKNOWN_SCHEMA_ID, an id below zero",
        "0000000007,               NOT_THE_SCHEMA,    the id of another record's schema",
        "0000000004,               MALFORMED_BODY,    no body",
        "00000000040e75702d,       MALFORMED_BODY,    text that is cut off",
        "000000000401,             MALFORMED_BODY,    text of a negative length",
        "0000000004feffffffffffffffff01, MALFORMED_BODY, text longer than any memory",
        "0000000004ffffffffffffffffffffff01, MALFORMED_BODY, a number of eleven bytes",
        "00000000040000000600,     MALFORMED_BODY,    side 3 of the three from 0",
        "000000000400000000000000040000,   MALFORMED_BODY, 'branch 2 of null and long'",
    })
    void bytesThatAreNoBidAreRefusedWithTheReason(String bytes, Reason reason, String what) {
        assertThatThrownBy(() -> bids.deserialize(TOPIC, hex(bytes)))
                .as(what)
                .isInstanceOfSatisfying(
                        UndecodableRecordException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void bytesBehindTheRecordAreRefused() {
        assertUndecodable(Reason.TRAILING_BYTES, bids, hex("0000000004" + BODY + "00"));
        assertUndecodable(Reason.TRAILING_BYTES, serdes.genericDeserializer(), hex("0000000004" + BODY + "00"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "c301,                     TOO_SHORT",
        "c3020000000000000000,     BAD_MAGIC",
        "00000000000000000000,     BAD_MAGIC",
        "c3010000000000000000,     UNKNOWN_SCHEMA_ID",
    })
    void theInternalEncodingRefusesWithTheReasonToo(String bytes, Reason reason) {
        assertUndecodable(reason, ContractSerdes.internal(Bid.class).deserializer(), hex(bytes));
    }

    @Test
    void aBidOfAnOlderWriterGetsTheDefaultsOfWhatItLacks() {
        Schema older = bidSchemaWithFields(1, 10);
        FixedSchemaLookup both = registry.with("old", older);
        Deserializer<Bid> reader = new ContractSerdes(both).deserializer(TopicCatalogue.BIDS);

        Bid bid = reader.deserialize(
                TOPIC, hex(header(both.idOf("old", older)) + BODY.substring("0e75702d30303031".length())));

        assertThat(bid.getUsagePointMrid()).isEmpty();
        assertThat(bid.getOrderId()).isEqualTo("o-1");
        assertThat(bid.getCreatedAt()).isEqualTo(SampleBid.bid().getCreatedAt());
    }

    private static String header(int schemaId) {
        return String.format("00%08x", schemaId);
    }

    @Test
    void aBidOfANewerWriterLosesWhatIsNotKnownHere() {
        Schema newer = new Schema.Parser()
                .parse(Bid.getClassSchema()
                        .toString()
                        .replace("[\"UNSPECIFIED\",\"SELL\",\"BUY\"]", "[\"UNSPECIFIED\",\"SELL\",\"BUY\",\"BOTH\"]")
                        .replace(
                                "\"fields\":[",
                                "\"fields\":[{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"},"));
        FixedSchemaLookup both = registry.with("new", newer);
        Deserializer<Bid> reader = new ContractSerdes(both).deserializer(TopicCatalogue.BIDS);
        String sideBoth = BODY.replace("066f2d310402", "066f2d310406");

        Bid bid = reader.deserialize(TOPIC, hex(header(both.idOf("new", newer)) + "046e6f" + sideBoth));

        assertThat(bid.getSide()).isEqualTo(Side.UNSPECIFIED);
        assertThat(bid.getQuantityWh()).isEqualTo(1500);
    }

    @Test
    void aVersionThatCannotBeReadIsNotTheSchema() {
        Schema text = Schema.create(Schema.Type.STRING);
        Schema broken = Schema.createRecord(
                "Bid",
                null,
                Bid.class.getPackageName(),
                false,
                List.of(new Schema.Field("quantityWh", text, null, "")));
        Deserializer<Bid> reader =
                new ContractSerdes(registry.with("broken", broken)).deserializer(TopicCatalogue.BIDS);

        assertUndecodable(Reason.NOT_THE_SCHEMA, reader, hex("000000000b" + BODY));
    }

    @Test
    void anUpgradeInPlaceReadsTheRecordsOfTheVersionBefore() {
        Schema before = bidSchemaWithFields(1, 10);
        byte[] header = new byte[10];
        header[0] = (byte) 0xC3;
        header[1] = 1;
        long fingerprint = SchemaNormalization.parsingFingerprint64(before);
        for (int i = 0; i < Long.BYTES; i++) {
            header[2 + i] = (byte) (fingerprint >>> 8 * i);
        }
        byte[] stored = hex(HexFormat.of().formatHex(header) + BODY.substring("0e75702d30303031".length()));

        assertThat(ContractSerdes.internal(Bid.class, before)
                        .deserializer()
                        .deserialize(TOPIC, stored)
                        .getOrderId())
                .isEqualTo("o-1");
        assertUndecodable(
                Reason.UNKNOWN_SCHEMA_ID, ContractSerdes.internal(Bid.class).deserializer(), stored);
    }

    @Test
    void aRegistryThatIsDownIsNobodysRecord() {
        SchemaLookup down = new SchemaLookup() {
            @Override
            public int idOf(String subject, Schema schema) {
                throw new RegistryUnavailableException("down", new IOException());
            }

            @Override
            public Schema schemaById(int id) {
                throw new RegistryUnavailableException("down", new IOException());
            }
        };
        ContractSerdes without = new ContractSerdes(down);

        assertThatThrownBy(() -> without.serializer(TopicCatalogue.BIDS).serialize(TOPIC, SampleBid.bid()))
                .isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> without.deserializer(TopicCatalogue.BIDS).deserialize(TOPIC, hex("0000000004" + BODY)))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aWriterWhoseSchemaNobodyRegisteredSaysWhatToDo() {
        Serializer<Bid> serializer =
                new ContractSerdes(FixedSchemaLookup.of(List.of())).serializer(TopicCatalogue.BIDS);

        assertThatThrownBy(() -> serializer.serialize(TOPIC, SampleBid.bid()))
                .isInstanceOf(SchemaNotRegisteredException.class)
                .hasMessageContaining("market.bids.v1-value")
                .hasMessageContaining("gridclear schemas register");
    }

    @Test
    void aRecordThatLacksAFieldIsRefusedAtTheWriter() {
        assertThatThrownBy(() -> serdes.serializer(TopicCatalogue.BIDS).serialize(TOPIC, new Bid()))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void oneSerdeServesManyThreads() throws Exception {
        Serde<Bid> serde = serdes.serde(TopicCatalogue.BIDS);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> jobs = IntStream.range(0, 4)
                    .<Callable<Boolean>>mapToObj(thread -> () -> roundTrips(serde, thread))
                    .toList();
            for (Future<Boolean> job : threads.invokeAll(jobs)) {
                assertThat(job.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean roundTrips(Serde<Bid> serde, int thread) {
        for (int i = 0; i < 5_000; i++) {
            Bid bid = SampleBid.bid();
            bid.setOrderId(thread + "/" + i);
            byte[] bytes = serde.serializer().serialize(TOPIC, bid);
            if (!serde.deserializer().deserialize(TOPIC, bytes).equals(bid)) {
                return false;
            }
        }
        return true;
    }

    /** The schema of a bid with only some of its fields. */
    private static Schema bidSchemaWithFields(int from, int to) {
        Schema today = Bid.getClassSchema();
        List<Schema.Field> fields = today.getFields().subList(from, to).stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(today.getName(), today.getDoc(), today.getNamespace(), false, fields);
    }

    private static void assertUndecodable(Reason reason, Deserializer<?> deserializer, byte[] bytes) {
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
                .isInstanceOfSatisfying(
                        UndecodableRecordException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
