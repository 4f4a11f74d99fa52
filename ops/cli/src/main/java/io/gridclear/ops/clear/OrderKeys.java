package io.gridclear.ops.clear;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What names an order, as small numbers. Four tables nest: an area, a period of it (a book), a participant of that
 * book, an order id of that participant. Each counts from 0 in the order in which the file shows them, so the orders of
 * one book ascend in log order.
 */
final class OrderKeys {

    private final ByteSliceTable areas = new ByteSliceTable(16);
    private final ByteSliceTable periods = new ByteSliceTable(256);
    private final ByteSliceTable participants = new ByteSliceTable(4096);
    private final ByteSliceTable orderIds = new ByteSliceTable(4096);
    private long[] periodStarts = new long[256];
    private int book;
    private int participant;
    private int order;

    /** Looks the row's names up, and numbers those that are new. */
    void locate(OrderRow row) {
        book = row.periodIn(periods, row.areaIn(areas));
        if (book >= periodStarts.length) {
            periodStarts = Arrays.copyOf(periodStarts, Growth.capacityFor(book));
        }
        periodStarts[book] = row.periodStart();
        participant = row.participantIn(participants, book);
        order = row.orderIn(orderIds, participant);
    }

    /** The row's book. */
    int book() {
        return book;
    }

    /** The row's participant. */
    int participant() {
        return participant;
    }

    /** The row's order. */
    int order() {
        return order;
    }

    /** Number of books. */
    int books() {
        return periods.size();
    }

    /** Number of orders, refused ones included. */
    int orders() {
        return orderIds.size();
    }

    /** The participant of an order. */
    int participantOf(int orderNumber) {
        return orderIds.scopeOf(orderNumber);
    }

    /** The book of an order. */
    int bookOf(int orderNumber) {
        return participants.scopeOf(orderIds.scopeOf(orderNumber));
    }

    /** Start of a book's period, epoch ms. */
    long periodStart(int bookNumber) {
        return periodStarts[bookNumber];
    }

    /** Name of the area of a book. */
    String area(int bookNumber) {
        return new String(areas.bytesOf(periods.scopeOf(bookNumber)), StandardCharsets.UTF_8);
    }

    /** Appends an order's id to the output. */
    void writeOrderId(int orderNumber, ByteOutput output) {
        orderIds.write(orderNumber, output);
    }

    /** Books by area in byte order, then by period. */
    int[] booksInOrder() {
        byte[][] names = new byte[areas.size()][];
        Arrays.setAll(names, areas::bytesOf);
        Integer[] books = new Integer[books()];
        Arrays.setAll(books, b -> b);
        Arrays.sort(books, (a, b) -> {
            int byArea = Arrays.compareUnsigned(names[periods.scopeOf(a)], names[periods.scopeOf(b)]);
            return byArea != 0 ? byArea : Long.compare(periodStarts[a], periodStarts[b]);
        });
        return Arrays.stream(books).mapToInt(Integer::intValue).toArray();
    }

    /**
     * Orders grouped by book, in log order within a book.
     *
     * @param starts receives where the orders of each book begin, and the end of the last at its last index; one longer
     *     than there are books
     */
    int[] ordersByBook(int[] starts) {
        int orders = orders();
        for (int o = 0; o < orders; o++) {
            starts[bookOf(o) + 1]++;
        }
        for (int b = 1; b < starts.length; b++) {
            starts[b] += starts[b - 1];
        }
        int[] next = starts.clone();
        int[] grouped = new int[orders];
        for (int o = 0; o < orders; o++) {
            grouped[next[bookOf(o)]++] = o;
        }
        return grouped;
    }
}
