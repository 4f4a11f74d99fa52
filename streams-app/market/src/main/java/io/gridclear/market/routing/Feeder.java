package io.gridclear.market.routing;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The network of one market area: buses and the lines in service between them. A line that is open is not in it. Parallel
 * lines, loops and parts that hang on nothing are allowed. Given in any order, kept in one: buses and lines by their ids
 * ({@link String#compareTo}, UTF-16 code units), which is the order of every tie.
 *
 * @param buses ids of the buses, ascending; 1 to {@link #MAX_BUSES}
 * @param lines lines by id, ascending; at most {@link #MAX_LINES}
 */
public record Feeder(List<String> buses, List<Line> lines) {

    /** Most buses: the largest public test feeder (IEEE, 2010) has 8,500; a search packs a bus into 15 bits. */
    public static final int MAX_BUSES = 20_000;

    /** Most lines: what is carried over both directions of all of them is saved in less than the 1 MiB of a record. */
    public static final int MAX_LINES = 40_000;

    /** Longest id of a bus or a line, bytes of UTF-8: with it the longest routes of a trade stay below 1 MiB. */
    public static final int MAX_ID_BYTES = 64;

    /** Largest resistance, ohm x 10^4: 100 kOhm; the longest path then has less than 2^45. */
    public static final int MAX_WEIGHT = 1_000_000_000;

    /** Largest capacity, W: a terawatt, a third of all electricity that the world consumes. */
    public static final long MAX_CAPACITY_W = 1_000_000_000_000L;

    /**
     * A line in service.
     *
     * @param id its name, no other line's
     * @param from the bus whose id comes first
     * @param to the bus whose id comes second
     * @param weight resistance, ohm x 10^4, 1 to {@link #MAX_WEIGHT}
     * @param capacityW most power from {@code from} to {@code to}, W, 0 to {@link #MAX_CAPACITY_W}
     * @param reverseCapacityW most power from {@code to} to {@code from}, W, likewise
     */
    public record Line(String id, String from, String to, int weight, long capacityW, long reverseCapacityW) {

        /** Refuses a line that no network has; {@link #between} takes the buses in any order. */
        public Line {
            requireId("line", id);
            requireId("bus", from);
            requireId("bus", to);
            require(!from.equals(to), "line " + id + " leads from bus " + from + " to itself");
            require(
                    from.compareTo(to) < 0,
                    "line " + id + " leads from bus " + from + " to bus " + to + ", whose id comes first");
            require(
                    weight >= 1 && weight <= MAX_WEIGHT,
                    "line " + id + " has the weight " + weight + ", not 1.." + MAX_WEIGHT);
            requireCapacity(id, capacityW);
            requireCapacity(id, reverseCapacityW);
        }

        /**
         * A line between two buses in any order.
         *
         * @param capacityW most power from {@code one} to {@code other}, W
         * @param reverseCapacityW most power from {@code other} to {@code one}, W
         * @throws IllegalArgumentException if no network has such a line; the message says why
         */
        public static Line between(
                String id, String one, String other, int weight, long capacityW, long reverseCapacityW) {
            return one.compareTo(other) <= 0
                    ? new Line(id, one, other, weight, capacityW, reverseCapacityW)
                    : new Line(id, other, one, weight, reverseCapacityW, capacityW);
        }

        private static void requireCapacity(String id, long capacityW) {
            require(
                    capacityW >= 0 && capacityW <= MAX_CAPACITY_W,
                    "line " + id + " has a capacity of " + capacityW + " W, not 0.." + MAX_CAPACITY_W);
        }
    }

    private static final Comparator<Line> BY_ID = Comparator.comparing(Line::id);

    /** Sorts, and refuses what is no network. */
    public Feeder {
        require(
                !buses.isEmpty() && buses.size() <= MAX_BUSES,
                "a feeder has 1 to " + MAX_BUSES + " buses, not " + buses.size());
        require(lines.size() <= MAX_LINES, "a feeder has at most " + MAX_LINES + " lines, not " + lines.size());
        buses.forEach(bus -> requireId("bus", bus));
        buses = buses.stream().sorted().toList();
        lines = lines.stream().sorted(BY_ID).toList();
        for (int i = 1; i < buses.size(); i++) {
            require(!buses.get(i).equals(buses.get(i - 1)), "two buses have the id " + buses.get(i));
        }
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            require(i == 0 || !line.id().equals(lines.get(i - 1).id()), "two lines have the id " + line.id());
            requireBus(buses, line, line.from());
            requireBus(buses, line, line.to());
        }
    }

    /** Place of a bus in the order of ids, or a negative number where the feeder has no such bus. */
    public int indexOfBus(String bus) {
        return Collections.binarySearch(buses, bus);
    }

    private static void requireBus(List<String> buses, Line line, String bus) {
        require(
                Collections.binarySearch(buses, bus) >= 0,
                "line " + line.id() + " ends at bus " + bus + ", which the feeder has not");
    }

    private static void requireId(String what, String id) {
        int bytes = utf8Length(what, id);
        require(
                bytes >= 1 && bytes <= MAX_ID_BYTES,
                "the id of a " + what + " has 1 to " + MAX_ID_BYTES + " bytes of UTF-8, not " + bytes);
    }

    private static int utf8Length(String what, String id) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(id));
            return bytes.remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the id of a " + what + " holds half a surrogate pair", e);
        }
    }

    private static void require(boolean holds, String reason) {
        if (!holds) {
            throw new IllegalArgumentException(reason);
        }
    }
}
