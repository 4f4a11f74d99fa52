package io.gridclear.ops.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridclear.schemas.catalogue.TopicContract;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records of topics in files, a topic each, {@code TOPIC.jsonl}; a record a line,
 * {@code {"partition":0,"offset":17,"value":{...}}}, the value in Avro's own JSON encoding. Single-threaded.
 */
public final class RecordFiles implements RecordScan, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Map<String, BufferedWriter> writers = new TreeMap<>();

    /** Files of a directory, which need not be there yet. */
    public RecordFiles(Path directory) {
        this.directory = directory;
    }

    private Path file(String topic) {
        return directory.resolve(topic + ".jsonl");
    }

    /** Writes a record behind those of its topic that were written before. What earlier runs wrote is lost. */
    public void write(Found<? extends SpecificRecord> found) throws IOException {
        BufferedWriter writer = writers.get(found.topic());
        if (writer == null) {
            Files.createDirectories(directory);
            writer = Files.newBufferedWriter(file(found.topic()), StandardCharsets.UTF_8);
            writers.put(found.topic(), writer);
        }
        ObjectNode line = JSON.createObjectNode();
        line.put("partition", found.partition());
        line.put("offset", found.offset());
        line.set("value", JSON.readTree(json(found.value())));
        writer.write(line.toString());
        writer.write('\n');
    }

    private static byte[] json(SpecificRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Encoder encoder = EncoderFactory.get().jsonEncoder(record.getSchema(), bytes);
        new SpecificDatumWriter<SpecificRecord>(record.getSchema(), SpecificData.getForClass(record.getClass()))
                .write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /**
     * Reads a whole topic: the files are small. A topic without a file has no records.
     *
     * @throws UncheckedIOException if a file cannot be read
     * @throws MalformedTraceFile if a line of it is no record
     */
    @Override
    public <T extends SpecificRecord> long read(TopicContract<T> topic, Stretch stretch, Predicate<Found<T>> visitor) {
        Path file = file(topic.name());
        if (!Files.exists(file)) {
            return 0;
        }
        SpecificDatumReader<T> reader = new SpecificDatumReader<>(topic.recordType());
        long looked = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                looked++;
                if (!visitor.test(found(topic, reader, file + ":" + looked, line))) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return looked;
    }

    private static <T extends SpecificRecord> Found<T> found(
            TopicContract<T> topic, SpecificDatumReader<T> reader, String where, String line) {
        try {
            JsonNode json = JSON.readTree(line);
            T value = topic.recordType()
                    .cast(reader.read(
                            null,
                            DecoderFactory.get()
                                    .jsonDecoder(
                                            reader.getSchema(),
                                            json.path("value").toString())));
            return new Found<>(
                    topic.name(),
                    json.path("partition").intValue(),
                    json.path("offset").longValue(),
                    value);
        } catch (IOException | AvroRuntimeException e) {
            throw new MalformedTraceFile(where + " is no record of " + topic.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        for (BufferedWriter writer : writers.values()) {
            writer.close();
        }
    }
}
