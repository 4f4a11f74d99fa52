package io.gridclear.market.rules;

/**
 * The terms that one trading period of one area is cleared by; frozen when the period is opened.
 *
 * <p>Prices are micro-currency per kWh, which is nano-currency per Wh; times are milliseconds; energy is Wh.
 *
 * @param periodMs length of the delivery period, ms, &gt; 0
 * @param gateClosureMs T1: submission ends this long before delivery starts, ms, &gt;= requoteWindowMs
 * @param requoteWindowMs T2: length of the re-quote window after gate closure, ms, &gt;= 0
 * @param tick price step, even, &gt; 0, so that (Ps + Pb) / 2 is exact
 * @param feedInTariff lower end of the price band; what the grid pays for residual energy
 * @param retailTariff upper end of the price band; what the grid takes for residual demand; &lt;= {@link #MAX_PRICE}
 * @param referencePriceRule how Pa is made of the deals of stage 1
 * @param maxOrderWh largest quantity of one order, Wh, &gt; 0
 * @param gridParticipant participant that stands for the grid in settlement, not empty
 * @param currency ISO 4217 code of all amounts, not empty
 * @param timeZone IANA zone of the local settlement date, not empty; carried along, never computed with here
 */
public record MarketTerms(
        long periodMs,
        long gateClosureMs,
        long requoteWindowMs,
        long tick,
        long feedInTariff,
        long retailTariff,
        ReferencePriceRule referencePriceRule,
        long maxOrderWh,
        String gridParticipant,
        String currency,
        String timeZone) {

    /** Version of the rules in this kernel; part of every result. */
    public static final int RULE_VERSION = 1;

    /** Prices are kept as whole ticks in an {@code int}: a band reaches at most this many ticks above zero. */
    public static final long MAX_TICKS = Integer.MAX_VALUE;

    /** Highest price: at it one Wh may still stand on each side, and four of its amounts fit a {@code long}. */
    public static final long MAX_PRICE = Long.MAX_VALUE / 4;

    public MarketTerms {
        require(periodMs > 0, "periodMs must be > 0, is ", periodMs);
        require(requoteWindowMs >= 0, "requoteWindowMs must be >= 0, is ", requoteWindowMs);
        require(
                gateClosureMs >= requoteWindowMs,
                "gateClosureMs must be at least requoteWindowMs (" + requoteWindowMs + "), is ",
                gateClosureMs);
        require(tick > 0 && tick % 2 == 0, "tick must be even and > 0, is ", tick);
        require(feedInTariff >= 0, "feedInTariff must be >= 0, is ", feedInTariff);
        require(
                feedInTariff % tick == 0,
                "feedInTariff must be a multiple of the tick (" + tick + "), is ",
                feedInTariff);
        require(
                retailTariff % tick == 0,
                "retailTariff must be a multiple of the tick (" + tick + "), is ",
                retailTariff);
        require(
                retailTariff >= feedInTariff,
                "retailTariff must be at least feedInTariff (" + feedInTariff + "), is ",
                retailTariff);
        require(retailTariff > 0, "retailTariff must be > 0, is ", retailTariff);
        require(retailTariff <= MAX_PRICE, "retailTariff must be at most " + MAX_PRICE + ", is ", retailTariff);
        require(
                retailTariff / tick < MAX_TICKS,
                "retailTariff must be below " + MAX_TICKS + " ticks, is ",
                retailTariff);
        require(maxOrderWh > 0, "maxOrderWh must be > 0, is ", maxOrderWh);
        requireText(gridParticipant, "gridParticipant");
        requireText(currency, "currency");
        requireText(timeZone, "timeZone");
    }

    /**
     * Terms for an auction by itself, outside any area's calendar: periods of any start, orders of any size that the
     * arithmetic holds.
     *
     * @throws IllegalArgumentException if tick and tariffs do not fit each other; the message says why
     */
    public static MarketTerms ofPrices(long tick, long feedInTariff, long retailTariff, ReferencePriceRule rule) {
        return new MarketTerms(1, 0, 0, tick, feedInTariff, retailTariff, rule, Long.MAX_VALUE, "grid", "EUR", "UTC");
    }

    private static void requireText(String value, String name) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
    }

    private static void require(boolean holds, String what, long value) {
        if (!holds) {
            throw new IllegalArgumentException(what + value);
        }
    }

    /**
     * Largest total energy of one side of a book, Wh. It bounds every sum of amounts of a clearing, the grid's mirror
     * lines included, to what a {@code long} of nano-currency holds, so that no later sum can overflow.
     */
    public long maxSideWh() {
        return MAX_PRICE / retailTariff;
    }

    /** Whether a period may start here: a multiple of the period length since the epoch. */
    public boolean isAligned(long periodStart) {
        return periodStart >= 0 && periodStart % periodMs == 0;
    }

    /** When submission for the period ends, epoch ms. */
    public long gateClosesAt(long periodStart) {
        return periodStart - gateClosureMs;
    }

    /** When the re-quote window of the period ends, epoch ms. */
    public long requoteClosesAt(long periodStart) {
        return periodStart - gateClosureMs + requoteWindowMs;
    }

    /** End of delivery, epoch ms, exclusive. */
    public long deliveryEndsAt(long periodStart) {
        return periodStart + periodMs;
    }

    /** Whether a price lies in [feed-in, retail]. */
    public boolean isInBand(long price) {
        return price >= feedInTariff && price <= retailTariff;
    }

    /** Whether a price is a whole number of ticks. */
    public boolean isOnTick(long price) {
        return price % tick == 0;
    }
}
