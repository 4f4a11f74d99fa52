package io.gridclear.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.RandomRecords;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.UndecodableRecordException.Reason;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are anything: a deserializer gives a record or says why not, and never does anything else. */
class GarbageTest {

    private static final long SEED = 666;
    private static final int ROUNDS = 2_000;

    private final FixedSchemaLookup registry = FixedSchemaLookup.ofCatalogue();
    private final ContractSerdes serdes = new ContractSerdes(registry);

    static List<TopicContract<?>> topics() {
        return TopicCatalogue.all();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void randomBytesBehindAGoodHeader(TopicContract<?> topic) {
        List<Deserializer<?>> readers = readersOf(topic);
        Random random = new Random(SEED);
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (random.nextInt(10) > 0) {
                byte[] header = headerOf(topic);
                System.arraycopy(header, 0, bytes, 0, Math.min(header.length, bytes.length));
            }
            for (Deserializer<?> deserializer : readers) {
                count(deserializer, bytes, reasons);
            }
        }
        assertThat(reasons).as("seed %d", SEED).containsKeys(Reason.TOO_SHORT, Reason.BAD_MAGIC, Reason.MALFORMED_BODY);
    }

    @ParameterizedTest
    @MethodSource("topics")
    <T extends SpecificRecord> void aRecordThatIsCutOffAnywhereIsNoRecord(TopicContract<T> topic) {
        List<Deserializer<?>> readers = readersOf(topic);
        byte[] whole = record(topic);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            for (Deserializer<?> deserializer : readers) {
                assertThat(refusal(deserializer, part))
                        .as(
                                "seed %d, first %d bytes of %s",
                                SEED, length, HexFormat.of().formatHex(whole))
                        .isIn(Reason.TOO_SHORT, Reason.MALFORMED_BODY);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    <T extends SpecificRecord> void aFlippedBitGivesARecordOrAReason(TopicContract<T> topic) {
        List<Deserializer<?>> readers = readersOf(topic);
        byte[] whole = record(topic);
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            for (Deserializer<?> deserializer : readers) {
                count(deserializer, flipped, reasons);
            }
        }
        assertThat(reasons).containsKeys(Reason.BAD_MAGIC, Reason.MALFORMED_BODY);
    }

    /** More items than memory holds, in one block or with its length beside it; fewer than the bytes have room for, and more. */
    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE - 8, Integer.MAX_VALUE, 1L << 40, Long.MIN_VALUE, -2_000_000_000, 5})
    void anArrayOfMoreItemsThanThereAreBytes(long items) {
        WireOutput out = new WireOutput();
        MarketArea area = MarketArea.newBuilder().setAreaMrid("area").build();
        byte[] whole = serdes.serializer(TopicCatalogue.AREAS).serialize("", area);
        // the charges come last: an empty array is a zero
        out.start(Arrays.copyOf(whole, whole.length - 1));
        out.number(items);
        if (items < 0) {
            out.number(Integer.MAX_VALUE);
        }
        out.number(7);
        for (Deserializer<?> deserializer : readersOf(TopicCatalogue.AREAS)) {
            assertThat(refusal(deserializer, out.toBytes())).isEqualTo(Reason.MALFORMED_BODY);
        }
    }

    /** The topic's own reader, that of one version later (which resolves), and the one that shows anything. */
    private List<Deserializer<?>> readersOf(TopicContract<?> topic) {
        return List.of(serdes.deserializer(topic), resolving(topic), serdes.genericDeserializer());
    }

    private Deserializer<?> resolving(TopicContract<?> topic) {
        Schema later = new Schema.Parser()
                .parse(topic.schema()
                        .toString()
                        .replaceFirst(
                                "\"fields\":\\[",
                                "\"fields\":[{\"name\":\"later\",\"type\":[\"null\",\"string\"],\"default\":null},"));
        RecordReader<?> reader = ReaderSchema.specific(topic.recordType(), later);
        return (name, bytes) -> {
            WireFormat.schemaIdOf(bytes);
            return reader.read(bytes, WireFormat.HEADER_BYTES);
        };
    }

    private byte[] headerOf(TopicContract<?> topic) {
        return WireFormat.header(registry.idOf(topic.subject(), topic.schema()));
    }

    private <T extends SpecificRecord> byte[] record(TopicContract<T> topic) {
        return serdes.serializer(topic).serialize(topic.name(), new RandomRecords(SEED).next(topic.recordType()));
    }

    private static void count(Deserializer<?> deserializer, byte[] bytes, Map<Reason, Integer> reasons) {
        Reason reason = refusal(deserializer, bytes);
        if (reason != null) {
            reasons.merge(reason, 1, Integer::sum);
        }
    }

    private static Reason refusal(Deserializer<?> deserializer, byte[] bytes) {
        try {
            assertThat((Object) deserializer.deserialize("any", bytes)).isNotNull();
            return null;
        } catch (UndecodableRecordException e) {
            return e.reason();
        }
    }
}
