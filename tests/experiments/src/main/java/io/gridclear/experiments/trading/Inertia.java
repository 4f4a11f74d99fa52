package io.gridclear.experiments.trading;

/**
 * What another quote must bring before a participant changes over to it. Where nobody has that much to win, play rests in an
 * epsilon-equilibrium (Radner, "Collusive behavior in noncooperative epsilon-equilibria of oligopolies with long but finite
 * lives", 1980); with nothing to bring but more than nothing, in one of Nash.
 *
 * @param changesForNothing whether, of quotes that bring the same, the nearest to the truth is taken in any case
 * @param surplusPpm share of the surplus that the best quote brings, ppm
 * @param perKwh gain per energy offered, micro-currency per kWh
 */
record Inertia(boolean changesForNothing, long surplusPpm, long perKwh) {

    /** The best quote, however little it brings. */
    static final Inertia NONE = new Inertia(true, 0, 0);

    /** Another quote only if it brings more. */
    static final Inertia ANY_GAIN = new Inertia(false, 0, 0);

    private static final double ONE_PPM = 1e6;

    /** Another quote only if it brings more than this share of the surplus. */
    static Inertia ofSurplus(long ppm) {
        return new Inertia(false, ppm, 0);
    }

    /** Another quote only if it brings more than this for each kWh offered, micro-currency. */
    static Inertia ofEnergy(long perKwh) {
        return new Inertia(false, 0, perKwh);
    }

    /**
     * Whether the owner of an order of so many Wh stays with what it quotes.
     *
     * @param nano what its quote brings, nano-currency
     * @param bestNano what the best brings, nano-currency
     */
    boolean stays(long nano, long bestNano, long wh) {
        double least = surplusPpm / ONE_PPM * Math.max(bestNano, 0) + (double) perKwh * wh;
        return !changesForNothing && bestNano - nano <= least;
    }
}
