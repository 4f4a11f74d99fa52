package io.gridclear.market.delivery;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.SettlementPeriod;

/**
 * The terms that the delivery of one area and period is settled by. Prices are nano-currency per Wh.
 *
 * @param area the area
 * @param periodStart start of delivery, epoch ms
 * @param market terms of the period, as it was opened
 * @param charges charges of the period; the spread is at most the feed-in tariff
 */
public record DeliveryTerms(String area, long periodStart, MarketTerms market, Charges charges) {

    /**
     * One usage point may take this share of the energy that a period's sums hold: a meter that sends nonsense must not
     * leave no room for the others.
     */
    private static final long POINTS_AT_THE_BOUND = 1_024;

    public DeliveryTerms {
        if (charges.imbalanceSpread() > market.feedInTariff()) {
            throw new IllegalArgumentException("the imbalance spread " + charges.imbalanceSpread()
                    + " is above the feed-in tariff " + market.feedInTariff());
        }
        if (topPrice(market, charges) > MarketTerms.MAX_PRICE) {
            throw new IllegalArgumentException(
                    "tariff and charges together are above " + MarketTerms.MAX_PRICE + ": " + charges);
        }
    }

    /** Terms and the charges that they name. */
    public static DeliveryTerms of(String area, long periodStart, MarketTerms market) {
        return new DeliveryTerms(area, periodStart, market, Charges.of(market));
    }

    private static long topPrice(MarketTerms market, Charges charges) {
        return Math.addExact(
                Math.addExact(market.retailTariff(), charges.imbalanceSpread()),
                Math.addExact(charges.gridFee(), charges.energyTax()));
    }

    /** Area and period as lines say it. */
    public SettlementPeriod period() {
        return SettlementPeriod.of(area, periodStart, market);
    }

    /** What the grid takes for energy that was not contracted. */
    public long imbalanceBuyPrice() {
        return market.retailTariff() + charges.imbalanceSpread();
    }

    /** What the grid pays for energy that was not contracted. */
    public long imbalanceSellPrice() {
        return market.feedInTariff() - charges.imbalanceSpread();
    }

    /**
     * Most energy that all usage points together may have metered, Wh: with at most as much contracted on each side
     * ({@link MarketTerms#maxSideWh()}), debits are at most four times {@link MarketTerms#MAX_PRICE}. A buyer's energy may
     * be owed for twice (its price, and back from the grid), a seller's once, metered energy once.
     */
    public long maxMeteredWh() {
        return MarketTerms.MAX_PRICE / topPrice(market, charges);
    }

    /** Most net energy of one usage point in the period, Wh; 3.3 GWh by the default tariffs. */
    public long maxPointWh() {
        return maxMeteredWh() / POINTS_AT_THE_BOUND;
    }
}
