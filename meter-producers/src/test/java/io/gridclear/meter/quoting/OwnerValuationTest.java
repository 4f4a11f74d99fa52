package io.gridclear.meter.quoting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OwnerValuationTest {
    private static final PriceBand BAND = PriceBand.DEFAULT;

    private static List<Long> valuations(Side side) {
        return IntStream.range(0, 2_000)
                .mapToObj(point -> OwnerValuation.of(new OwnerDraws(1, point, 0), side, BAND))
                .toList();
    }

    @Test
    void everyOwnerWantsAtMostTwoThirdsOfTheBandOnTopOfTheGrid() {
        // share up to 0.60 and mood up to 0.05 of 220,000
        assertThat(valuations(Side.SELL)).allMatch(price -> price >= 450_000 && price <= 450_000 + 143_000);
        assertThat(valuations(Side.BUY)).allMatch(price -> price <= 670_000 && price >= 670_000 - 143_000);
    }

    @Test
    void theRangesOfSellersAndBuyersOverlap() {
        long dearestSeller = Collections.max(valuations(Side.SELL));
        long cheapestBuyer = Collections.min(valuations(Side.BUY));

        assertThat(dearestSeller).isGreaterThan(cheapestBuyer);
    }

    @Test
    void anOwnerKeepsItsMindUpToAMood() {
        long first = OwnerValuation.of(new OwnerDraws(1, 77, 0), Side.SELL, BAND);
        for (int period = 1; period < 100; period++) {
            long later = OwnerValuation.of(new OwnerDraws(1, 77, period), Side.SELL, BAND);

            assertThat(Math.abs(later - first)).isLessThanOrEqualTo(22_000);
        }
    }

    @Test
    void everyValuationIsAPriceOfTheBand() {
        assertThat(valuations(Side.SELL)).allMatch(BAND::contains);
        assertThat(valuations(Side.BUY)).allMatch(BAND::contains);
    }
}
