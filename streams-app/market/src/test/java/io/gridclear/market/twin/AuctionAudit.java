package io.gridclear.market.twin;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Looks at the outcome of an auction without running one, and lists what is wrong with it. */
public final class AuctionAudit {

    /**
     * What is audited.
     *
     * @param trades trades of both stages in sequence
     * @param stage1 totals as they were reported
     * @param stage2 totals as they were reported
     * @param referencePrice Pa as it was reported
     * @param leftWh what is said to be left of every order
     */
    public record Outcome(
            List<TwinTrade> trades, DealTotals stage1, DealTotals stage2, long referencePrice, List<Long> leftWh) {}

    private final MarketTerms terms;
    private final List<TwinOrder> orders;
    private final Outcome outcome;
    private final List<String> findings = new ArrayList<>();

    private AuctionAudit(MarketTerms terms, List<TwinOrder> orders, Outcome outcome) {
        this.terms = terms;
        this.orders = orders;
        this.outcome = outcome;
    }

    /** Everything that is wrong; empty when nothing is. */
    public static List<String> findings(MarketTerms terms, List<TwinOrder> orders, Outcome outcome) {
        AuctionAudit audit = new AuctionAudit(terms, orders, outcome);
        audit.checkReferencePrice();
        audit.checkTrades();
        audit.checkTotals(1, outcome.stage1());
        audit.checkTotals(2, outcome.stage2());
        audit.checkNothingCrosses(1);
        audit.checkNothingCrosses(2);
        return audit.findings;
    }

    private void checkReferencePrice() {
        long price = outcome.referencePrice();
        expect(price % terms.tick() == 0, "reference price off the tick", price);
        expect(price >= terms.feedInTariff() && price <= terms.retailTariff(), "reference price out of band", price);
    }

    private void checkTrades() {
        BigInteger[] left = new BigInteger[orders.size()];
        for (int i = 0; i < left.length; i++) {
            left[i] = BigInteger.valueOf(orders.get(i).quantityWh());
        }
        int stage = 1;
        for (TwinTrade trade : outcome.trades()) {
            TwinOrder sell = orders.get(trade.sell());
            TwinOrder buy = orders.get(trade.buy());
            expect(trade.stage() >= stage, "stage 1 after stage 2", trade);
            stage = trade.stage();
            expect(sell.side() == Side.SELL && buy.side() == Side.BUY, "the sides are not sell and buy", trade);
            expect(trade.quantityWh() > 0, "no energy", trade);
            expect(trade.price() >= worst(sell, stage), "below the seller's limit", trade);
            expect(trade.price() <= worst(buy, stage), "above the buyer's limit", trade);
            BigInteger twice = BigInteger.valueOf(trade.price()).shiftLeft(1);
            BigInteger sum = BigInteger.valueOf(price(sell, stage)).add(BigInteger.valueOf(price(buy, stage)));
            expect(twice.equals(sum), "not halfway between the two prices", trade);
            left[trade.sell()] = left[trade.sell()].subtract(BigInteger.valueOf(trade.quantityWh()));
            left[trade.buy()] = left[trade.buy()].subtract(BigInteger.valueOf(trade.quantityWh()));
        }
        for (int i = 0; i < left.length; i++) {
            expect(left[i].signum() >= 0, "more traded than the order holds", i);
            expect(left[i].equals(BigInteger.valueOf(outcome.leftWh().get(i))), "not what is said to be left", i);
        }
    }

    private void checkTotals(int stage, DealTotals totals) {
        List<TwinTrade> trades = outcome.trades().stream()
                .filter(trade -> trade.stage() == stage)
                .toList();
        BigInteger prices = BigInteger.ZERO;
        BigInteger energy = BigInteger.ZERO;
        BigInteger amount = BigInteger.ZERO;
        for (TwinTrade trade : trades) {
            prices = prices.add(BigInteger.valueOf(trade.price()));
            energy = energy.add(BigInteger.valueOf(trade.quantityWh()));
            amount = amount.add(BigInteger.valueOf(trade.price()).multiply(BigInteger.valueOf(trade.quantityWh())));
        }
        expect(totals.count() == trades.size(), "count of stage", stage);
        expect(prices.equals(BigInteger.valueOf(totals.priceSum())), "sum of prices of stage", stage);
        expect(energy.equals(BigInteger.valueOf(totals.energyWh())), "energy of stage", stage);
        expect(amount.equals(BigInteger.valueOf(totals.amountNano())), "amount of stage", stage);
        long min = trades.stream().mapToLong(TwinTrade::price).min().orElse(Long.MAX_VALUE);
        long max = trades.stream().mapToLong(TwinTrade::price).max().orElse(Long.MIN_VALUE);
        expect(totals.minPrice() == min && totals.maxPrice() == max, "price range of stage", stage);
    }

    /** A stage that leaves a seller and a buyer who would trade has stopped too early. */
    private void checkNothingCrosses(int stage) {
        long lowestAsk = Long.MAX_VALUE;
        long highestBid = Long.MIN_VALUE;
        long[] left = leftAfter(stage);
        for (int i = 0; i < orders.size(); i++) {
            TwinOrder order = orders.get(i);
            if (left[i] > 0) {
                if (order.side() == Side.SELL) {
                    lowestAsk = Math.min(lowestAsk, price(order, stage));
                } else {
                    highestBid = Math.max(highestBid, price(order, stage));
                }
            }
        }
        expect(lowestAsk > highestBid, "a seller and a buyer still cross after stage", stage);
    }

    private long[] leftAfter(int stage) {
        long[] left = outcome.leftWh().stream().mapToLong(Long::longValue).toArray();
        for (TwinTrade trade : outcome.trades()) {
            if (trade.stage() > stage) {
                left[trade.sell()] += trade.quantityWh();
                left[trade.buy()] += trade.quantityWh();
            }
        }
        return left;
    }

    private long price(TwinOrder order, int stage) {
        if (stage == 1) {
            return order.quote();
        }
        if (order.isRevised()) {
            return order.revisedPrice();
        }
        long reference = outcome.referencePrice();
        return order.side() == Side.SELL
                ? Math.max(order.bindingLimit(), Math.min(order.quote(), reference))
                : Math.min(order.bindingLimit(), Math.max(order.quote(), reference));
    }

    /** A new quote is a new limit for an order that has no other. */
    private static long worst(TwinOrder order, int stage) {
        boolean own = order.limitPrice() < 0;
        return own && stage == 2 && order.isRevised() ? order.revisedPrice() : order.bindingLimit();
    }

    private void expect(boolean holds, String what, Object where) {
        if (!holds) {
            findings.add(what + ": " + where);
        }
    }
}
