package io.gridclear.meter.client;

import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.registry.SchemaNotRegisteredException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The way out: takes room for a record, encodes it, hands it to Kafka, and tells what became of it.
 *
 * <p>Room is a permit that is given back when the record is acknowledged or given up, so that never more than
 * {@code maxInFlight} records are held. It is taken before the record is signed and encoded: a client that has no
 * room should not spend a core on it.
 */
final class OutgoingRecords implements AutoCloseable {
    private final FleetClientSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final Semaphore room;
    private final SendFailures failures;
    private volatile boolean closed;

    OutgoingRecords(FleetClientSettings settings, Producer<byte[], byte[]> producer) {
        this.settings = settings;
        this.producer = producer;
        this.room = new Semaphore(settings.maxInFlight());
        this.failures = new SendFailures(settings);
    }

    /**
     * Sends one record.
     *
     * @param record makes the record once there is room for it
     * @param timestampMs the record's time, epoch milliseconds
     */
    <T extends SpecificRecord> CompletionStage<SubmitOutcome> send(
            TopicContract<T> topic, Serializer<T> serializer, String key, long timestampMs, Supplier<T> record) {
        if (closed) {
            return done(closedBefore());
        }
        try {
            if (!room.tryAcquire(settings.timeouts().submitMs(), TimeUnit.MILLISECONDS)) {
                return done(
                        new SubmitOutcome.Busy(inFlight(), settings.timeouts().submitMs()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return done(new SubmitOutcome.Failed(
                    FailureKind.INTERRUPTED, "interrupted while waiting for room; the record was not sent"));
        }
        boolean handedOver = false;
        try {
            byte[] value = serializer.serialize(topic.name(), record.get());
            CompletionStage<SubmitOutcome> outcome = handOver(topic, key, timestampMs, value);
            handedOver = true;
            return outcome;
        } catch (RegistryUnavailableException | SchemaNotRegisteredException registry) {
            return done(failures.of(topic.name(), registry));
        } catch (KafkaException refusedToTake) {
            return done(failed(topic, refusedToTake));
        } finally {
            if (!handedOver) {
                room.release();
            }
        }
    }

    private CompletionStage<SubmitOutcome> handOver(
            TopicContract<?> topic, String key, long timestampMs, byte[] value) {
        CompletableFuture<SubmitOutcome> outcome = new CompletableFuture<>();
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(topic.name(), null, timestampMs, keyBytes, value);
        try {
            // the callback tells the same, and tells it of records that are refused at once as well
            Future<?> unused = producer.send(record, (metadata, failure) -> {
                room.release();
                outcome.complete(
                        failure == null
                                ? new SubmitOutcome.Acknowledged(
                                        metadata.topic(), metadata.partition(), metadata.offset())
                                : failed(topic, failure));
            });
        } catch (IllegalStateException afterClose) {
            // what Kafka's producer throws when another thread has closed it
            throw new KafkaException(afterClose);
        }
        return outcome;
    }

    /** A record that was cut off by closing says so, whatever Kafka calls it. */
    private SubmitOutcome failed(TopicContract<?> topic, Exception failure) {
        return closed ? closedBefore() : failures.of(topic.name(), failure);
    }

    private static SubmitOutcome closedBefore() {
        return new SubmitOutcome.Failed(FailureKind.CLOSED, "the client was closed before the record was acknowledged");
    }

    private static CompletionStage<SubmitOutcome> done(SubmitOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    int inFlight() {
        return settings.maxInFlight() - room.availablePermits();
    }

    void flush() {
        if (!closed) {
            producer.flush();
        }
    }

    /** Waits for what is under way, within the bound; what is left then fails as closed. */
    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ofMillis(settings.timeouts().closeMs()));
    }
}
