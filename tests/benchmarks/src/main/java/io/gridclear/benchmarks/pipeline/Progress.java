package io.gridclear.benchmarks.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Watches how many records are committed to a topic. Offsets count the marker of every transaction too: one a partition
 * and commit, some thousandths of the records of a busy topic.
 */
final class Progress {

    /** What was seen at one moment. */
    private record Sample(long nanoTime, long committed, Duration processorTime) {}

    /** Throughput of one run, from the first records that were committed to the last. */
    record Throughput(long records, double seconds, double processorSeconds) {
        double perSecond() {
            return records / seconds;
        }

        double processorMicrosEach() {
            return processorSeconds * 1e6 / records;
        }

        /** The same, counted in what each record was made of. */
        Throughput times(int inputs) {
            return new Throughput(records * inputs, seconds, processorSeconds);
        }
    }

    private static final long EVERY_MS = 20;

    /** The application commits ten times a second: when nothing has come for so long, nothing will. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    /** A busy machine starts an application in this time, or lets it go on. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Admin admin;
    private final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();

    Progress(Admin admin, String topic, int partitions) {
        this.admin = admin;
        for (int partition = 0; partition < partitions; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
    }

    long committed() {
        try {
            return admin
                    .listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say how far " + ends.keySet() + " are", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Waits until so many records more are committed, and nothing comes any more.
     *
     * @param before {@link #committed()} before the application began
     * @param records how many it will write
     */
    Throughput await(long before, long records, ApplicationProcess application) {
        List<Sample> samples = new ArrayList<>();
        long changedAt = System.nanoTime();
        while (true) {
            Sample now = new Sample(System.nanoTime(), committed() - before, application.processorTime());
            if (now.committed() > 0
                    && (samples.isEmpty() || now.committed() > last(samples).committed())) {
                samples.add(now);
                changedAt = now.nanoTime();
            }
            boolean done = !samples.isEmpty() && last(samples).committed() >= records;
            if (done && now.nanoTime() - last(samples).nanoTime() > QUIET.toNanos()) {
                return between(samples.get(0), last(samples), records);
            }
            if (now.nanoTime() - changedAt > PATIENCE.toNanos()) {
                throw new IllegalStateException("stands at " + now.committed() + " of " + records
                        + " records; what is missing was refused, or the application has failed");
            }
            pause();
        }
    }

    /**
     * Waits until so many records more are committed, whatever else is written meanwhile.
     *
     * @param before {@link #committed()} before the application began
     */
    void awaitAtLeast(long before, long records) {
        long committed = 0;
        long changedAt = System.nanoTime();
        while (committed < records) {
            long now = committed() - before;
            if (now > committed) {
                committed = now;
                changedAt = System.nanoTime();
            } else if (System.nanoTime() - changedAt > PATIENCE.toNanos()) {
                throw new IllegalStateException("stands at " + committed + " of " + records + " records");
            }
            pause();
        }
    }

    private static Throughput between(Sample first, Sample last, long records) {
        return new Throughput(
                records - first.committed(),
                (last.nanoTime() - first.nanoTime()) / 1e9,
                last.processorTime().minus(first.processorTime()).toNanos() / 1e9);
    }

    private static Sample last(List<Sample> samples) {
        return samples.get(samples.size() - 1);
    }

    private static void pause() {
        try {
            Thread.sleep(EVERY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
