package io.gridclear.bridge.operator;

import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.bridge.batch.RunManifest;
import io.gridclear.bridge.replay.LineLeaves;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes batches of METERED and CORRECTION runs out of their inputs and the INITIAL runs' batches. Single-threaded. */
public interface RunAssembly extends AutoCloseable {

    /**
     * A partition is this bridge's from now on.
     *
     * @param fromOffset where its inputs are still needed from
     */
    void follow(int partition, long fromOffset);

    /** A partition is another bridge's. */
    void leave(int partition);

    /**
     * Reads a run's inputs, checks the published run against what they come to, and cuts them into chunks.
     *
     * @param partition partition of the run, of its inputs, and of the area's batches
     * @param result the run as it was published
     * @param initial what the ledger decided on the INITIAL run
     * @param before what it decided on the run before; null where that was INITIAL
     * @param candidates usage points of the ledger's nodes, for a METERED run's deliveries
     * @param chunks gets the chunks while they are made; what it got counts for nothing if this call fails
     * @return empty while the inputs have not been read as far as this run yet
     * @throws AreaFault if the run does not follow from its inputs
     */
    Optional<Batch> assemble(
            int partition,
            SettlementRunResult result,
            Decided initial,
            @Nullable Decided before,
            List<String> candidates,
            ChunkWriter.Sink chunks)
            throws AreaFault;

    /** A run has its receipts, or will never have any: its inputs are needed no more. */
    void done(int partition, ItemKey item);

    /** Lowest offset of the inputs that is still needed in a partition. */
    long lowestInputsOffset(int partition);

    @Override
    void close();

    /**
     * What the ledger decided.
     *
     * @param outcome FINAL
     * @param atMs when, epoch ms; empty if that is not known
     */
    record Decided(Outcome outcome, OptionalLong atMs) {}

    /**
     * A batch.
     *
     * @param manifest what names it
     * @param leaves leaves of the settlement tree
     * @param initialOffset where the INITIAL run's batch begins, or -1
     * @param deliveries of the candidates' usage points in the order in which they were named; none but for a METERED run
     */
    record Batch(RunManifest manifest, LineLeaves leaves, long initialOffset, List<Delivery> deliveries) {}
}
