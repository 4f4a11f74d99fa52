package io.gridclear.meter.emulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last reference prices of each area, for quoting styles that learn from them; thread-safe. */
final class ReferenceBoard {
    /** What the longest memory of a quoting style can use. */
    private static final int REMEMBERED = 64;

    private final List<Deque<Long>> pricesByArea = new ArrayList<>();

    ReferenceBoard(int areas) {
        for (int area = 0; area < areas; area++) {
            pricesByArea.add(new ArrayDeque<>(REMEMBERED));
        }
    }

    synchronized void add(int area, long price) {
        Deque<Long> prices = pricesByArea.get(area);
        if (prices.size() == REMEMBERED) {
            prices.removeFirst();
        }
        prices.addLast(price);
    }

    /** Oldest first. */
    synchronized List<Long> pricesOf(int area) {
        return List.copyOf(pricesByArea.get(area));
    }
}
