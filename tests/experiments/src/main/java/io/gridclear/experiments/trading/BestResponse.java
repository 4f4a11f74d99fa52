package io.gridclear.experiments.trading;

import io.gridclear.market.order.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Quoting for one's own good. A participant knows all other bids and tries quotes a step apart, never worse than its value
 * (weakly dominated); where the mechanism knows limits, with the limit at its value, half-way, or firm.
 *
 * @param mechanism the mechanism that is played
 * @param step between two quotes, micro-currency per kWh
 * @param inertia what makes a participant change its quote
 */
record BestResponse(Mechanism mechanism, long step, Inertia inertia) {

    /** A cent per kWh: the band has 23 of them. */
    static final long CENT = 10_000;

    /** Play that has not settled by then goes round in a circle. */
    private static final int MOST_ROUNDS = 20;

    /** A circle that is not closed by then is not looked for any longer; the longest seen has some ten rounds. */
    private static final int MOST_ROUNDS_OF_A_CIRCLE = 200;

    /** Quotes a cent apart; the best is taken, however little it brings. */
    BestResponse(Mechanism mechanism) {
        this(mechanism, CENT, Inertia.NONE);
    }

    /**
     * Where play ended.
     *
     * @param bids the bids of the last round
     * @param settled whether nobody wanted to change any more
     * @param circle the bids after every turn of the circle that play goes round in; where it settled, the bids alone
     */
    record Played(List<Bid> bids, boolean settled, List<List<Bid>> circle) {}

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
        return inertia.stays(surplusNano(bids, own), bestNano, best.wh()) ? bids.get(own) : best;
    }

    /** Everybody in turn, over and over, until nobody wants to change. */
    Played iterate(List<Bid> start) {
        List<Bid> bids = new ArrayList<>(start);
        List<List<Bid>> turns = new ArrayList<>();
        Map<List<Bid>, Integer> turnsBefore = new HashMap<>();
        int stop = MOST_ROUNDS * bids.size() - 1;
        for (int round = 0; round < MOST_ROUNDS_OF_A_CIRCLE; round++) {
            Integer first = turnsBefore.putIfAbsent(List.copyOf(bids), turns.size());
            if (first != null) {
                // from here on the same turns come again
                List<List<Bid>> circle = List.copyOf(turns.subList(first, turns.size()));
                List<Bid> stopped = stop < turns.size() ? turns.get(stop) : circle.get((stop - first) % circle.size());
                return new Played(stopped, false, circle);
            }
            boolean changed = false;
            for (int i = 0; i < bids.size(); i++) {
                Bid best = of(bids, i);
                changed |= !best.equals(bids.get(i));
                bids.set(i, best);
                turns.add(List.copyOf(bids));
            }
            if (!changed) {
                return new Played(bids, true, List.of(bids));
            }
        }
        return new Played(turns.get(stop), false, List.copyOf(turns.subList(stop + 1, turns.size())));
    }

    /** All that the owner may try, from the truth on away from it. */
    Set<Bid> options(Bid own) {
        Set<Bid> options = new LinkedHashSet<>();
        addOptions(own, own.value(), options);
        boolean sells = own.side() == Side.SELL;
        // the next whole step on the better side
        long first = sells ? (own.value() + step - 1) / step * step : own.value() / step * step;
        long dream = sells ? TwoStage.RETAIL : TwoStage.FEED_IN;
        for (long quote = first; sells ? quote <= dream : quote >= dream; quote += sells ? step : -step) {
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
