package io.gridclear.experiments.trading;

import io.gridclear.market.order.Side;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Quoting for one's own good. A participant knows all other bids and tries quotes a cent apart, never worse than its value
 * (weakly dominated); where the mechanism knows limits, with the limit at its value, half-way, or firm.
 *
 * @param mechanism the mechanism that is played
 */
record BestResponse(Mechanism mechanism) {

    /** Between two quotes, micro-currency per kWh: the band has 23 of them. */
    private static final long STEP = 10_000;

    /** Play that has not settled by then goes round in a circle. */
    private static final int MOST_ROUNDS = 20;

    /**
     * Where play ended.
     *
     * @param bids the bids of the last round
     * @param settled whether nobody wanted to change any more
     */
    record Played(List<Bid> bids, boolean settled) {}

    /** What the owner of a bid gains against its value, nano-currency. */
    long surplusNano(List<Bid> bids, int own) {
        Outcome outcome = mechanism.clear(bids);
        return bids.get(own).surplusNano(outcome.tradedWh()[own], outcome.amountNano()[own]);
    }

    /**
     * The best that one participant can do while the others stay as they are; of equals the one that is nearest to the truth:
     * who cannot win by shading does not shade.
     */
    Bid of(List<Bid> bids, int own) {
        List<Bid> tried = new ArrayList<>(bids);
        Bid best = bids.get(own).truthful();
        long bestNano = Long.MIN_VALUE;
        for (Bid option : options(best)) {
            tried.set(own, option);
            long nano = surplusNano(tried, own);
            if (nano > bestNano) {
                best = option;
                bestNano = nano;
            }
        }
        return best;
    }

    /** Everybody in turn, over and over, until nobody wants to change. */
    Played iterate(List<Bid> start) {
        List<Bid> bids = new ArrayList<>(start);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean changed = false;
            for (int i = 0; i < bids.size(); i++) {
                Bid best = of(bids, i);
                changed |= !best.equals(bids.get(i));
                bids.set(i, best);
            }
            if (!changed) {
                return new Played(bids, true);
            }
        }
        return new Played(bids, false);
    }

    /** All that the owner may try, from the truth on away from it. */
    Set<Bid> options(Bid own) {
        Set<Bid> options = new LinkedHashSet<>();
        addOptions(own, own.value(), options);
        boolean sells = own.side() == Side.SELL;
        // the next whole cent on the better side
        long first = sells ? (own.value() + STEP - 1) / STEP * STEP : own.value() / STEP * STEP;
        long dream = sells ? TwoStage.RETAIL : TwoStage.FEED_IN;
        for (long quote = first; sells ? quote <= dream : quote >= dream; quote += sells ? STEP : -STEP) {
            addOptions(own, quote, options);
        }
        return options;
    }

    private void addOptions(Bid own, long quote, Set<Bid> options) {
        if (mechanism.usesLimits()) {
            options.add(own.at(quote, own.value()));
            long middle = (quote + own.value()) / 2;
            options.add(own.at(quote, middle - middle % TwoStage.TICK));
        }
        options.add(own.at(quote, quote));
    }
}
