package io.gridclear.bridge.operator;

import io.gridclear.bridge.batch.BatchManifest;
import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.bridge.replay.LineLeaves;
import io.gridclear.schemas.avro.ClearingResult;
import java.util.Optional;

/** Makes batches of clearings out of the book. Single-threaded. */
public interface Assembly extends AutoCloseable {

    /**
     * A partition is this bridge's from now on.
     *
     * @param fromOffset where its book is still needed from
     */
    void follow(int partition, long fromOffset);

    /** A partition is another bridge's. */
    void leave(int partition);

    /** Looks where new periods begin, at most for so long. */
    void scan(long mostMs);

    /**
     * Reads a period's log, checks the published result against what the log comes to, and cuts the log into chunks.
     *
     * @param partition partition of the clearing, and of the area's book
     * @param result the clearing as it was published
     * @param chunks gets the chunks while they are made; what it got counts for nothing if this call fails
     * @return empty while the book has not been read as far as this period yet
     * @throws AreaFault if the result does not follow from the log
     */
    Optional<Batch> assemble(int partition, ClearingResult result, ChunkWriter.Sink chunks) throws AreaFault;

    /** A period has its receipts, and its place in the book is needed no more. */
    void done(int partition, ClearingResult result);

    /** Lowest offset of the book that is still needed in a partition. */
    long lowestBookOffset(int partition);

    @Override
    void close();

    /**
     * A batch.
     *
     * @param manifest what names it
     * @param leaves leaves of the settlement tree
     * @param feeder canonical bytes of the feeder that the manifest names; empty if it names none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Batch(BatchManifest manifest, LineLeaves leaves, byte[] feeder) {}
}
