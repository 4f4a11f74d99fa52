package io.gridclear.topology.errors;

import io.gridclear.topology.metrics.MarketMetrics;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/** Poison records go to the dead letters as they came; every other failure stops the task before it writes. */
public final class PoisonToDeadLetters implements ProcessingExceptionHandler {

    private MarketMetrics metrics = MarketMetrics.none();

    @Override
    public void configure(Map<String, ?> configs) {
        metrics = MarketMetrics.from(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (exception instanceof PoisonRecordException poison) {
            metrics.deadLetter(context.topic());
            return Response.resume(
                    DeadLetters.of(context, context.sourceRawKey(), context.sourceRawValue(), poison.reason(), poison));
        }
        return Response.fail();
    }
}
