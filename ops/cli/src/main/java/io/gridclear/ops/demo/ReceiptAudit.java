package io.gridclear.ops.demo;

import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.verify.BlockReceipt;
import io.gridclear.verify.LineReceipt;
import io.gridclear.verify.LineVerifier;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * What stands in the topics about the clearings of one run and how the ledger ended them: every line is verified by its
 * receipt, as anyone would who has both and a trusted header. Single-threaded.
 */
final class ReceiptAudit {

    private final long firstStart;
    private final long endStart;
    private final LineVerifier verifier;
    private final Consumer<LineReceipt> sink;
    private final Map<String, Map<Long, ItemAudit>> byArea = new TreeMap<>();

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
            long start = result.getPeriodStart().toEpochMilli();
            if (covers(start)) {
                item(result.getAreaMrid(), start);
            }
        } else if (record instanceof SettlementLine line) {
            long start = line.getPeriodStart().toEpochMilli();
            if (covers(start)) {
                ItemAudit item = item(line.getAreaMrid(), start);
                item.take(line);
                item.verifyIfComplete(verifier, sink);
            }
        } else if (record instanceof Receipt receipt) {
            long start = receipt.getPeriodStart().toEpochMilli();
            if (covers(start)) {
                take(receipt, item(receipt.getAreaMrid(), start));
            }
        }
    }

    private void take(Receipt receipt, ItemAudit item) {
        try {
            item.take(BlockReceipt.of(receipt));
        } catch (IllegalArgumentException e) {
            item.malformed(String.valueOf(e.getMessage()));
        }
        item.verifyIfComplete(verifier, sink);
    }

    private boolean covers(long periodStart) {
        return periodStart >= firstStart && periodStart < endStart;
    }

    private ItemAudit item(String area, long periodStart) {
        return byArea.computeIfAbsent(area, name -> new TreeMap<>()).computeIfAbsent(periodStart, ItemAudit::new);
    }

    /** Every item, by area, then by period. */
    Map<String, Map<Long, ItemAudit>> byArea() {
        return byArea;
    }

    /** Every item. */
    Collection<ItemAudit> items() {
        return byArea.values().stream()
                .flatMap(ofArea -> ofArea.values().stream())
                .toList();
    }

    /** The items of one period over all areas. */
    Collection<ItemAudit> period(long periodStart) {
        return items().stream()
                .filter(item -> item.periodStart() == periodStart)
                .toList();
    }
}
