package io.gridclear.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.RandomRecords;
import io.gridclear.schemas.avro.DeliveryEvent;
import io.gridclear.schemas.avro.RoutedBid;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The planned encoder and decoder against Avro's own, on the same seeded records of every contract. */
class AvroTwinTest {

    private static final long SEED = 20261123;
    private static final int RECORDS = 300;

    static List<Class<? extends SpecificRecord>> contracts() {
        return Stream.concat(
                        TopicCatalogue.all().stream().map(TopicContract::recordType),
                        Stream.of(RoutedBid.class, DeliveryEvent.class))
                .<Class<? extends SpecificRecord>>map(type -> type)
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    <T extends SpecificRecord> void bothWriteTheSameBytesAndReadTheSameRecords(Class<T> type) throws IOException {
        RandomRecords records = new RandomRecords(SEED);
        Schema schema = SpecificData.get().getSchema(type);
        RecordWriter<T> writer = new RecordWriter<>(schema);
        RecordReader<T> reader = ReaderSchema.specific(type, schema);
        for (int i = 0; i < RECORDS; i++) {
            T value = records.next(type);
            byte[] byAvro = writeByAvro(type, value);

            assertThat(writer.write(new byte[0], value))
                    .as("seed %d, record %d", SEED, i)
                    .isEqualTo(byAvro);
            assertThat(reader.read(byAvro, 0))
                    .as("seed %d, record %d", SEED, i)
                    .isEqualTo(readByAvro(type, byAvro))
                    .isEqualTo(value);
        }
    }

    private static <T extends SpecificRecord> byte[] writeByAvro(Class<T> type, T value) throws IOException {
        SpecificData data = SpecificData.getForClass(type);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<T>(data.getSchema(type), data).write(value, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static <T extends SpecificRecord> T readByAvro(Class<T> type, byte[] bytes) throws IOException {
        return new SpecificDatumReader<>(type).read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }
}
