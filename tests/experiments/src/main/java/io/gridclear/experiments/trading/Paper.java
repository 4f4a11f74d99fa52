package io.gridclear.experiments.trading;

/** What the paper reports (section 4.1), and what it says by itself about prices and quantities. */
final class Paper {

    /** Change of the average seller's income against "surplus to grid", percent. */
    static final double INCOME_PERCENT = 16.7;

    /** Change of the average buyer's cost against retail, percent. */
    static final double COST_PERCENT = -7.6;

    /** Both of a day's figures this close to the paper's count as the paper's result, percentage points. */
    static final double NEAR_POINTS = 2;

    private static final double FEED_IN = TwoStage.FEED_IN / 1e6;
    private static final double RETAIL = TwoStage.RETAIL / 1e6;

    private Paper() {}

    static boolean isNear(double incomePercent, double costPercent) {
        return Math.abs(incomePercent - INCOME_PERCENT) <= NEAR_POINTS
                && Math.abs(costPercent - COST_PERCENT) <= NEAR_POINTS;
    }

    /** Percent of all supply that must be sold to peers at this mean price, for the paper's income. */
    static double soldSharePercent(double price) {
        return INCOME_PERCENT * FEED_IN / (price - FEED_IN);
    }

    /** Percent of all demand that must be bought from peers at this mean price, for the paper's cost. */
    static double boughtSharePercent(double price) {
        return -COST_PERCENT * RETAIL / (RETAIL - price);
    }

    /** Supply over demand that follows: what is sold is what is bought. */
    static double supplyRatio(double price) {
        return boughtSharePercent(price) / soldSharePercent(price);
    }
}
