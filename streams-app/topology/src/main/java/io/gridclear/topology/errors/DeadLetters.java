package io.gridclear.topology.errors;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/** Makes the dead letter of a record: the bytes as they came, where they came from, and why they were put aside. */
final class DeadLetters {

    /** Longest detail in a header, characters: enough for one sentence with its values. */
    private static final int MAX_DETAIL_LENGTH = 1_000;

    private DeadLetters() {}

    static List<ProducerRecord<byte[], byte[]>> of(
            ErrorHandlerContext context, byte[] key, byte[] value, String reason, Exception why) {
        String detail = String.valueOf(why.getMessage());
        List<Header> headers = List.of(
                header("gridclear.reason", reason),
                header("gridclear.detail", detail.substring(0, Math.min(detail.length(), MAX_DETAIL_LENGTH))),
                header("gridclear.source.topic", context.topic()),
                header("gridclear.source.partition", Integer.toString(context.partition())),
                header("gridclear.source.offset", Long.toString(context.offset())));
        return List.of(new ProducerRecord<>(
                TopicCatalogue.deadLetterTopic(context.topic()), null, context.timestamp(), key, value, headers));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
