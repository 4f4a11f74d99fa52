package io.gridclear.experiments.trading;

import io.gridclear.market.order.Side;
import io.gridclear.meter.seed.SeededDraws;
import java.util.ArrayList;
import java.util.List;

/** Bids as tables write them: energy in Wh, prices in thousandths of the currency. */
final class Bids {

    private Bids() {}

    /** A seller that quotes its value, firm. */
    static Bid sell(int participant, long wh, long price) {
        return sell(participant, wh, price, price);
    }

    /** A seller whose limit is its value. */
    static Bid sell(int participant, long wh, long quote, long value) {
        return new Bid(participant, Side.SELL, wh, quote * 1_000, value * 1_000, value * 1_000);
    }

    /** A buyer that quotes its value, firm. */
    static Bid buy(int participant, long wh, long price) {
        return buy(participant, wh, price, price);
    }

    /** A buyer whose limit is its value. */
    static Bid buy(int participant, long wh, long quote, long value) {
        return new Bid(participant, Side.BUY, wh, quote * 1_000, value * 1_000, value * 1_000);
    }

    /** An hour of truthful owners. */
    static List<Bid> drawn(long seed, int most) {
        SeededDraws draws = SeededDraws.of(seed, "test-bids");
        List<Bid> bids = new ArrayList<>();
        int number = 2 + (int) draws.nextBelow(most - 1);
        for (int i = 0; i < number; i++) {
            long price = 450 + draws.nextBelow(221);
            long wh = 1 + draws.nextBelow(6);
            bids.add(draws.nextBelow(2) == 0 ? sell(i, wh, price) : buy(i, wh, price));
        }
        return bids;
    }
}
