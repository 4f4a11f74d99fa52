package io.gridclear.bridge.archive;

import io.gridclear.schemas.avro.ClearingBatch;
import java.util.OptionalLong;

/** The topic of batches from any place on, committed records only. Single-threaded. */
public interface BatchArchive extends AutoCloseable {

    /** Sees parts in the order of a partition. */
    interface Visitor {

        /** Takes a part; false to end the reading. */
        boolean visit(long offset, ClearingBatch part);
    }

    /** Where the batches of an area stand. */
    int partitionOf(String area);

    /** First offset of a partition that was written at this time or later, epoch ms; empty if there is none. */
    OptionalLong firstSince(int partition, long timeMs);

    /** Reads a partition from an offset on until the visitor has enough or the topic ends. */
    void read(int partition, long fromOffset, Visitor visitor);

    @Override
    void close();
}
