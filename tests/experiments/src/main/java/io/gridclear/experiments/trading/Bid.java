package io.gridclear.experiments.trading;

import io.gridclear.market.order.Side;

/**
 * One participant's order of an hour, and what the energy is worth to it.
 *
 * @param participant index of the participant in its day
 * @param side which side it stands on
 * @param wh energy, Wh, &gt; 0
 * @param quote micro-currency per kWh
 * @param limit worst price that it takes in stage 2; the same as the quote: it stands firm
 * @param value private value: the least a seller takes, the most a buyer gives, micro-currency per kWh
 */
record Bid(int participant, Side side, long wh, long quote, long limit, long value) {

    /** @throws IllegalArgumentException if there is no energy, or the limit is better for the owner than the quote */
    Bid {
        if (wh <= 0) {
            throw new IllegalArgumentException("a bid needs energy, was " + wh + " Wh");
        }
        if (side == Side.SELL ? limit > quote : limit < quote) {
            throw new IllegalArgumentException(side + " at " + quote + " cannot have the limit " + limit);
        }
    }

    /** The same energy at another price. */
    Bid at(long newQuote, long newLimit) {
        return new Bid(participant, side, wh, newQuote, newLimit, value);
    }

    /** The same energy at its private value, firm. */
    Bid truthful() {
        return at(value, value);
    }

    /** The same energy, worth to its owner what the grid pays or takes for it, and quoted so. */
    Bid atGridValue() {
        long tariff = side == Side.SELL ? TwoStage.FEED_IN : TwoStage.RETAIL;
        return new Bid(participant, side, wh, tariff, tariff, tariff);
    }

    /** What the owner gains against its value when it trades so much for so much, nano-currency. */
    long surplusNano(long tradedWh, long amountNano) {
        return side == Side.SELL ? amountNano - value * tradedWh : value * tradedWh - amountNano;
    }
}
