package io.gridclear.market.twin;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.Charges;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A book made of a seed: the same seed gives the same book.
 *
 * @param shape its shape
 * @param seed its seed
 * @param terms terms of the period
 * @param orders orders that the rules accept, in the order of their log
 */
public record RandomBook(BookShape shape, long seed, MarketTerms terms, List<TwinOrder> orders) {

    /** A book of 1 to maxOrders orders. */
    public static RandomBook upTo(int maxOrders, BookShape shape, long seed) {
        return of(1 + new SplittableRandom(seed).nextInt(maxOrders), shape, seed);
    }

    /** A book of so many orders, or fewer where a side can hold no more. */
    public static RandomBook of(int count, BookShape shape, long seed) {
        SplittableRandom random = new SplittableRandom(31 * seed + shape.name().hashCode());
        MarketTerms terms = charged(shape, terms(shape, random), new SplittableRandom(~seed));
        Draw draw = new Draw(shape, terms, random, count);
        List<TwinOrder> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TwinOrder order = draw.order();
            if (order.quantityWh() > 0) {
                orders.add(order);
            }
        }
        return new RandomBook(shape, seed, terms, orders);
    }

    @Override
    public String toString() {
        return "seed " + seed + ", shape " + shape + ", " + orders.size() + " orders, " + terms.referencePriceRule();
    }

    private static MarketTerms terms(BookShape shape, SplittableRandom random) {
        ReferencePriceRule[] rules = ReferencePriceRule.values();
        ReferencePriceRule rule = rules[random.nextInt(rules.length)];
        return switch (shape) {
            case NO_BAND -> MarketTerms.ofPrices(100, 560_000, 560_000, rule);
            case EXTREME_PRICES -> {
                long top = MarketTerms.MAX_PRICE >> random.nextInt(8);
                long tick = 2L << (30 + random.nextInt(20));
                yield MarketTerms.ofPrices(tick, 0, top / tick * tick, rule);
            }
            case HUGE_BAND -> MarketTerms.ofPrices(2, 0, 2 * (MarketTerms.MAX_TICKS - 1), rule);
            default -> MarketTerms.ofPrices(100, 450_000, 670_000, rule);
        };
    }

    /** Two in three books have charges; those of extremes up to where a side holds one Wh. */
    private static MarketTerms charged(BookShape shape, MarketTerms terms, SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            return terms;
        }
        long room = (MarketTerms.MAX_PRICE - terms.retailTariff()) / 3;
        boolean extreme = shape == BookShape.EXTREME_QUANTITIES || shape == BookShape.EXTREME_PRICES;
        long most = extreme && random.nextBoolean() ? room >> random.nextInt(40) : Math.min(room, 100_000);
        return terms.withCharges(new Charges(
                random.nextLong(most + 1),
                random.nextLong(Math.min(most, terms.feedInTariff()) + 1),
                random.nextInt(4) == 0 ? 0 : random.nextLong(most + 1)));
    }

    private static final class Draw {
        private final BookShape shape;
        private final MarketTerms terms;
        private final SplittableRandom random;
        private final Side onlySide;
        private final long onlyPrice;
        private final Map<Side, Long> roomWh;
        private int ordersToCome;

        private Draw(BookShape shape, MarketTerms terms, SplittableRandom random, int count) {
            this.shape = shape;
            this.terms = terms;
            this.random = random;
            this.onlySide = random.nextBoolean() ? Side.SELL : Side.BUY;
            this.onlyPrice = between(terms.feedInTariff(), terms.retailTariff());
            this.roomWh = new EnumMap<>(Map.of(Side.SELL, terms.maxSideWh(), Side.BUY, terms.maxSideWh()));
            this.ordersToCome = count;
        }

        private TwinOrder order() {
            Side side = shape == BookShape.ONE_SIDED || random.nextBoolean() ? onlySide : other(onlySide);
            long quantityWh = Math.min(quantityWh(side), room(side));
            roomWh.put(side, room(side) - quantityWh);
            ordersToCome--;
            long quote = quote(side);
            TwinOrder order = TwinOrder.of(side, quantityWh, quote);
            if (shape == BookShape.EMPTY_STAGE_1 || random.nextInt(3) > 0) {
                order = order.limit(limit(side, quote));
            }
            if (shape == BookShape.ALL_REVISED || random.nextInt(8) == 0) {
                order = order.revised(revised(order));
            }
            return order;
        }

        private long quantityWh(Side side) {
            return switch (shape) {
                case TIES -> 1 + random.nextInt(4);
                case EXTREME_QUANTITIES, EXTREME_PRICES -> {
                    long room = room(side);
                    yield random.nextInt(4) == 0 ? 1 : random.nextInt(ordersToCome) == 0 ? room : 1 + room / 3;
                }
                default -> 1 + random.nextLong(5_000);
            };
        }

        private long room(Side side) {
            return roomWh.getOrDefault(side, 0L);
        }

        private long quote(Side side) {
            long low = terms.feedInTariff();
            long high = terms.retailTariff();
            long middle = low + (high - low) / 2;
            return switch (shape) {
                case TIES -> onlyPrice + (onlyPrice < middle ? 1 : -1) * terms.tick() * random.nextInt(3);
                case ONE_PRICE -> onlyPrice;
                case EMPTY_STAGE_1 -> side == Side.SELL ? between(middle + terms.tick(), high) : between(low, middle);
                default -> between(low, high);
            };
        }

        /** One in six limits equals the quote: it binds a revision, which an absent one does not. */
        private long limit(Side side, long quote) {
            if (random.nextInt(6) == 0) {
                return quote;
            }
            return side == Side.SELL ? between(terms.feedInTariff(), quote) : between(quote, terms.retailTariff());
        }

        private long revised(TwinOrder order) {
            boolean hasLimit = order.limitPrice() != OrderRequest.NO_LIMIT;
            long low = hasLimit && order.side() == Side.SELL ? order.limitPrice() : terms.feedInTariff();
            long high = hasLimit && order.side() == Side.BUY ? order.limitPrice() : terms.retailTariff();
            return between(low, high);
        }

        /** A price on the tick, both ends included. */
        private long between(long low, long high) {
            long lowTicks = low / terms.tick();
            long highTicks = high / terms.tick();
            return terms.tick() * (lowTicks + random.nextLong(highTicks - lowTicks + 1));
        }

        private static Side other(Side side) {
            return side == Side.SELL ? Side.BUY : Side.SELL;
        }
    }
}
