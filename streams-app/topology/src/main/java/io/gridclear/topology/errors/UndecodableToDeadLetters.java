package io.gridclear.topology.errors;

import io.gridclear.schemas.serde.UndecodableRecordException;
import io.gridclear.topology.metrics.MarketMetrics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * Bytes that are no record of their topic go to its dead letters, and the stream goes on. Anything else that fails while
 * decoding (a registry that does not answer) says nothing about the record: the task stops and takes it up again. So it
 * does where it cannot read what it wrote itself: that is a version too old for its state, not a record to put aside.
 */
public final class UndecodableToDeadLetters implements DeserializationExceptionHandler {

    private MarketMetrics metrics = MarketMetrics.none();

    @Override
    public void configure(Map<String, ?> configs) {
        metrics = MarketMetrics.from(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof UndecodableRecordException undecodable
                    && DeadLetters.hasDeadLetters(context.topic())) {
                metrics.deadLetter(context.topic());
                return Response.resume(DeadLetters.of(
                        context,
                        record.key(),
                        record.value(),
                        undecodable.reason().name(),
                        undecodable));
            }
        }
        return Response.fail();
    }
}
