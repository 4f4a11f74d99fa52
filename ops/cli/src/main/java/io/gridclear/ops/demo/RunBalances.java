package io.gridclear.ops.demo;

import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.SettlementLine;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of a run by their ids: signed balance and change, nano-currency. Single-threaded. */
final class RunBalances {

    private record Line(long balanceNano, long deltaNano) {}

    private final Map<String, Line> lines = new HashMap<>();
    private long sumNano;
    private @Nullable String repeated;

    void add(SettlementLine line) {
        long amount = line.getAmountNano();
        long balance = line.getDirection() == Direction.CREDIT ? amount : -amount;
        sumNano = Math.addExact(sumNano, balance);
        if (lines.put(line.getLineId(), new Line(balance, line.getDeltaNano())) != null) {
            repeated = line.getLineId();
        }
    }

    int size() {
        return lines.size();
    }

    /** Whether debits equal credits. */
    boolean isBalanced() {
        return sumNano == 0;
    }

    /**
     * Why these lines do not replace those of the run before: each of those must be here, and each line's change be the
     * difference to it, to nothing where it is new.
     *
     * @return null if they do
     */
    @Nullable
    String faultAsReplacementOf(RunBalances before) {
        if (repeated != null) {
            return "line " + repeated + " stands in the run twice";
        }
        for (String lineId : before.lines.keySet()) {
            if (!lines.containsKey(lineId)) {
                return "line " + lineId + " of the run before is not in the run";
            }
        }
        for (Map.Entry<String, Line> entry : lines.entrySet()) {
            Line old = before.lines.get(entry.getKey());
            long changed = entry.getValue().balanceNano - (old == null ? 0 : old.balanceNano);
            if (changed != entry.getValue().deltaNano) {
                return "line " + entry.getKey() + " changes by " + changed + " and says " + entry.getValue().deltaNano;
            }
        }
        return null;
    }
}
