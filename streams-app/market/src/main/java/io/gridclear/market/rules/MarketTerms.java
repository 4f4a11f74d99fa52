package io.gridclear.market.rules;

import java.util.HexFormat;
import java.util.regex.Pattern;

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
 * @param gridFee what the buyer of a peer trade pays the grid for its use, &gt;= 0
 * @param imbalanceSpread by how much energy that was contracted and not delivered is dearer than the tariff: it is bought
 *     at retail + spread and sold at feed-in - spread; &gt;= 0, &lt;= feedInTariff
 * @param energyTax what the buyer of a peer trade pays as tax, &gt;= 0; tariffs are all-in
 * @param taxParticipant participant that stands for the tax authority in settlement, not empty
 * @param meteringGraceMs how long after the end of delivery the METERED run waits for readings, ms, &gt;= 0
 * @param correctionHorizonMs readings that come later than this after the end of delivery are refused, ms, &gt;=
 *     meteringGraceMs
 * @param feeder SHA-256 of the feeder that trades are routed through, 64 lower-case hexadecimal digits; empty: the area has
 *     none, and all energy of a trade counts as routed
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
        String timeZone,
        long gridFee,
        long imbalanceSpread,
        long energyTax,
        String taxParticipant,
        long meteringGraceMs,
        long correctionHorizonMs,
        String feeder) {

    /** Version of the rules in this kernel; part of every result. */
    public static final int RULE_VERSION = 1;

    /** Prices are kept as whole ticks in an {@code int}: a band reaches at most this many ticks above zero. */
    public static final long MAX_TICKS = Integer.MAX_VALUE;

    /** Highest price, charges included: one Wh may stand on each side, and four of its amounts fit a {@code long}. */
    public static final long MAX_PRICE = Long.MAX_VALUE / 4;

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private static final String TAX_AUTHORITY = "tax-authority";

    private static final long HOUR_MS = 3_600_000;

    private static final long LEAP_YEAR_MS = 366 * 24 * HOUR_MS;

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
        requireCharge(gridFee, "gridFee");
        requireCharge(imbalanceSpread, "imbalanceSpread");
        require(
                imbalanceSpread <= feedInTariff,
                "imbalanceSpread must be at most feedInTariff (" + feedInTariff + "), is ",
                imbalanceSpread);
        requireCharge(energyTax, "energyTax");
        // four summands of at most a quarter of what a long holds
        long dearest = retailTariff + gridFee + imbalanceSpread + energyTax;
        require(
                dearest <= MAX_PRICE,
                "retailTariff, gridFee, imbalanceSpread and energyTax must together be at most " + MAX_PRICE + ", are ",
                dearest);
        requireText(taxParticipant, "taxParticipant");
        require(meteringGraceMs >= 0, "meteringGraceMs must be >= 0, is ", meteringGraceMs);
        require(
                correctionHorizonMs >= meteringGraceMs,
                "correctionHorizonMs must be at least meteringGraceMs (" + meteringGraceMs + "), is ",
                correctionHorizonMs);
        if (!feeder.isEmpty() && !DIGEST.matcher(feeder).matches()) {
            throw new IllegalArgumentException(
                    "feeder must be empty or the 64 hexadecimal digits of a SHA-256, is " + feeder);
        }
        // a router multiplies a line's capacity by the length of the period
        require(
                feeder.isEmpty() || periodMs <= LEAP_YEAR_MS,
                "with a feeder, periodMs must be at most " + LEAP_YEAR_MS + ", is ",
                periodMs);
    }

    /** Terms of a market that charges for energy alone and routes nothing; readings have an hour, their corrections three years. */
    public MarketTerms(
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
        this(
                periodMs,
                gateClosureMs,
                requoteWindowMs,
                tick,
                feedInTariff,
                retailTariff,
                referencePriceRule,
                maxOrderWh,
                gridParticipant,
                currency,
                timeZone,
                0,
                0,
                0,
                TAX_AUTHORITY,
                HOUR_MS,
                3 * LEAP_YEAR_MS,
                "");
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

    /**
     * The same terms with other charges.
     *
     * @throws IllegalArgumentException if they do not fit the tariffs; the message says why
     */
    public MarketTerms withCharges(Charges charges) {
        return new MarketTerms(
                periodMs,
                gateClosureMs,
                requoteWindowMs,
                tick,
                feedInTariff,
                retailTariff,
                referencePriceRule,
                maxOrderWh,
                gridParticipant,
                currency,
                timeZone,
                charges.gridFee(),
                charges.imbalanceSpread(),
                charges.energyTax(),
                taxParticipant,
                meteringGraceMs,
                correctionHorizonMs,
                feeder);
    }

    /**
     * The same terms with a feeder.
     *
     * @throws IllegalArgumentException if it is neither empty nor a digest
     */
    public MarketTerms withFeeder(String digest) {
        return new MarketTerms(
                periodMs,
                gateClosureMs,
                requoteWindowMs,
                tick,
                feedInTariff,
                retailTariff,
                referencePriceRule,
                maxOrderWh,
                gridParticipant,
                currency,
                timeZone,
                gridFee,
                imbalanceSpread,
                energyTax,
                taxParticipant,
                meteringGraceMs,
                correctionHorizonMs,
                digest);
    }

    /** Whether trades are routed. */
    public boolean hasFeeder() {
        return !feeder.isEmpty();
    }

    /** Digest of the feeder, 32 bytes; none without a feeder. */
    public byte[] feederBytes() {
        return HexFormat.of().parseHex(feeder);
    }

    private static void requireCharge(long value, String name) {
        require(value >= 0, name + " must be >= 0, is ", value);
        require(value <= MAX_PRICE, name + " must be at most " + MAX_PRICE + ", is ", value);
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
     * Largest total energy of one side of a book, Wh: at the dearest that a Wh can come to, a side costs at most a quarter
     * of what a {@code long} of nano-currency holds. What is due for a Wh of either side, the grid's mirror lines included,
     * is at most three times that (a trade with fee and tax, of which the seller delivers and the buyer takes nothing:
     * retail + fee + tax, retail + spread, feed-in - spread), so that no sum of a run over contracted energy can overflow.
     */
    public long maxSideWh() {
        return MAX_PRICE / (retailTariff + gridFee + imbalanceSpread + energyTax);
    }

    /**
     * Whether a participant stands for the grid or the tax authority and so cannot trade: it is the other side of lines, and
     * two of one reference and charge would bear one id.
     */
    public boolean isReserved(String participant) {
        return participant.equals(gridParticipant) || participant.equals(taxParticipant);
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
