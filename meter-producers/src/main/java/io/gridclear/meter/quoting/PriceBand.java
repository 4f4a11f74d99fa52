package io.gridclear.meter.quoting;

/**
 * The prices that an area takes: multiples of the tick from the feed-in tariff to the retail tariff,
 * both included. Quoting counts in steps of one tick from the lower end, so that no price can be off
 * the tick.
 *
 * @param feedInTariff lower end, micro-currency per kWh, &gt;= 0, a multiple of the tick
 * @param retailTariff upper end, micro-currency per kWh, &gt;= feedInTariff, a multiple of the tick
 * @param tick micro-currency per kWh, &gt; 0, even
 */
public record PriceBand(long feedInTariff, long retailTariff, long tick) {
    /** The defaults of a market area. */
    public static final PriceBand DEFAULT = new PriceBand(450_000, 670_000, 100);

    /** @throws IllegalArgumentException if the numbers make no band */
    public PriceBand {
        if (tick <= 0 || tick % 2 != 0) {
            throw new IllegalArgumentException("the tick must be positive and even, was " + tick);
        }
        if (feedInTariff < 0 || retailTariff < feedInTariff) {
            throw new IllegalArgumentException(
                    "0 <= feed-in <= retail is needed, were " + feedInTariff + " and " + retailTariff);
        }
        if (feedInTariff % tick != 0 || retailTariff % tick != 0) {
            throw new IllegalArgumentException("both tariffs must be multiples of the tick " + tick + ", were "
                    + feedInTariff + " and " + retailTariff);
        }
    }

    /** Steps of one tick from the lower to the upper end. */
    public long width() {
        return (retailTariff - feedInTariff) / tick;
    }

    /**
     * The price {@code step} ticks above the lower end; steps outside the band come to its nearer end.
     */
    public long priceAt(long step) {
        return feedInTariff + Math.max(0, Math.min(width(), step)) * tick;
    }

    /**
     * The step at which a price stands, from 0 to {@link #width()}.
     *
     * @throws IllegalArgumentException if the price is not one of the band
     */
    public long stepOf(long price) {
        if (!contains(price)) {
            throw new IllegalArgumentException(price + " is not a price of " + this);
        }
        return (price - feedInTariff) / tick;
    }

    /** The price of the band nearest to any price, half up. */
    public long snap(double price) {
        return priceAt((long) StrictMath.floor((price - feedInTariff) / tick + 0.5));
    }

    /** Whether a bid may carry the price. */
    public boolean contains(long price) {
        return price >= feedInTariff && price <= retailTariff && price % tick == 0;
    }

    /** What the side gets from the grid anyway: the worst price it can rationally agree to. */
    public long outsideOption(Side side) {
        return side == Side.SELL ? feedInTariff : retailTariff;
    }

    /** The price the side would like best. */
    public long dreamPrice(Side side) {
        return side == Side.SELL ? retailTariff : feedInTariff;
    }
}
