package io.gridclear.billing.intake;

import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** What one transaction writes: rows, what is set aside, and how far it brings each partition. Single-threaded. */
final class Batch {

    /**
     * A partition's way.
     *
     * @param from offset that the database stands at; empty if it has none yet
     * @param to offset that it stands at afterwards
     */
    record Step(Optional<Long> from, long to) {}

    private final List<Entry<SettlementLine>> lines = new ArrayList<>();
    private final List<Entry<ClearingResult>> clearings = new ArrayList<>();
    private final List<Entry<SettlementRunResult>> laterRuns = new ArrayList<>();
    private final List<Entry<Receipt>> receipts = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private final Map<TopicPartition, Step> steps = new LinkedHashMap<>();
    private int tombstones;

    void line(Arrival arrival, SettlementLine line) {
        lines.add(new Entry<>(arrival, line));
    }

    void clearing(Arrival arrival, ClearingResult clearing) {
        clearings.add(new Entry<>(arrival, clearing));
    }

    void laterRun(Arrival arrival, SettlementRunResult run) {
        laterRuns.add(new Entry<>(arrival, run));
    }

    void receipt(Arrival arrival, Receipt receipt) {
        receipts.add(new Entry<>(arrival, receipt));
    }

    void reject(Arrival arrival, Rejection.Reason reason, String detail) {
        rejections.add(new Rejection(arrival, reason, detail));
    }

    void tombstone() {
        tombstones++;
    }

    void step(TopicPartition partition, Step step) {
        steps.put(partition, step);
    }

    List<Entry<SettlementLine>> lines() {
        return lines;
    }

    List<Entry<ClearingResult>> clearings() {
        return clearings;
    }

    List<Entry<SettlementRunResult>> laterRuns() {
        return laterRuns;
    }

    List<Entry<Receipt>> receipts() {
        return receipts;
    }

    List<Rejection> rejections() {
        return rejections;
    }

    Map<TopicPartition, Step> steps() {
        return steps;
    }

    int tombstones() {
        return tombstones;
    }
}
