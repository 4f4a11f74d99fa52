package io.gridclear.ledger.genesis;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What a node may say of itself, in genesis as in a transaction. */
public final class Registration {

    /** Longest name of a node. */
    public static final int MOST_NAME_CHARS = 64;

    /** Most usage points of a node: a plant of an operator, not a city; bounds a report of deliveries. */
    public static final int MOST_USAGE_POINTS = 100;

    /** Longest usage point id, characters, as in the market's records. */
    public static final int MOST_USAGE_POINT_CHARS = 128;

    private Registration() {}

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if it has not 1 to 64 printable ASCII characters
     */
    public static void requireName(String name) {
        boolean printable = name.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (name.isEmpty() || name.length() > MOST_NAME_CHARS || !printable) {
            throw new IllegalArgumentException("a name has 1 to " + MOST_NAME_CHARS + " printable ASCII characters");
        }
    }

    /**
     * Checks a usage point's id.
     *
     * @throws IllegalArgumentException if it has not 1 to 128 characters
     */
    public static void requireUsagePoint(String usagePoint) {
        if (usagePoint.isEmpty() || usagePoint.length() > MOST_USAGE_POINT_CHARS) {
            throw new IllegalArgumentException(
                    "a usage point has 1 to " + MOST_USAGE_POINT_CHARS + " characters, not " + usagePoint.length());
        }
    }

    /**
     * Checks usage points, and copies them.
     *
     * @throws IllegalArgumentException if there are more than 100, or one comes twice
     */
    public static List<String> requireUsagePoints(List<String> usagePoints) {
        if (usagePoints.size() > MOST_USAGE_POINTS) {
            throw new IllegalArgumentException(
                    "a node has at most " + MOST_USAGE_POINTS + " usage points, not " + usagePoints.size());
        }
        usagePoints.forEach(Registration::requireUsagePoint);
        if (new TreeSet<>(usagePoints).size() < usagePoints.size()) {
            throw new IllegalArgumentException("a usage point comes twice");
        }
        return List.copyOf(usagePoints);
    }

    /** Appends the number of usage points and each. */
    public static void writeUsagePoints(CanonicalWriter writer, List<String> usagePoints) {
        writer.int32(usagePoints.size());
        usagePoints.forEach(writer::string);
    }

    /**
     * Reads what {@link #writeUsagePoints} wrote.
     *
     * @throws IllegalArgumentException if there are too many
     */
    public static List<String> readUsagePoints(CanonicalReader reader) {
        int count = reader.int32();
        if (count < 0 || count > MOST_USAGE_POINTS) {
            throw reader.refuse("a node has at most " + MOST_USAGE_POINTS + " usage points, not " + count);
        }
        List<String> usagePoints = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            usagePoints.add(readUsagePoint(reader));
        }
        return requireUsagePoints(usagePoints);
    }

    /** Reads one usage point's id. */
    public static String readUsagePoint(CanonicalReader reader) {
        String usagePoint = reader.string(4 * MOST_USAGE_POINT_CHARS);
        requireUsagePoint(usagePoint);
        return usagePoint;
    }
}
