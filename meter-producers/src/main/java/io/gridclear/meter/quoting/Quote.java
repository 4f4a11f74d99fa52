package io.gridclear.meter.quoting;

import java.util.OptionalLong;

/**
 * What an owner asks for, and how far the market may move it.
 *
 * @param side the owner's side
 * @param price the quote, micro-currency per kWh
 * @param limitPrice the worst price the owner takes, micro-currency per kWh; absent = the quote
 */
public record Quote(Side side, long price, OptionalLong limitPrice) {
    /** @throws IllegalArgumentException if the limit is better for the owner than the quote */
    public Quote {
        if (limitPrice.isPresent()) {
            long limit = limitPrice.getAsLong();
            if (side == Side.SELL ? limit > price : limit < price) {
                throw new IllegalArgumentException(side + " at " + price + " cannot have the limit " + limit);
            }
        }
    }

    /** A quote that the market may move as far as {@code limit}; a limit that equals the price is left out. */
    public static Quote upTo(Side side, long price, long limit) {
        return new Quote(side, price, price == limit ? OptionalLong.empty() : OptionalLong.of(limit));
    }

    /** A quote that stands as it is. */
    public static Quote firm(Side side, long price) {
        return new Quote(side, price, OptionalLong.empty());
    }

    /** The worst price the owner takes. */
    public long limit() {
        return limitPrice.orElse(price);
    }
}
