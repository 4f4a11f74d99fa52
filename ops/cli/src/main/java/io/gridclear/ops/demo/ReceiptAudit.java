package io.gridclear.ops.demo;

import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.verify.BlockReceipt;
import io.gridclear.verify.LineReceipt;
import io.gridclear.verify.LineVerifier;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the topics about the clearings of one demonstration, their later runs, and how the ledger ended them: every line is verified by its
 * receipt, as anyone would who has both and a trusted header. Single-threaded.
 */
final class ReceiptAudit {

    private final long firstStart;
    private final long endStart;
    private final LineVerifier verifier;
    private final Consumer<LineReceipt> sink;
    private final SortedMap<RunKey, ItemAudit> items = new TreeMap<>();

    /**
     * An audit of the periods that start in [firstStart, endStart), epoch ms.
     *
     * @param verifier from a trusted header
     * @param sink takes the receipt of every line that is proved
     */
    ReceiptAudit(long firstStart, long endStart, LineVerifier verifier, Consumer<LineReceipt> sink) {
        this.firstStart = firstStart;
        this.endStart = endStart;
        this.verifier = verifier;
        this.sink = sink;
    }

    void take(SpecificRecord record) {
        if (record instanceof ClearingResult result) {
            item(RunKey.initial(result.getAreaMrid(), result.getPeriodStart().toEpochMilli()));
        } else if (record instanceof SettlementRunResult result) {
            item(new RunKey(
                    result.getAreaMrid(),
                    result.getPeriodStart().toEpochMilli(),
                    result.getRun(),
                    result.getRevision()));
        } else if (record instanceof SettlementLine line) {
            item(new RunKey(
                            line.getAreaMrid(),
                            line.getPeriodStart().toEpochMilli(),
                            line.getRun(),
                            line.getRevision()))
                    .ifPresent(item -> take(line, item));
        } else if (record instanceof Receipt receipt) {
            item(new RunKey(
                            receipt.getAreaMrid(),
                            receipt.getPeriodStart().toEpochMilli(),
                            receipt.getRun(),
                            receipt.getRevision()))
                    .ifPresent(item -> take(receipt, item));
        }
    }

    private void take(SettlementLine line, ItemAudit item) {
        item.take(line);
        item.verifyIfComplete(verifier, sink);
    }

    private void take(Receipt receipt, ItemAudit item) {
        try {
            item.take(BlockReceipt.of(receipt));
        } catch (IllegalArgumentException e) {
            item.malformed(String.valueOf(e.getMessage()));
        }
        item.verifyIfComplete(verifier, sink);
    }

    /** The item of a run; empty if its period is not looked at. */
    private Optional<ItemAudit> item(RunKey key) {
        boolean covered = key.periodStart() >= firstStart && key.periodStart() < endStart;
        return covered ? Optional.of(items.computeIfAbsent(key, ItemAudit::new)) : Optional.empty();
    }

    /** Every item, by area, then by period, then by run. */
    Collection<ItemAudit> items() {
        return Collections.unmodifiableCollection(items.values());
    }

    /** The clearings of one period over all areas. */
    Collection<ItemAudit> clearings(long periodStart) {
        return items.values().stream()
                .filter(item -> item.key().isInitial() && item.key().periodStart() == periodStart)
                .toList();
    }

    /** How the ledger takes a run; null if nothing is known of the run. */
    @Nullable
    ItemAudit of(RunKey run) {
        return items.get(run);
    }
}
