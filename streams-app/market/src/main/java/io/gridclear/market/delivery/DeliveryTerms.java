package io.gridclear.market.delivery;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.SettlementPeriod;

/**
 * The terms that the delivery of one area and period is settled by. Prices are nano-currency per Wh.
 *
 * @param area the area
 * @param periodStart start of delivery, epoch ms
 * @param market terms of the period, as it was opened
 */
public record DeliveryTerms(String area, long periodStart, MarketTerms market) {

    /**
     * One usage point may take this share of the energy that a period's sums hold: a meter that sends nonsense must not
     * leave no room for the others.
     */
    private static final long POINTS_AT_THE_BOUND = 1_024;

    /** Area and period as lines say it. */
    public SettlementPeriod period() {
        return SettlementPeriod.of(area, periodStart, market);
    }

    /** What the grid takes for energy that was not contracted. */
    public long imbalanceBuyPrice() {
        return market.retailTariff() + market.imbalanceSpread();
    }

    /** What the grid pays for energy that was not contracted. */
    public long imbalanceSellPrice() {
        return market.feedInTariff() - market.imbalanceSpread();
    }

    /**
     * Most energy that all usage points together may have metered, Wh: as much as may be contracted on each side. Debits
     * are at most four times {@link MarketTerms#MAX_PRICE} then, which a {@code long} holds: a buyer's energy may be owed for
     * twice (its price, and back from the grid), a seller's once, metered energy once.
     */
    public long maxMeteredWh() {
        return market.maxSideWh();
    }

    /** Most net energy of one usage point in the period, Wh; 3.3 GWh by the default tariffs. */
    public long maxPointWh() {
        return maxMeteredWh() / POINTS_AT_THE_BOUND;
    }
}
