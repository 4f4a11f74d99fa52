package io.gridclear.bridge.agent;

import io.gridclear.schemas.avro.ClearingBatch;
import java.util.Map;

/** The topic of batches, committed records only. Single-threaded. */
public interface BatchSource extends AutoCloseable {

    /** Sees parts in the order of each partition. */
    interface Parts {

        /** A part stands here. */
        void part(Place place, ClearingBatch part);
    }

    /**
     * Where a record stands.
     *
     * @param partition partition
     * @param offset offset
     */
    record Place(int partition, long offset) {}

    /** Looks at parts that are new since the last call, at most for so long. */
    void scan(Parts parts, long mostMs);

    /**
     * Reads one part again.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if it does not come
     */
    ClearingBatch read(Place place);

    /** Next offset to be looked at, by partition. */
    Map<Integer, Long> positions();

    /** Remembers where the next start begins to look, by partition. */
    void commit(Map<Integer, Long> offsets);

    @Override
    void close();
}
