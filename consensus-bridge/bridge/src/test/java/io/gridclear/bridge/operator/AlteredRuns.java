package io.gridclear.bridge.operator;

import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Honest work, of which something else is handed in. */
record AlteredRuns(RunAssembly honest, UnaryOperator<RunAssembly.Batch> alteration) implements RunAssembly {

    @Override
    public void follow(int partition, long fromOffset) {
        honest.follow(partition, fromOffset);
    }

    @Override
    public void leave(int partition) {
        honest.leave(partition);
    }

    @Override
    public Optional<Batch> assemble(
            int partition,
            SettlementRunResult result,
            Decided initial,
            @Nullable Decided before,
            List<String> candidates,
            ChunkWriter.Sink chunks)
            throws AreaFault {
        return honest.assemble(partition, result, initial, before, candidates, chunks)
                .map(alteration);
    }

    @Override
    public void done(int partition, ItemKey item) {
        honest.done(partition, item);
    }

    @Override
    public long lowestInputsOffset(int partition) {
        return honest.lowestInputsOffset(partition);
    }

    @Override
    public void close() {
        honest.close();
    }
}
