package io.gridclear.bridge.book;

import io.gridclear.market.book.BookEntry;
import java.util.Map;

/** The topic of the book, committed records only. Single-threaded. */
public interface BookSource extends AutoCloseable {

    /** Sees periods as they are opened. */
    interface Openings {

        /**
         * The first entry of a period stands here.
         *
         * @param partition partition of the book
         * @param offset offset in it
         */
        void opened(int partition, long offset, String area, long periodStart);
    }

    /** Sees entries, in the order of the log. */
    interface Visitor {

        /** Takes an entry; false to end the reading. */
        boolean visit(BookEntry entry);
    }

    /**
     * Follows these partitions from now on and no others.
     *
     * @param from first offset to look at, by partition; one that retention has deleted stands for the first that is left
     */
    void follow(Map<Integer, Long> from);

    /** Looks at entries that are new since the last call, at most for {@code mostMs}. */
    void scan(Openings openings, long mostMs);

    /** Whether everything was looked at that stands in a partition now. */
    boolean isAtEnd(int partition);

    /** Next offset to be looked at. */
    long position(int partition);

    /**
     * Reads a partition from an offset on until the visitor has enough or the log ends; the following is not disturbed.
     *
     * @throws IllegalArgumentException if a record is no entry
     */
    void read(int partition, long fromOffset, Visitor visitor);

    @Override
    void close();
}
