package io.gridclear.bridge.operator;

import io.gridclear.bridge.book.BookSource;
import io.gridclear.market.book.BookEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The book as lists, one a partition. */
final class ListBook implements BookSource {

    private final Map<Integer, List<BookEntry>> partitions;
    private final Runnable atEveryEntry;
    private final Map<Integer, Integer> positions = new TreeMap<>();

    ListBook(Map<Integer, List<BookEntry>> partitions, Runnable atEveryEntry) {
        this.partitions = partitions;
        this.atEveryEntry = atEveryEntry;
    }

    private List<BookEntry> of(int partition) {
        return partitions.computeIfAbsent(partition, number -> new ArrayList<>());
    }

    @Override
    public void follow(Map<Integer, Long> from) {
        positions.clear();
        from.forEach((partition, offset) -> positions.put(partition, Math.toIntExact(offset)));
    }

    @Override
    public void scan(Openings openings, long mostMs) {
        positions.replaceAll((partition, position) -> {
            List<BookEntry> entries = of(partition);
            for (int offset = position; offset < entries.size(); offset++) {
                if (entries.get(offset) instanceof BookEntry.PeriodOpened opened) {
                    openings.opened(
                            partition,
                            offset,
                            opened.position().area(),
                            opened.position().periodStart());
                }
            }
            return entries.size();
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
        for (BookEntry entry :
                of(partition).subList(Math.toIntExact(fromOffset), of(partition).size())) {
            atEveryEntry.run();
            if (!visitor.visit(entry)) {
                return;
            }
        }
    }

    @Override
    public void close() {}
}
