package io.gridclear.experiments.trading;

import io.gridclear.market.order.Side;
import java.util.List;

/** What other markets between peers do with the same bids; a limit means nothing to any of them. */
enum PeerMechanism implements Mechanism {

    /** One price for all, half-way between the last ask and the last bid that trade (the 1/2-double auction). */
    UNIFORM_PRICE("uniform price") {
        @Override
        public Outcome clear(List<Bid> bids) {
            MeritOrder order = MeritOrder.byQuote(bids);
            if (order.pairs().isEmpty()) {
                return Outcome.none(bids.size());
            }
            long price = (bids.get(order.marginalSell()).quote()
                            + bids.get(order.marginalBuy()).quote())
                    / 2;
            return atPrice(bids, order, price);
        }
    },

    /** Every trade at the buyer's bid. */
    PAY_AS_BID("pay-as-bid") {
        @Override
        public Outcome clear(List<Bid> bids) {
            Outcome outcome = Outcome.none(bids.size());
            for (MeritOrder.Pair pair : MeritOrder.byQuote(bids).pairs()) {
                outcome.add(
                        pair.sell(), pair.buy(), pair.wh(), bids.get(pair.buy()).quote());
            }
            return outcome;
        }
    },

    /**
     * One price for all, where the stairs of supply and demand cross: the last ask, or the last bid where that is the one that
     * is served in part.
     */
    PAY_AS_CLEAR("pay-as-clear") {
        @Override
        public Outcome clear(List<Bid> bids) {
            MeritOrder order = MeritOrder.byQuote(bids);
            if (order.pairs().isEmpty()) {
                return Outcome.none(bids.size());
            }
            Bid sell = bids.get(order.marginalSell());
            Bid buy = bids.get(order.marginalBuy());
            boolean supplyIsShort = order.tradedWh(order.marginalBuy()) < buy.wh();
            return atPrice(bids, order, supplyIsShort ? buy.quote() : sell.quote());
        }
    },

    /**
     * Trade reduction of McAfee ("A dominant strategy double auction", 1992) for orders of many units, by Huang,
     * Scheller-Wolf and Sycara ("Design of a multi-unit double auction e-market", 2002): the last order of each side that would
     * trade stays out and sets the price of its side; of the side that is longer without it everybody gives the same share.
     */
    TRADE_REDUCTION("trade reduction") {
        @Override
        public Outcome clear(List<Bid> bids) {
            MeritOrder order = MeritOrder.byQuote(bids);
            Outcome outcome = Outcome.none(bids.size());
            if (order.pairs().isEmpty()) {
                return outcome;
            }
            List<Integer> sells = order.sells().subList(0, order.sells().indexOf(order.marginalSell()));
            List<Integer> buys = order.buys().subList(0, order.buys().indexOf(order.marginalBuy()));
            long wh = Math.min(total(bids, sells), total(bids, buys));
            ration(bids, sells, wh, bids.get(order.marginalSell()).quote(), outcome);
            ration(bids, buys, wh, bids.get(order.marginalBuy()).quote(), outcome);
            return outcome;
        }
    },

    /**
     * Vickrey, Clarke and Groves: the efficient trades; everybody pays what the others lose by its being there. Quoting one's
     * value is the best one can do; the operator adds what sellers get beyond what buyers pay.
     */
    VCG("VCG") {
        @Override
        public Outcome clear(List<Bid> bids) {
            MeritOrder all = MeritOrder.byQuote(bids);
            long gain = all.gainNano(bids, Bid::quote);
            Outcome outcome = Outcome.none(bids.size());
            for (int i = 0; i < bids.size(); i++) {
                long wh = all.tradedWh(i);
                if (wh == 0) {
                    continue;
                }
                long contribution = gain - MeritOrder.byQuoteWithout(bids, i).gainNano(bids, Bid::quote);
                long own = bids.get(i).quote() * wh;
                outcome.tradedWh()[i] = wh;
                outcome.amountNano()[i] =
                        bids.get(i).side() == Side.SELL ? own + contribution : own - contribution;
            }
            return outcome;
        }
    };

    private final String label;

    PeerMechanism(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    private static Outcome atPrice(List<Bid> bids, MeritOrder order, long price) {
        Outcome outcome = Outcome.none(bids.size());
        for (MeritOrder.Pair pair : order.pairs()) {
            outcome.add(pair.sell(), pair.buy(), pair.wh(), price);
        }
        return outcome;
    }

    private static long total(List<Bid> bids, List<Integer> orders) {
        return orders.stream().mapToLong(i -> bids.get(i).wh()).sum();
    }

    /** Everybody the same share of its own, down to whole Wh; what is left over goes one by one from the best on. */
    private static void ration(List<Bid> bids, List<Integer> orders, long wh, long price, Outcome outcome) {
        long total = total(bids, orders);
        long left = wh;
        for (int i : orders) {
            outcome.tradedWh()[i] = bids.get(i).wh() * wh / total;
            left -= outcome.tradedWh()[i];
        }
        for (int i : orders) {
            if (left > 0 && outcome.tradedWh()[i] < bids.get(i).wh()) {
                outcome.tradedWh()[i]++;
                left--;
            }
            outcome.amountNano()[i] = outcome.tradedWh()[i] * price;
        }
    }
}
