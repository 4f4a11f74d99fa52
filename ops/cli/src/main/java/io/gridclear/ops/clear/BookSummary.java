package io.gridclear.ops.clear;

/**
 * What came of one area and period.
 *
 * @param area name of the area
 * @param periodStart start of the period, epoch ms
 * @param orders number of orders
 * @param trades number of trades, both stages
 * @param stage1Wh energy of the trades of stage 1, Wh
 * @param stage2Wh energy of the trades of stage 2, Wh
 * @param referencePrice Pa, micro-currency per kWh
 * @param unmatchedSellWh energy of sell orders that found no buyer, Wh
 * @param unmatchedBuyWh energy of buy orders that found no seller, Wh
 */
public record BookSummary(
        String area,
        long periodStart,
        int orders,
        long trades,
        long stage1Wh,
        long stage2Wh,
        long referencePrice,
        long unmatchedSellWh,
        long unmatchedBuyWh) {

    /** The summary as the one line that is shown of it. */
    public String line() {
        return area + "," + periodStart + ": orders " + orders + " trades " + trades + " stage1_wh " + stage1Wh
                + " stage2_wh " + stage2Wh + " pa " + referencePrice + " unmatched_sell " + unmatchedSellWh
                + " unmatched_buy " + unmatchedBuyWh;
    }
}
