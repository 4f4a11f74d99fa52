package io.gridclear.ops.clear;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers byte slices 0, 1, 2 ... in the order in which they first appear, each within a scope: equal bytes in the same
 * scope get the same number, in another scope another one. Keeps the bytes in one arena; no object per slice.
 *
 * <p>Open addressing with linear probing; a slot holds 32 bits of the hash beside the number, so that a probe that
 * hits another entry is told apart without touching the arena. An entry takes its bytes + 8 + at most 32 bytes.
 */
final class ByteSliceTable {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long[] slots;
    private byte[] arena;
    private int arenaEnd;
    private int[] ends;
    private int[] scopes;
    private int size;

    /**
     * An empty table.
     *
     * @param expected entries to make room for; it grows beyond
     */
    ByteSliceTable(int expected) {
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, expected)) * 4);
        slots = new long[capacity];
        arena = new byte[Math.max(64, expected * 8)];
        ends = new int[Math.max(8, expected)];
        scopes = new int[ends.length];
    }

    /** Number of entries; the next new slice gets this number. */
    int size() {
        return size;
    }

    /**
     * The number of source[start, end) in the scope; a new one when it has not been seen.
     *
     * @throws TooLarge when the slices of this table exceed what one array holds
     */
    int number(int scope, byte[] source, int start, int end) {
        int hash = hash(scope, source, start, end);
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
            if ((int) (entry >>> 32) == hash) {
                int number = (int) entry - 1;
                if (scopes[number] == scope
                        && Arrays.equals(arena, startOf(number), ends[number], source, start, end)) {
                    return number;
                }
            }
            slot = (slot + 1) & mask;
        }
        return add(slot, hash, scope, source, start, end);
    }

    /** Appends the bytes of an entry to the output. */
    void write(int number, ByteOutput output) {
        int start = startOf(number);
        output.bytes(arena, start, ends[number] - start);
    }

    /** A copy of the bytes of an entry. */
    byte[] bytesOf(int number) {
        return Arrays.copyOfRange(arena, startOf(number), ends[number]);
    }

    /** The scope of an entry. */
    int scopeOf(int number) {
        return scopes[number];
    }

    private int startOf(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private int add(int slot, int hash, int scope, byte[] source, int start, int end) {
        int length = end - start;
        if ((long) arenaEnd + length > arena.length) {
            arena = Arrays.copyOf(arena, Growth.capacityFor((long) arenaEnd + length));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, Growth.capacityFor(size));
            scopes = Arrays.copyOf(scopes, ends.length);
        }
        System.arraycopy(source, start, arena, arenaEnd, length);
        arenaEnd += length;
        ends[size] = arenaEnd;
        scopes[size] = scope;
        slots[slot] = (long) hash << 32 | (size + 1);
        size++;
        if (size > slots.length / 2) {
            growSlots();
        }
        return size - 1;
    }

    private void growSlots() {
        if (slots.length >= 1 << 30) {
            throw new TooLarge("more than " + size + " different ids");
        }
        long[] grown = new long[slots.length * 2];
        int mask = grown.length - 1;
        for (long entry : slots) {
            if (entry != 0) {
                int slot = (int) (entry >>> 32) & mask;
                while (grown[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                grown[slot] = entry;
            }
        }
        slots = grown;
    }

    /** Eight bytes a step, each multiplied and folded, so that ids that differ in a digit fall far apart. */
    private static int hash(int scope, byte[] source, int start, int end) {
        long hash = scope * 0x9E3779B97F4A7C15L + (end - start);
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(source, at));
        }
        long rest = 0;
        for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
            rest |= (source[at] & 0xFFL) << shift;
        }
        hash = mix(hash ^ rest);
        return (int) (hash ^ hash >>> 32);
    }

    private static long mix(long word) {
        long mixed = (word ^ word >>> 32) * 0xD6E8FEB86659FD93L;
        return (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
    }
}
