package io.gridclear.market.routing;

import java.util.Arrays;

/** Binary heap of integers, the smallest first. Reusable. */
final class LongHeap {

    private long[] keys = new long[64];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(long key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >> 1;
            if (keys[parent] <= key) {
                break;
            }
            keys[at] = keys[parent];
            at = parent;
        }
        keys[at] = key;
    }

    /** Takes the smallest; only while not empty. */
    long take() {
        long smallest = keys[0];
        long last = keys[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (last <= keys[child]) {
                break;
            }
            keys[at] = keys[child];
            at = child;
        }
        keys[at] = last;
        return smallest;
    }
}
