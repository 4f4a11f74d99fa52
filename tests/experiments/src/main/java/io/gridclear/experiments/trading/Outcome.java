package io.gridclear.experiments.trading;

import io.gridclear.market.order.Side;
import java.util.List;

/**
 * What a mechanism makes of the bids of an hour, bid by bid.
 *
 * @param tradedWh energy that the bid trades, Wh
 * @param amountNano what a seller receives, what a buyer pays, nano-currency
 */
@SuppressWarnings("ArrayRecordComponent") // made and added up; never compared
record Outcome(long[] tradedWh, long[] amountNano) {

    /** Nothing traded. */
    static Outcome none(int bids) {
        return new Outcome(new long[bids], new long[bids]);
    }

    /** One trade more. */
    void add(int sell, int buy, long wh, long price) {
        long amount = Math.multiplyExact(wh, price);
        tradedWh[sell] += wh;
        tradedWh[buy] += wh;
        amountNano[sell] += amount;
        amountNano[buy] += amount;
    }

    Outcome copy() {
        return new Outcome(tradedWh.clone(), amountNano.clone());
    }

    long soldWh(List<Bid> bids) {
        long sold = 0;
        for (int i = 0; i < tradedWh.length; i++) {
            sold += bids.get(i).side() == Side.SELL ? tradedWh[i] : 0;
        }
        return sold;
    }

    /** Gains from trade by private values, nano-currency; what the operator keeps or adds is part of them. */
    long welfareNano(List<Bid> bids) {
        long welfare = 0;
        for (int i = 0; i < tradedWh.length; i++) {
            long value = bids.get(i).value() * tradedWh[i];
            welfare += bids.get(i).side() == Side.SELL ? -value : value;
        }
        return welfare;
    }

    /** What buyers pay and sellers do not receive, nano-currency; &lt; 0: the operator adds it. */
    long operatorNano(List<Bid> bids) {
        long kept = 0;
        for (int i = 0; i < tradedWh.length; i++) {
            kept += bids.get(i).side() == Side.SELL ? -amountNano[i] : amountNano[i];
        }
        return kept;
    }
}
