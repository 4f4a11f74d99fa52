package io.gridclear.meter.client;

import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in: reads rejections and reference prices from the moment the client is opened, on one thread of
 * its own, and tells the listener.
 */
final class MarketFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MarketFeed.class);

    /** Only bounds how long the thread sleeps when nothing comes; closing wakes it. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<BidRejected> rejections;
    private final Deserializer<ReferencePrice> references;
    private final OwnMeters own;
    private final MarketListener listener;
    private final FleetClientSettings settings;
    private final Thread thread;
    private volatile boolean closed;

    MarketFeed(
            FleetClientSettings settings,
            Consumer<byte[], byte[]> consumer,
            ContractSerdes serdes,
            OwnMeters own,
            MarketListener listener) {
        this.settings = settings;
        this.consumer = consumer;
        this.rejections = serdes.deserializer(TopicCatalogue.BID_REJECTIONS);
        this.references = serdes.deserializer(TopicCatalogue.REFERENCE_PRICES);
        this.own = own;
        this.listener = listener;
        this.thread = new Thread(this::run, settings.clientId() + "-feed");
        // A host that forgets to close the client can still end.
        this.thread.setDaemon(true);
    }

    /**
     * Finds the topics, takes all their partitions from their end, and starts the thread. When it returns, the
     * positions are fixed: nothing that is written from now on will be missed.
     *
     * @throws FleetClientException if brokers or topics cannot be found in time
     */
    void open() {
        Duration limit = Duration.ofMillis(settings.timeouts().connectMs());
        List<TopicPartition> partitions = new ArrayList<>();
        try {
            partitions.addAll(partitionsOf(TopicCatalogue.BID_REJECTIONS, limit));
            partitions.addAll(partitionsOf(TopicCatalogue.REFERENCE_PRICES, limit));
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            for (TopicPartition partition : partitions) {
                consumer.position(partition, limit);
            }
        } catch (TimeoutException away) {
            throw new FleetClientException(
                    "no broker of " + settings.bootstrapServers() + " answered within " + limit.toMillis()
                            + " ms; check the address and that the brokers run",
                    away);
        } catch (KafkaException refused) {
            throw new FleetClientException(
                    "client " + settings.clientId() + " cannot read from " + settings.bootstrapServers() + ": "
                            + refused.getMessage() + "; check its credentials and its rights",
                    refused);
        }
        thread.start();
    }

    private List<TopicPartition> partitionsOf(TopicContract<?> topic, Duration limit) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic.name(), limit);
        if (partitions == null || partitions.isEmpty()) {
            throw new FleetClientException("topic " + topic.name() + " does not exist at " + settings.bootstrapServers()
                    + "; create the topics with: gridclear topics apply");
        }
        return partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private void run() {
        try (consumer) {
            while (!closed) {
                read(consumer.poll(POLL));
            }
        } catch (WakeupException closing) {
            LOG.debug("{} wakes up to close", thread.getName());
        } catch (InterruptException interrupted) {
            LOG.warn("{} was interrupted and ends", thread.getName());
        } catch (KafkaException refused) {
            // Only errors that Kafka's consumer cannot retry arrive here: rights, credentials, a deleted topic.
            String problem = "the market is not heard any more: " + refused.getMessage();
            LOG.error("{}: {}", thread.getName(), problem);
            tell(() -> listener.onFeedStopped(problem));
        }
    }

    private void read(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                try {
                    read(record);
                } catch (RegistryUnavailableException away) {
                    goBackTo(records, record);
                    delayed(away);
                    return;
                }
            }
        }
    }

    /** What was read but not told yet is read again: the registry's absence must not lose a refusal. */
    private void goBackTo(ConsumerRecords<byte[], byte[]> records, ConsumerRecord<byte[], byte[]> failed) {
        boolean reached = false;
        TopicPartition failedPartition = new TopicPartition(failed.topic(), failed.partition());
        for (TopicPartition partition : records.partitions()) {
            if (partition.equals(failedPartition)) {
                reached = true;
                consumer.seek(partition, failed.offset());
            } else if (reached) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(TopicCatalogue.BID_REJECTIONS.name())) {
                BidRejected rejection = rejections.deserialize(record.topic(), record.value());
                if (rejection != null && own.concerns(rejection)) {
                    tell(() -> listener.onRejected(rejection));
                }
            } else {
                ReferencePrice reference = references.deserialize(record.topic(), record.value());
                if (reference != null) {
                    tell(() -> listener.onReferencePrice(reference));
                }
            }
        } catch (UndecodableRecordException undecodable) {
            String problem = String.valueOf(undecodable.getMessage());
            LOG.warn("skipped {}-{} at {}: {}", record.topic(), record.partition(), record.offset(), problem);
            tell(() -> listener.onUndecodable(record.topic(), record.partition(), record.offset(), problem));
        }
    }

    private void delayed(RegistryUnavailableException away) {
        String problem = String.valueOf(away.getMessage());
        LOG.warn("{} waits: {}", thread.getName(), problem);
        tell(() -> listener.onFeedDelayed(problem));
    }

    /** The listener is somebody else's code: its mistake must not silence the market for the rest of the fleet. */
    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException mistake) {
            LOG.error("a market listener failed", mistake);
        }
    }

    /** Ends the thread, which closes the consumer. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        if (Thread.currentThread() == thread) {
            // a listener closes its own client: the thread ends when the listener returns
            return;
        }
        try {
            thread.join(settings.timeouts().closeMs());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
        }
    }
}
