package io.gridclear.topology.errors;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/** Makes the dead letter of a record: the bytes as they came, where they came from, and why they were put aside. */
final class DeadLetters {

    /** Longest detail in a header, characters: enough for one sentence with its values. */
    private static final int MAX_DETAIL_LENGTH = 1_000;

    /** Most bytes of a key that are kept: ids are far shorter. */
    private static final int MAX_KEY_BYTES = 64 * 1024;

    /**
     * Most bytes of a value that are kept. A record that was sent compressed may be larger than any batch that the broker
     * takes from us; a dead letter that cannot be sent would stop the stream.
     */
    private static final int MAX_VALUE_BYTES = TopicCatalogue.MAX_BATCH_BYTES;

    private DeadLetters() {}

    /** Whether a topic has dead letters: one that others write. What the application wrote itself it must be able to read. */
    static boolean hasDeadLetters(String topic) {
        return TopicCatalogue.withDeadLetters().stream()
                .anyMatch(known -> known.name().equals(topic));
    }

    static List<ProducerRecord<byte[], byte[]>> of(
            ErrorHandlerContext context, byte @Nullable [] key, byte @Nullable [] value, String reason, Exception why) {
        String detail = String.valueOf(why.getMessage());
        List<Header> headers = new ArrayList<>(List.of(
                header("gridclear.reason", reason),
                header("gridclear.detail", detail.substring(0, Math.min(detail.length(), MAX_DETAIL_LENGTH))),
                header("gridclear.source.topic", context.topic()),
                header("gridclear.source.partition", Integer.toString(context.partition())),
                header("gridclear.source.offset", Long.toString(context.offset())),
                header("gridclear.source.timestamp", Long.toString(context.timestamp()))));
        byte[] keptKey = cut(key, MAX_KEY_BYTES, "gridclear.source.key.bytes", headers);
        byte[] keptValue = cut(value, MAX_VALUE_BYTES, "gridclear.source.value.bytes", headers);
        // a producer refuses a negative timestamp; without one it stamps the letter itself
        Long timestamp = context.timestamp() < 0 ? null : context.timestamp();
        return List.of(new ProducerRecord<>(
                TopicCatalogue.deadLetterTopic(context.topic()), null, timestamp, keptKey, keptValue, headers));
    }

    /** Cuts bytes that are too long, and then says in a header how long they were. */
    private static byte @Nullable [] cut(byte @Nullable [] bytes, int most, String lengthHeader, List<Header> headers) {
        if (bytes == null || bytes.length <= most) {
            return bytes;
        }
        headers.add(header(lengthHeader, Integer.toString(bytes.length)));
        return Arrays.copyOf(bytes, most);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
