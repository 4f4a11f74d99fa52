package io.gridclear.experiments.trading;

import io.gridclear.market.order.Side;
import java.util.Arrays;

/**
 * Energy of three buyers and four sellers over the hours of a day, as in the paper's section 4.1.
 *
 * @param label which day and series, for tables
 * @param wh energy by participant (buyers first) and hour, Wh, &gt;= 0
 */
@SuppressWarnings("ArrayRecordComponent") // made and read; never compared
record TradingDay(String label, long[][] wh) {

    static final int BUYERS = 3;
    static final int SELLERS = 4;
    static final int HOURS = 24;

    /** @throws IllegalArgumentException if it is not seven times 24 hours */
    TradingDay {
        if (wh.length != BUYERS + SELLERS || Arrays.stream(wh).anyMatch(hours -> hours.length != HOURS)) {
            throw new IllegalArgumentException("a day has " + (BUYERS + SELLERS) + " participants of 24 hours");
        }
    }

    static Side side(int participant) {
        return participant < BUYERS ? Side.BUY : Side.SELL;
    }

    /** Such as {@code buyer 2}; from 1 on, as people count. */
    static String name(int participant) {
        return participant < BUYERS ? "buyer " + (participant + 1) : "seller " + (participant - BUYERS + 1);
    }

    /** Energy of a side over the day, Wh. */
    long totalWh(Side side) {
        long total = 0;
        for (int p = 0; p < wh.length; p++) {
            total += side(p) == side ? Arrays.stream(wh[p]).sum() : 0;
        }
        return total;
    }

    /** Supply over demand of the day. */
    double supplyRatio() {
        return (double) totalWh(Side.SELL) / totalWh(Side.BUY);
    }

    /** Largest energy of an hour, Wh. */
    long peakWh(int participant) {
        return Arrays.stream(wh[participant]).max().orElseThrow();
    }

    /** The same day with larger or smaller plants, so that supply over demand is as given. */
    TradingDay atSupplyRatio(double ratio) {
        double factor = ratio / supplyRatio();
        long[][] scaled = new long[wh.length][];
        for (int p = 0; p < wh.length; p++) {
            scaled[p] = side(p) == Side.BUY
                    ? wh[p]
                    : Arrays.stream(wh[p]).map(x -> Math.round(x * factor)).toArray();
        }
        return new TradingDay(label, scaled);
    }
}
