package io.gridclear.bridge.book;

import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.records.FeederRecords;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feeders by a consumer that commits nothing. The topic is read on when a feeder is asked for that has not come yet: the
 * application opens no period under a feeder that does not stand there.
 */
public final class KafkaNetworkSource implements NetworkSource {

    /** Feeders that are kept prepared, 20 MB each at most. */
    private static final int MOST_PREPARED = 8;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_MS = 60_000;
    private static final Logger LOG = LoggerFactory.getLogger(KafkaNetworkSource.class);

    private final Consumer<String, byte[]> consumer;
    private final Deserializer<io.gridclear.schemas.avro.Feeder> deserializer;
    private final Map<String, byte[]> sources = new HashMap<>();
    private final Map<String, FeederGraph> prepared = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FeederGraph> eldest) {
            return size() > MOST_PREPARED;
        }
    };

    /**
     * The topic by a consumer, which it closes.
     *
     * @param consumer gives the bytes as they came: others write this topic, and what cannot be read is no feeder
     */
    public KafkaNetworkSource(
            Consumer<String, byte[]> consumer, Deserializer<io.gridclear.schemas.avro.Feeder> deserializer) {
        this.consumer = consumer;
        this.deserializer = deserializer;
    }

    @Override
    public @Nullable FeederGraph find(String digest) {
        FeederGraph graph = prepared.get(digest);
        if (graph == null) {
            byte[] source = sources.get(digest);
            if (source == null) {
                readToEnd();
                source = sources.get(digest);
            }
            Feeder feeder = source == null ? null : read(digest, source);
            if (feeder == null) {
                return null;
            }
            graph = new FeederGraph(feeder);
            prepared.put(digest, graph);
        }
        return graph;
    }

    private @Nullable Feeder read(String digest, byte[] source) {
        try {
            Feeder feeder = FeederRecords.toFeeder(deserializer.deserialize(TopicCatalogue.FEEDERS.name(), source));
            if (HexFormat.of().formatHex(FeederCodec.digest(feeder)).equals(digest)) {
                return feeder;
            }
            LOG.error("the feeder under the key {} is another one", digest);
        } catch (IllegalArgumentException | UndecodableRecordException e) {
            LOG.error("the feeder {} is none: {}", digest, e.getMessage());
        }
        sources.remove(digest);
        return null;
    }

    private void readToEnd() {
        if (consumer.assignment().isEmpty()) {
            List<TopicPartition> partitions = consumer.partitionsFor(TopicCatalogue.FEEDERS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long lastProgress = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            records.forEach(record -> {
                // a feeder that was deleted is still the one that a period was cleared under
                if (record.key() != null && record.value() != null) {
                    sources.put(record.key(), record.value());
                }
            });
            long now = System.nanoTime();
            if (!records.isEmpty()) {
                lastProgress = now;
            } else if (now - lastProgress > Duration.ofMillis(PATIENCE_MS).toNanos()) {
                throw new TimeoutException("the feeders do not come within " + PATIENCE_MS + " ms");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
