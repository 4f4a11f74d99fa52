package io.gridclear.meter.quoting;

/**
 * What energy is worth to an owner in private. The outside option is the grid: a seller gets the
 * feed-in tariff anyway, a buyer pays the retail tariff anyway. Owners want something on top: each owner
 * has its own share of the band, up to {@value #LARGEST_SHARE}, that it wants to gain at least, and a little
 * mood each period. Sellers' and buyers' ranges overlap, so that not all of them find a partner.
 */
public final class OwnerValuation {
    private static final double LARGEST_SHARE = 0.6;
    private static final double LARGEST_MOOD = 0.05;

    private OwnerValuation() {}

    /** The owner's private value in the period, a price of the band. */
    public static long of(OwnerDraws draws, Side side, PriceBand band) {
        double share = draws.ofOwner("valuation").nextBetween(0, LARGEST_SHARE);
        double mood = draws.ofPeriod("mood").nextBetween(-LARGEST_MOOD, LARGEST_MOOD);
        long steps = (long) StrictMath.floor(Math.max(0, share + mood) * band.width());
        return band.priceAt(side == Side.SELL ? steps : band.width() - steps);
    }
}
