package io.gridclear.ops.demo;

import io.gridclear.market.delivery.ContractItem;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicContract;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** All runs after the clearing of one area and period, audited, each against the one before. Single-threaded. */
final class DeliveryAudit {

    private static final int HASH_BYTES = 32;

    private final String area;
    private final long periodStart;
    private final BiFunction<TopicContract<?>, SpecificRecord, byte[]> encode;
    private final List<ContractItem> items = new ArrayList<>();
    private final RunBalances initial = new RunBalances();
    private final SortedMap<RunKey, RunAudit> runs = new TreeMap<>();
    private boolean settledInitially;

    DeliveryAudit(String area, long periodStart, BiFunction<TopicContract<?>, SpecificRecord, byte[]> encode) {
        this.area = area;
        this.periodStart = periodStart;
        this.encode = encode;
    }

    /** The next item of the clearing. */
    void item(ContractItem item) {
        items.add(item);
    }

    /** A line of the INITIAL run. */
    void initial(SettlementLine line) {
        initial.add(line);
    }

    /** Items and lines of the INITIAL run are all there. */
    void settledInitially() {
        settledInitially = true;
        evaluate();
    }

    void take(SettlementInputs part) {
        run(part.getRun(), part.getRevision()).take(part);
        evaluate();
    }

    void take(SettlementLine line, byte[] bytes) {
        run(line.getRun(), line.getRevision()).take(line, bytes);
        evaluate();
    }

    void take(SettlementRunResult result) {
        run(result.getRun(), result.getRevision()).take(result);
        evaluate();
    }

    private RunAudit run(SettlementRun run, int revision) {
        return runs.computeIfAbsent(new RunKey(area, periodStart, run, revision), key -> new RunAudit(key, encode));
    }

    /** A run is looked at when the one before was: what it replaces is whole then. */
    private void evaluate() {
        if (!settledInitially) {
            return;
        }
        RunBalances before = initial;
        int next = 0;
        for (RunAudit run : runs.values()) {
            if (run.key().revision() != next || !run.evaluate(before, items)) {
                return;
            }
            before = run.balances();
            next++;
        }
    }

    List<ContractItem> items() {
        return Collections.unmodifiableList(items);
    }

    /** Every run of which anything was published: METERED, then corrections by number. */
    Collection<RunAudit> runs() {
        return Collections.unmodifiableCollection(runs.values());
    }

    /** The METERED run, or null as long as not all of it is there. */
    @Nullable
    RunAudit metered() {
        RunAudit run = runs.get(new RunKey(area, periodStart, SettlementRun.METERED, 0));
        return run != null && run.isEvaluated() ? run : null;
    }

    /** The run that replaces all others, or null as long as METERED is not there. */
    @Nullable
    RunAudit latest() {
        RunAudit latest = null;
        for (RunAudit run : runs.values()) {
            latest = run.isEvaluated() ? run : latest;
        }
        return latest;
    }

    /** Why the runs do not follow each other, or null where they do. */
    @Nullable
    String sequenceFault() {
        int next = 0;
        ByteBuffer state = ByteBuffer.wrap(new byte[HASH_BYTES]);
        for (RunAudit run : runs.values()) {
            SettlementRunResult result = run.result();
            if (!run.isEvaluated() || result == null) {
                return run.key() + " is not published as a whole, or twice";
            }
            boolean isMetered = run.key().run() == SettlementRun.METERED;
            if (run.key().revision() != next || isMetered != (next == 0)) {
                return run.key() + " stands where revision " + next + " is due";
            }
            if (!result.getStateBefore().equals(state)) {
                return run.key() + " does not go on from the run before";
            }
            state = result.getStateAfter();
            next++;
        }
        return next == 0 ? area + ", period " + periodStart + " was not settled as metered" : null;
    }
}
