package io.gridclear.market.twin;

import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** The auction of the market rules, read word by word. */
public final class SlowAuction {

    /**
     * What came of it.
     *
     * @param trades trades of both stages in sequence
     * @param referencePrice Pa
     * @param leftWh what is left of every order, by its index
     */
    public record Result(List<TwinTrade> trades, long referencePrice, List<Long> leftWh) {}

    private static final class Standing {
        private final int index;
        private final Side side;
        private BigInteger left;
        private BigInteger price;

        private Standing(int index, Side side, BigInteger left, BigInteger price) {
            this.index = index;
            this.side = side;
            this.left = left;
            this.price = price;
        }
    }

    private final MarketTerms terms;
    private final List<TwinOrder> orders;
    private final List<Standing> standing = new ArrayList<>();
    private final List<TwinTrade> trades = new ArrayList<>();

    private SlowAuction(MarketTerms terms, List<TwinOrder> orders) {
        this.terms = terms;
        this.orders = orders;
        for (int i = 0; i < orders.size(); i++) {
            TwinOrder order = orders.get(i);
            standing.add(new Standing(i, order.side(), big(order.quantityWh()), big(order.quote())));
        }
    }

    /** Runs both stages over orders that stand in the order of their log. */
    public static Result run(MarketTerms terms, List<TwinOrder> orders) {
        return new SlowAuction(terms, orders).run();
    }

    private Result run() {
        match(1, queue(Side.SELL), queue(Side.BUY));
        BigInteger reference = referencePrice();
        Deque<Standing> sells = queue(Side.SELL);
        Deque<Standing> buys = queue(Side.BUY);
        if (!sells.isEmpty() && !buys.isEmpty()) {
            for (Standing one : standing) {
                one.price = stage2Price(orders.get(one.index), reference);
            }
            match(2, queue(Side.SELL), queue(Side.BUY));
        }
        return new Result(
                trades,
                reference.longValueExact(),
                standing.stream().map(one -> one.left.longValueExact()).toList());
    }

    /** Qs: price ascending. Qb: price descending. Ties: position in the log. */
    private Deque<Standing> queue(Side side) {
        Comparator<Standing> byPrice = Comparator.comparing(one -> one.price);
        return new ArrayDeque<>(standing.stream()
                .filter(one -> one.side == side && one.left.signum() > 0)
                .sorted((side == Side.SELL ? byPrice : byPrice.reversed()).thenComparing(one -> one.index))
                .toList());
    }

    private void match(int stage, Deque<Standing> sells, Deque<Standing> buys) {
        while (!sells.isEmpty() && !buys.isEmpty()) {
            Standing sell = sells.getFirst();
            Standing buy = buys.getFirst();
            if (sell.price.compareTo(buy.price) > 0) {
                return;
            }
            BigInteger quantity = sell.left.min(buy.left);
            BigDecimal price =
                    new BigDecimal(sell.price.add(buy.price)).divide(BigDecimal.valueOf(2), RoundingMode.UNNECESSARY);
            trades.add(new TwinTrade(stage, sell.index, buy.index, quantity.longValueExact(), price.longValueExact()));
            sell.left = sell.left.subtract(quantity);
            buy.left = buy.left.subtract(quantity);
            if (sell.left.signum() == 0) {
                sells.removeFirst();
            }
            if (buy.left.signum() == 0) {
                buys.removeFirst();
            }
        }
    }

    private BigInteger referencePrice() {
        if (trades.isEmpty()) {
            return toTick(big(terms.feedInTariff()).add(big(terms.retailTariff())), BigInteger.TWO);
        }
        BigInteger prices = BigInteger.ZERO;
        BigInteger amounts = BigInteger.ZERO;
        BigInteger energy = BigInteger.ZERO;
        for (TwinTrade trade : trades) {
            prices = prices.add(big(trade.price()));
            amounts = amounts.add(big(trade.price()).multiply(big(trade.quantityWh())));
            energy = energy.add(big(trade.quantityWh()));
        }
        if (terms.referencePriceRule() == ReferencePriceRule.MEAN) {
            return toTick(prices, big(trades.size()));
        }
        if (terms.referencePriceRule() == ReferencePriceRule.VOLUME_WEIGHTED) {
            return toTick(amounts, energy);
        }
        // what was possible and not dealt is one deal more, at the middle of the band; all doubled, to halve nothing
        BigInteger possible = ordered(Side.SELL).min(ordered(Side.BUY));
        BigInteger band = big(terms.feedInTariff()).add(big(terms.retailTariff()));
        BigInteger doubled = amounts.add(amounts).add(possible.subtract(energy).multiply(band));
        return toTick(doubled, possible.add(possible));
    }

    private BigInteger ordered(Side side) {
        return orders.stream()
                .filter(order -> order.side() == side)
                .map(order -> big(order.quantityWh()))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** sum / count, rounded half-up to a whole number of ticks. */
    private BigInteger toTick(BigInteger sum, BigInteger count) {
        BigInteger tick = big(terms.tick());
        return new BigDecimal(sum)
                .divide(new BigDecimal(count.multiply(tick)), 0, RoundingMode.HALF_UP)
                .toBigIntegerExact()
                .multiply(tick);
    }

    /** Seller max(limit, min(ask, Pa)), buyer min(limit, max(bid, Pa)); whoever revised takes the revised price. */
    private static BigInteger stage2Price(TwinOrder order, BigInteger reference) {
        if (order.isRevised()) {
            return big(order.revisedPrice());
        }
        BigInteger quote = big(order.quote());
        BigInteger limit = big(order.bindingLimit());
        return order.side() == Side.SELL ? limit.max(quote.min(reference)) : limit.min(quote.max(reference));
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}
