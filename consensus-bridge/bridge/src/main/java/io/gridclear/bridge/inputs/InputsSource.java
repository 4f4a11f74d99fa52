package io.gridclear.bridge.inputs;

import io.gridclear.schemas.avro.SettlementInputs;
import java.util.Map;

/** The topic of runs' inputs, committed records only. Single-threaded. */
public interface InputsSource extends AutoCloseable {

    /** Sees parts, in the order of a partition. */
    interface Visitor {

        /** Takes a part; false to end the reading. */
        boolean visit(int partition, long offset, SettlementInputs part);
    }

    /**
     * Follows these partitions from now on and no others.
     *
     * @param from first offset to look at, by partition; one that retention has deleted stands for the first that is left
     */
    void follow(Map<Integer, Long> from);

    /** Looks at parts that are new since the last call, at most for {@code mostMs}. */
    void scan(Visitor visitor, long mostMs);

    /** Whether everything was looked at that stands in a partition now. */
    boolean isAtEnd(int partition);

    /** Next offset to be looked at. */
    long position(int partition);

    /** Reads a partition from an offset on until the visitor has enough or it ends; the following is not disturbed. */
    void read(int partition, long fromOffset, Visitor visitor);

    @Override
    void close();
}
