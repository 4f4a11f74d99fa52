package io.gridclear.market.order;

import org.jspecify.annotations.Nullable;

/**
 * On which side a participant stands in a period, and with how many live orders. Without a live order the participant
 * is free to change sides.
 *
 * @param side the side, or null without a live order
 * @param liveOrders orders that are not cancelled, &gt;= 0
 */
public record ParticipantStance(@Nullable Side side, long liveOrders) {

    /** A participant that has not bid yet. */
    public static final ParticipantStance NONE = new ParticipantStance(null, 0);

    public ParticipantStance {
        if (liveOrders < 0 || (side == null) != (liveOrders == 0)) {
            throw new IllegalArgumentException(
                    "a stance has a side exactly while it has live orders: " + side + ", " + liveOrders);
        }
    }

    /**
     * The stance with one more live order on this side.
     *
     * @throws IllegalArgumentException if the participant stands on the other side
     */
    public ParticipantStance plus(Side added) {
        if (side != null && side != added) {
            throw new IllegalArgumentException(added + " does not go with a stance on the side " + side);
        }
        return new ParticipantStance(added, liveOrders + 1);
    }

    /**
     * The stance with one live order less.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ParticipantStance minus() {
        return liveOrders == 1 ? NONE : new ParticipantStance(side, liveOrders - 1);
    }
}
