package io.gridclear.ops.tail;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Follows partitions and hands every record out as a line. Single-threaded. */
public final class TopicTail {

    /** How long to wait for a record before looking at the clock again. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordJson json;
    private final OutputStream out;

    /**
     * @param consumer without a group; stays open
     * @param out gets whole lines, flushed whenever the reader has caught up with what was fetched
     */
    public TopicTail(Consumer<byte[], byte[]> consumer, RecordJson json, OutputStream out) {
        this.consumer = consumer;
        this.json = json;
        this.out = out;
    }

    /**
     * When to stop, apart from being interrupted.
     *
     * @param maxRecords after so many records, &gt; 0
     * @param silence after so long without a record, &gt; 0
     */
    public record Until(long maxRecords, Duration silence) {

        /** Never. */
        public static final Until FOREVER = new Until(Long.MAX_VALUE, Duration.ofNanos(Long.MAX_VALUE));
    }

    /**
     * Follows the partitions.
     *
     * @param fromBeginning whether to start with what is there, or with what comes from now on
     * @return number of records
     * @throws IOException when a line cannot be written
     */
    public long run(List<TopicPartition> partitions, boolean fromBeginning, Until until) throws IOException {
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
            // seeking is lazy; what comes from now on is to be seen
            partitions.forEach(consumer::position);
        }
        long records = 0;
        long lastRecordNs = System.nanoTime();
        while (System.nanoTime() - lastRecordNs < until.silence().toNanos()) {
            ConsumerRecords<byte[], byte[]> fetched = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> fetchedRecord : fetched) {
                out.write(json.line(fetchedRecord));
                if (++records == until.maxRecords()) {
                    out.flush();
                    return records;
                }
            }
            if (!fetched.isEmpty()) {
                out.flush();
                lastRecordNs = System.nanoTime();
            }
        }
        return records;
    }
}
