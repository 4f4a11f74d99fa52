package io.gridclear.topology.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.serde.UndecodableRecordException;
import io.gridclear.topology.metrics.MarketMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** What becomes of a failure: a dead letter where the record is at fault, the end of the task where it is not. */
class ErrorHandlersTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, Object> configs = Map.of(MarketMetrics.CONFIG, new MarketMetrics(meters));
    private final UndecodableToDeadLetters undecodable = new UndecodableToDeadLetters();
    private final PoisonToDeadLetters poison = new PoisonToDeadLetters();

    ErrorHandlersTest() {
        undecodable.configure(configs);
        poison.configure(configs);
    }

    private record Where(String topic, long timestamp) implements ErrorHandlerContext {
        @Override
        public int partition() {
            return 3;
        }

        @Override
        public long offset() {
            return 99;
        }

        @Override
        public Headers headers() {
            return new RecordHeaders();
        }

        @Override
        public String processorNodeId() {
            return "node";
        }

        @Override
        public TaskId taskId() {
            return new TaskId(0, 3);
        }

        @Override
        public byte[] sourceRawKey() {
            return new byte[] {1};
        }

        @Override
        public byte[] sourceRawValue() {
            return new byte[] {2, 3};
        }
    }

    private static UndecodableRecordException garbage() {
        try {
            new ContractSerdes(FixedSchemaLookup.ofCatalogue())
                    .deserializer(TopicCatalogue.BIDS)
                    .deserialize("", new byte[] {1});
        } catch (UndecodableRecordException e) {
            return e;
        }
        throw new AssertionError("one byte was a bid");
    }

    private DeserializationExceptionHandler.Response decode(String topic, long timestamp, Exception failure) {
        return undecodable.handleError(
                new Where(topic, timestamp),
                new ConsumerRecord<>(topic, 3, 99, new byte[] {1}, new byte[] {2, 3}),
                failure);
    }

    private ProcessingExceptionHandler.Response process(Exception failure) {
        return poison.handleError(
                new Where("market.bids.v1", 7),
                new Record<String, Bid>("key", Bid.newBuilder().build(), 7),
                failure);
    }

    @Test
    void garbageGoesToTheDeadLettersOfItsTopic() {
        var response = decode("market.bids.v1", 7, garbage());
        assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("market.bids.v1.dlq");
            assertThat(letter.key()).containsExactly(1);
            assertThat(letter.value()).containsExactly(2, 3);
            assertThat(letter.timestamp()).isEqualTo(7);
            assertThat(header(letter, "gridclear.reason")).isEqualTo("TOO_SHORT");
            assertThat(header(letter, "gridclear.source.partition")).isEqualTo("3");
            assertThat(header(letter, "gridclear.source.offset")).isEqualTo("99");
        });
        assertThat(meters.get("gridclear.dead.letters")
                        .tag("topic", "market.bids.v1")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void itIsRecognisedBehindOtherExceptions() {
        var response = decode("meter.points.v1", 7, new StreamsException("wrapped", garbage()));
        assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
    }

    @Test
    void garbageFromBeforeTheEpochHasALetterThatCanBeSent() {
        for (long timestamp : new long[] {-1, Long.MIN_VALUE}) {
            var response = decode("market.bids.v1", timestamp, garbage());
            assertThat(response.deadLetterQueueRecords()).singleElement().satisfies(letter -> {
                assertThat(letter.timestamp()).isNull();
                assertThat(header(letter, "gridclear.source.timestamp")).isEqualTo(Long.toString(timestamp));
            });
        }
    }

    @Test
    void aRegistryThatIsAwayIsNoFaultOfTheRecord() {
        var response = decode("market.bids.v1", 7, new RegistryUnavailableException("away", new Exception()));
        assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.FAIL);
        assertThat(response.deadLetterQueueRecords()).isEmpty();
    }

    /** Nobody else writes there: it is this version that is too old for what another one wrote. */
    @Test
    void whatTheApplicationWroteItselfIsNotPutAside() {
        var response = decode("gridclear-market-bids-by-area-repartition", 7, garbage());
        assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.FAIL);
    }

    @Test
    void poisonGoesToTheDeadLettersAndAnyOtherFailureStopsTheTask() {
        var response = process(new PoisonRecordException("no side"));
        assertThat(response.result()).isEqualTo(ProcessingExceptionHandler.Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).containsExactly(1);
            assertThat(letter.value()).containsExactly(2, 3);
            assertThat(header(letter, "gridclear.reason")).isEqualTo("POISON_RECORD");
            assertThat(header(letter, "gridclear.detail")).isEqualTo("no side");
        });
        assertThat(process(new IllegalStateException("a bug")).result())
                .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
        assertThat(process(new RegistryUnavailableException("away", new Exception()))
                        .result())
                .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
    }

    @Test
    void aDetailIsBounded() {
        var response = process(new PoisonRecordException("x".repeat(5_000)));
        assertThat(header(response.deadLetterQueueRecords().get(0), "gridclear.detail"))
                .hasSize(1_000);
    }

    @Test
    void aTimestampFromBeforeTheEpochCountsAsThePartitionsTime() {
        SenderTimestamps timestamps = new SenderTimestamps();
        ConsumerRecord<Object, Object> good = new ConsumerRecord<>("t", 0, 0, "k", "v");
        assertThat(good.timestamp()).isEqualTo(-1);
        assertThat(timestamps.extract(good, 500)).isEqualTo(500);
        assertThat(timestamps.extract(good, -1)).isZero();
        var sent = new ConsumerRecord<Object, Object>(
                "t",
                0,
                0,
                42,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                1,
                1,
                "k",
                "v",
                new RecordHeaders(),
                java.util.Optional.empty());
        assertThat(timestamps.extract(sent, 500)).isEqualTo(42);
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
