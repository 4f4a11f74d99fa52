package io.gridclear.market.delivery;

import io.gridclear.market.settlement.OrderRef;

/**
 * A usage point and who answered for it. Ordered by participant, then usage point, both by code points, which is the order
 * of their bytes in UTF-8.
 *
 * @param participant the participant
 * @param usagePoint the usage point
 */
public record PointKey(String participant, String usagePoint) implements Comparable<PointKey> {

    /** The point of an order. */
    public static PointKey of(OrderRef order) {
        return new PointKey(order.participant(), order.usagePoint());
    }

    @Override
    public int compareTo(PointKey other) {
        int byParticipant = compare(participant, other.participant);
        return byParticipant != 0 ? byParticipant : compare(usagePoint, other.usagePoint);
    }

    private static int compare(String one, String two) {
        int length = Math.min(one.length(), two.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != two.charAt(i)) {
                return Integer.compare(rank(one.charAt(i)), rank(two.charAt(i)));
            }
        }
        return Integer.compare(one.length(), two.length());
    }

    /** Halves of surrogate pairs stand for code points above all others, but below U+E000 as chars. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
    }
}
