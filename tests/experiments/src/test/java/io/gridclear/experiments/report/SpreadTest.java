package io.gridclear.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void hundredAndOneValuesHaveTheirPercentilesAtTheRanks() {
        double[] values = new double[101];
        for (int i = 0; i < values.length; i++) {
            values[i] = 100 - i;
        }
        assertThat(Spread.of(values)).isEqualTo(new Spread(101, 50, 5, 95, 0, 100));
    }

    @Test
    void betweenRanksPercentilesAreLinear() {
        // ranks 0.05 x 1 and 0.95 x 1 between 10 and 20
        assertThat(Spread.of(20, 10)).isEqualTo(new Spread(2, 15, 10.5, 19.5, 10, 20));
    }

    @Test
    void oneValueIsEverything() {
        assertThat(Spread.of(-7.6)).isEqualTo(new Spread(1, -7.6, -7.6, -7.6, -7.6, -7.6));
    }

    @Test
    void figuresHaveNineDigits() {
        assertThat(Spread.round(1.0 / 3)).isEqualTo(0.333333333);
        assertThat(Spread.round(-123_456_789.5)).isEqualTo(-123_456_790);
        assertThat(Numbers.plain(2.0 / 3)).isEqualTo("0.666666667");
        assertThat(Numbers.plain(-0.0)).isEqualTo("0");
        assertThat(Numbers.plain(1e12)).isEqualTo("1000000000000");
    }

    @Test
    void nothingAndWhatIsNoNumberAreRefused() {
        assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spread.of(1, Double.NaN)).hasMessageContaining("finite");
        assertThatThrownBy(() -> Spread.of(Double.POSITIVE_INFINITY)).hasMessageContaining("finite");
    }
}
