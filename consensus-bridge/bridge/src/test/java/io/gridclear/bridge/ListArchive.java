package io.gridclear.bridge;

import io.gridclear.bridge.archive.BatchArchive;
import io.gridclear.schemas.avro.ClearingBatch;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The batches as a list, the same whatever partition is asked for; written one a second from 1970 on. */
public final class ListArchive implements BatchArchive {

    private final Supplier<List<ClearingBatch>> parts;

    /** Parts that were looked at. */
    public int reads;

    public ListArchive(Supplier<List<ClearingBatch>> parts) {
        this.parts = parts;
    }

    @Override
    public int partitionOf(String area) {
        return 0;
    }

    @Override
    public OptionalLong firstSince(int partition, long timeMs) {
        long offset = Math.max(0, (timeMs + 999) / 1_000);
        return offset < parts.get().size() ? OptionalLong.of(offset) : OptionalLong.empty();
    }

    @Override
    public void read(int partition, long fromOffset, Visitor visitor) {
        List<ClearingBatch> all = parts.get();
        for (long offset = fromOffset; offset < all.size(); offset++) {
            reads++;
            if (!visitor.visit(offset, all.get(Math.toIntExact(offset)))) {
                return;
            }
        }
    }

    @Override
    public void close() {}
}
