package io.gridclear.ops.clear;

/** How arrays grow: by doubling, up to what a Java array holds. */
final class Growth {

    /** What a Java array holds, less the few words that some virtual machines keep for themselves. */
    static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private Growth() {}

    /**
     * A capacity at which an array has this index, and as many again.
     *
     * @throws TooLarge when no array has the index
     */
    static int capacityFor(long index) {
        if (index >= MAX_ARRAY) {
            throw new TooLarge("more than " + MAX_ARRAY + " entries in one table");
        }
        return (int) Math.min(MAX_ARRAY, Math.max(16, index * 2));
    }
}
