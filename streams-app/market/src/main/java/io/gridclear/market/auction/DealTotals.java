package io.gridclear.market.auction;

import io.gridclear.market.rules.MarketTerms;
import java.util.Objects;

/**
 * Running totals over the deals of a stage, and the reference price that follows from them. All sums are checked: a
 * book within {@link MarketTerms#maxSideWh()} cannot overflow them.
 */
public final class DealTotals {

    private long count;
    private long priceSum;
    private long energyWh;
    private long amountNano;
    private long minPrice = Long.MAX_VALUE;
    private long maxPrice = Long.MIN_VALUE;

    /** Totals over no deal. */
    public DealTotals() {}

    /** Totals as they were when they were saved. */
    public DealTotals(long count, long priceSum, long energyWh, long amountNano, long minPrice, long maxPrice) {
        this.count = count;
        this.priceSum = priceSum;
        this.energyWh = energyWh;
        this.amountNano = amountNano;
        this.minPrice = minPrice;
        this.maxPrice = maxPrice;
    }

    /** Adds a deal: energy in Wh, price in micro-currency per kWh. */
    public void add(long quantityWh, long price) {
        count++;
        priceSum = Math.addExact(priceSum, price);
        energyWh = Math.addExact(energyWh, quantityWh);
        amountNano = Math.addExact(amountNano, Math.multiplyExact(quantityWh, price));
        minPrice = Math.min(minPrice, price);
        maxPrice = Math.max(maxPrice, price);
    }

    /** Adds the totals of another stage. */
    public void addAll(DealTotals other) {
        count += other.count;
        priceSum = Math.addExact(priceSum, other.priceSum);
        energyWh = Math.addExact(energyWh, other.energyWh);
        amountNano = Math.addExact(amountNano, other.amountNano);
        minPrice = Math.min(minPrice, other.minPrice);
        maxPrice = Math.max(maxPrice, other.maxPrice);
    }

    /** Number of deals. */
    public long count() {
        return count;
    }

    /** Sum of deal prices, micro-currency per kWh. */
    public long priceSum() {
        return priceSum;
    }

    /** Energy of the deals, Wh. */
    public long energyWh() {
        return energyWh;
    }

    /** Sum of price x energy, nano-currency. */
    public long amountNano() {
        return amountNano;
    }

    /** Lowest deal price; {@link Long#MAX_VALUE} without a deal. */
    public long minPrice() {
        return minPrice;
    }

    /** Highest deal price; {@link Long#MIN_VALUE} without a deal. */
    public long maxPrice() {
        return maxPrice;
    }

    /**
     * Pa (paper, section 3.2.2): the mean of the deal prices by the rule of the terms, rounded half-up to the tick;
     * without a deal the middle of the band, rounded the same way.
     *
     * @param possibleWh the smaller of supply and demand at gate closure, Wh, at most {@link MarketTerms#maxSideWh()}
     * @return micro-currency per kWh, on the tick
     * @throws InvariantViolation if more was dealt than was possible
     */
    public long referencePrice(MarketTerms terms, long possibleWh) {
        if (energyWh > possibleWh) {
            throw new InvariantViolation("deals of " + energyWh + " Wh, where " + possibleWh + " Wh were possible");
        }
        if (count == 0) {
            return roundHalfUp(terms.feedInTariff() + terms.retailTariff(), 2, terms.tick());
        }
        return switch (terms.referencePriceRule()) {
            case MEAN -> roundHalfUp(priceSum, count, terms.tick());
            case VOLUME_WEIGHTED -> roundHalfUp(amountNano, energyWh, terms.tick());
            case ANCHORED -> anchored(terms, possibleWh);
        };
    }

    /** All twice, since the middle of the band may lie between two ticks; half of what a long holds is not reached. */
    private long anchored(MarketTerms terms, long possibleWh) {
        long band = terms.feedInTariff() + terms.retailTariff();
        long twice = Math.addExact(
                Math.multiplyExact(2, amountNano), Math.multiplyExact(band, Math.subtractExact(possibleWh, energyWh)));
        return roundHalfUp(twice, Math.multiplyExact(2, possibleWh), terms.tick());
    }

    /** Whether both are totals of the same deals, at the moment. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DealTotals o
                && count == o.count
                && priceSum == o.priceSum
                && energyWh == o.energyWh
                && amountNano == o.amountNano
                && minPrice == o.minPrice
                && maxPrice == o.maxPrice;
    }

    @Override
    public int hashCode() {
        return Objects.hash(count, priceSum, energyWh, amountNano, minPrice, maxPrice);
    }

    @Override
    public String toString() {
        return count + " deals of " + energyWh + " Wh for " + amountNano + " nano, prices " + minPrice + ".." + maxPrice
                + " sum " + priceSum;
    }

    /** sum / divisor, rounded half-up to a multiple of the tick; all &gt;= 0. */
    static long roundHalfUp(long sum, long divisor, long tick) {
        long step = Math.multiplyExact(divisor, tick);
        long ticks = sum / step;
        long rest = sum % step;
        return (rest >= step - rest ? ticks + 1 : ticks) * tick;
    }
}
