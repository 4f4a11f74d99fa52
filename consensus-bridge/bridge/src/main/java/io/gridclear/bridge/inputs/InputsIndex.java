package io.gridclear.bridge.inputs;

import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.schemas.avro.SettlementInputs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Where the inputs of runs begin: one offset for every run whose receipts are not written yet. Single-threaded. */
public final class InputsIndex implements InputsSource.Visitor {

    /**
     * Runs of one partition that are remembered: as many may be without receipts, and some that have theirs and are passed
     * again after a start. A run that was forgotten is looked for in the whole partition.
     */
    private static final int MOST_RUNS = 4_096;

    private final Map<Integer, LinkedHashMap<ItemKey, Long>> partitions = new TreeMap<>();

    @Override
    public boolean visit(int partition, long offset, SettlementInputs part) {
        if (part.getPart() == 0) {
            LinkedHashMap<ItemKey, Long> runs = partitions.computeIfAbsent(partition, number -> new LinkedHashMap<>());
            runs.putIfAbsent(item(part), offset);
            if (runs.size() > MOST_RUNS) {
                runs.remove(runs.keySet().iterator().next());
            }
        }
        return true;
    }

    /** The run that a part is of. */
    public static ItemKey item(SettlementInputs part) {
        return BatchRecords.toItem(
                part.getAreaMrid(), part.getPeriodStart().toEpochMilli(), part.getRun(), part.getRevision());
    }

    /** Offset of a run's first part, if it was seen. */
    public OptionalLong find(int partition, ItemKey item) {
        Long offset = runs(partition).get(item);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** A run has its receipts. */
    public void done(int partition, ItemKey item) {
        runs(partition).remove(item);
    }

    /** Lowest offset that is still needed: that of a run without receipts, or the next one to be looked at. */
    public long lowest(int partition, long position) {
        return runs(partition).values().stream().mapToLong(Long::longValue).reduce(position, Math::min);
    }

    /** The partition is another bridge's now. */
    public void forget(int partition) {
        partitions.remove(partition);
    }

    private Map<ItemKey, Long> runs(int partition) {
        LinkedHashMap<ItemKey, Long> runs = partitions.get(partition);
        return runs == null ? new LinkedHashMap<>() : runs;
    }
}
