package io.gridclear.topology.areas;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How long the ids of areas, usage points, participants and orders may be. They are parts of store keys and of every
 * record that follows from an order: unbounded, one of them would make a record that no broker takes, and stop the stream.
 */
public final class MarketIds {

    /** Longest id, bytes of UTF-8: three UUIDs. */
    public static final int MOST_BYTES = 128;

    /** A char takes at most three bytes of UTF-8: a text of at most so many chars need not be encoded to be measured. */
    private static final int SURELY_SHORT = MOST_BYTES / 3;

    private MarketIds() {}

    /**
     * What is wrong with an id.
     *
     * @param name what the id is called in the message
     * @return a sentence, or null for a good id
     */
    public static @Nullable String fault(String name, String id) {
        if (!id.isEmpty() && id.length() <= SURELY_SHORT) {
            return null;
        }
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        return bytes >= 1 && bytes <= MOST_BYTES
                ? null
                : name + " must have 1 to " + MOST_BYTES + " bytes of UTF-8, has " + bytes;
    }

    /**
     * Checks an id.
     *
     * @throws IllegalArgumentException if it is empty or too long
     */
    public static void require(String name, String id) {
        String fault = fault(name, id);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }
}
