package io.gridclear.bridge.operator;

import io.gridclear.bridge.inputs.InputsSource;
import io.gridclear.schemas.avro.SettlementInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The inputs of runs as lists, one a partition. */
final class ListInputs implements InputsSource {

    private final Map<Integer, List<SettlementInputs>> partitions;
    private final Runnable atEveryPart;
    private final Map<Integer, Integer> positions = new TreeMap<>();

    ListInputs(Map<Integer, List<SettlementInputs>> partitions, Runnable atEveryPart) {
        this.partitions = partitions;
        this.atEveryPart = atEveryPart;
    }

    private List<SettlementInputs> of(int partition) {
        return partitions.computeIfAbsent(partition, number -> new ArrayList<>());
    }

    @Override
    public void follow(Map<Integer, Long> from) {
        positions.clear();
        from.forEach((partition, offset) -> positions.put(partition, Math.toIntExact(offset)));
    }

    /** Two parts at a time, so that a run's inputs may not have been met yet. */
    @Override
    public void scan(Visitor visitor, long mostMs) {
        positions.replaceAll((partition, position) -> {
            List<SettlementInputs> parts = of(partition);
            int until = Math.min(parts.size(), position + 2);
            for (int offset = position; offset < until; offset++) {
                visitor.visit(partition, offset, parts.get(offset));
            }
            return until;
        });
    }

    @Override
    public boolean isAtEnd(int partition) {
        return positions.get(partition) == of(partition).size();
    }

    @Override
    public long position(int partition) {
        return positions.get(partition);
    }

    @Override
    public void read(int partition, long fromOffset, Visitor visitor) {
        List<SettlementInputs> parts = of(partition);
        for (long offset = fromOffset; offset < parts.size(); offset++) {
            atEveryPart.run();
            if (!visitor.visit(partition, offset, parts.get(Math.toIntExact(offset)))) {
                return;
            }
        }
    }

    @Override
    public void close() {}
}
