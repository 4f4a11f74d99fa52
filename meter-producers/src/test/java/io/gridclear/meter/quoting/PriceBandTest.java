package io.gridclear.meter.quoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBandTest {
    private final PriceBand band = new PriceBand(450_000, 670_000, 100);

    @ParameterizedTest
    @CsvSource({
        "450000, 450000",
        "449999, 450000",
        "-1, 450000",
        "0, 450000",
        "450049.9, 450000",
        "450050, 450100",
        "560000, 560000",
        "669949, 669900",
        "670000, 670000",
        "670001, 670000",
        "1e18, 670000"
    })
    void snapsAnyPriceToTheNearestOfTheBand(double price, long snapped) {
        assertThat(band.snap(price)).isEqualTo(snapped);
    }

    @Test
    void hasOnePriceMoreThanSteps() {
        assertThat(band.width()).isEqualTo(2200);
        assertThat(band.priceAt(0)).isEqualTo(450_000);
        assertThat(band.priceAt(1)).isEqualTo(450_100);
        assertThat(band.priceAt(2200)).isEqualTo(670_000);
    }

    @Test
    void stepsOutsideTheBandComeToItsNearerEnd() {
        assertThat(band.priceAt(-5)).isEqualTo(450_000);
        assertThat(band.priceAt(9999)).isEqualTo(670_000);
    }

    @ParameterizedTest
    @CsvSource({"450000, true", "670000, true", "450050, false", "449900, false", "670100, false"})
    void containsMultiplesOfTheTickFromEndToEnd(long price, boolean contained) {
        assertThat(band.contains(price)).isEqualTo(contained);
    }

    @Test
    void everyPriceStandsAtItsStep() {
        for (long step = 0; step <= band.width(); step++) {
            assertThat(band.stepOf(band.priceAt(step))).isEqualTo(step);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> band.stepOf(450_050));
    }

    @Test
    void aBandOfOnePriceIsABand() {
        PriceBand single = new PriceBand(500_000, 500_000, 100);

        assertThat(single.width()).isZero();
        assertThat(single.snap(1)).isEqualTo(500_000);
    }

    @ParameterizedTest
    @CsvSource({
        "450000, 670000, 0, tick",
        "450000, 670000, -100, tick",
        "450000, 670000, 25, even",
        "-100, 670000, 100, feed-in",
        "670000, 450000, 100, feed-in",
        "450050, 670000, 100, multiples",
        "450000, 670050, 100, multiples"
    })
    void refusesNumbersThatMakeNoBand(long feedIn, long retail, long tick, String said) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriceBand(feedIn, retail, tick))
                .withMessageContaining(said);
    }

    @Test
    void theGridIsTheOutsideOption() {
        assertThat(band.outsideOption(Side.SELL)).isEqualTo(450_000);
        assertThat(band.outsideOption(Side.BUY)).isEqualTo(670_000);
        assertThat(band.dreamPrice(Side.SELL)).isEqualTo(670_000);
        assertThat(band.dreamPrice(Side.BUY)).isEqualTo(450_000);
    }
}
