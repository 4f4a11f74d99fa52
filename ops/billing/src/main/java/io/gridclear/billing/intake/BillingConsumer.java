package io.gridclear.billing.intake;

import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.serde.ContractSerdes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics and writes what they hold into the database.
 *
 * <p>Where to read from is the database's to say: offsets stand there, moved on in the transaction that writes the rows, so
 * that a stop at any point repeats nothing and leaves nothing out. A partition that was just assigned is paused until the
 * database has been asked. While the database does not work the consumer stays in its group and asks again after growing
 * pauses; what it had read it lets go of, and reads again. Single-threaded.
 */
public final class BillingConsumer implements AutoCloseable {

    /** How long a turn waits at most, so that a stop is heard. */
    private static final long LONGEST_WAIT_MS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(BillingConsumer.class);

    private final Consumer<byte[], byte[]> kafka;
    private final RecordIntake intake;
    private final BillingStore store;
    private final BillingMetrics metrics;
    private final LongSupplier clock;
    private final Outage outage = new Outage();

    /** Where the database stands, as this consumer knows it; empty where the database has no row yet. */
    private final Map<TopicPartition, Optional<Long>> known = new HashMap<>();

    /** Assigned, and paused until the database has been asked where they stand. */
    private final Set<TopicPartition> unplaced = new HashSet<>();

    /**
     * A consumer that begins at once.
     *
     * @param kafka reads committed records only, commits nothing by itself, resets no offset; closed with this
     * @param clock epoch ms
     */
    public BillingConsumer(
            Consumer<byte[], byte[]> kafka,
            ContractSerdes serdes,
            BillingDatabase database,
            BillingMetrics metrics,
            LongSupplier clock) {
        this.kafka = kafka;
        this.intake = new RecordIntake(serdes);
        this.store = new BillingStore(database);
        this.metrics = metrics;
        this.clock = clock;
        kafka.subscribe(RecordIntake.TOPICS, new Rebalance());
    }

    /** Partitions as they come and go. No I/O here: a database that hangs must not cost the membership. */
    private final class Rebalance implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            setAside(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(known::remove);
            unplaced.removeAll(partitions);
        }
    }

    private void setAside(Collection<TopicPartition> partitions) {
        kafka.pause(partitions);
        // somewhere, so that no other position is looked for meanwhile
        kafka.seekToBeginning(partitions);
        partitions.forEach(known::remove);
        unplaced.addAll(partitions);
    }

    /**
     * Writes what has come, or waits for it.
     *
     * @return whether the database works
     * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException if the topics do not have what the database needs
     *     next
     */
    public boolean turn() {
        long nowMs = clock.getAsLong();
        long waitMs = outage.isOn() ? Math.min(outage.waitMs(nowMs), LONGEST_WAIT_MS) : LONGEST_WAIT_MS;
        ConsumerRecords<byte[], byte[]> records =
                kafka.poll(Duration.ofMillis(unplaced.isEmpty() || outage.isOn() ? waitMs : 0));
        if (!outage.mayTry(clock.getAsLong())) {
            return false;
        }
        try {
            place();
            write(records);
            outage.succeeded(clock.getAsLong());
            metrics.databaseUp(true);
            return true;
        } catch (OvertakenException e) {
            LOG.info("read again from where the database stands: {}", e.getMessage());
            metrics.overtaken();
            setAside(kafka.assignment());
            return true;
        } catch (SQLException | RegistryUnavailableException e) {
            outage.failed(e, clock.getAsLong());
            metrics.databaseUp(false);
            setAside(kafka.assignment());
            return false;
        }
    }

    /** Goes to where the database stands, in partitions of which that is not known. */
    private void place() throws SQLException {
        if (unplaced.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> offsets = store.offsets(unplaced);
        for (TopicPartition partition : unplaced) {
            Optional<Long> offset = Optional.ofNullable(offsets.get(partition));
            known.put(partition, offset);
            offset.ifPresent(to -> kafka.seek(partition, to));
        }
        kafka.resume(unplaced);
        unplaced.clear();
    }

    private void write(ConsumerRecords<byte[], byte[]> records) throws SQLException, OvertakenException {
        // markers of transactions bring a position on without a record
        Map<TopicPartition, OffsetAndMetadata> next = records.nextOffsets();
        if (next.isEmpty()) {
            return;
        }
        Batch batch = new Batch();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            intake.take(
                    new Arrival(
                            new TopicPartition(record.topic(), record.partition()),
                            record.offset(),
                            record.timestamp(),
                            record.key(),
                            record.value()),
                    batch);
        }
        for (Map.Entry<TopicPartition, OffsetAndMetadata> end : next.entrySet()) {
            Optional<Long> from = known.getOrDefault(end.getKey(), Optional.empty());
            // a fetch that found an empty partition names where it stands too; that is nothing to write
            if (end.getValue().offset() > from.orElse(0L)) {
                batch.step(end.getKey(), new Batch.Step(from, end.getValue().offset()));
            }
        }
        if (batch.steps().isEmpty()) {
            return;
        }
        long startedAt = System.nanoTime();
        BillingStore.Written written = store.write(batch);
        metrics.written(written, batch.tombstones(), System.nanoTime() - startedAt);
        batch.steps().forEach((partition, step) -> known.put(partition, Optional.of(step.to())));
        for (Rejection rejection : written.rejections()) {
            LOG.warn(
                    "set aside: {} at {} of {}: {}",
                    rejection.reason(),
                    rejection.arrival().offset(),
                    rejection.arrival().partition(),
                    rejection.detail());
        }
        // a hint for whoever watches the group's lag; nothing is read from it
        kafka.commitAsync(next, (offsets, failure) -> {
            if (failure != null) {
                LOG.debug("the broker was not told of {}", offsets, failure);
            }
        });
        long lag = 0;
        for (TopicPartition partition : known.keySet()) {
            lag += kafka.currentLag(partition).orElse(0);
        }
        metrics.lag(lag);
    }

    /** Leaves the group; what is not yet written, the next consumer reads. */
    @Override
    public void close() {
        try {
            kafka.close();
        } finally {
            store.close();
        }
    }
}
