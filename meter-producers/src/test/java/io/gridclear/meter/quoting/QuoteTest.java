package io.gridclear.meter.quoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuoteTest {
    @Test
    void aFirmQuoteIsItsOwnLimit() {
        Quote quote = Quote.firm(Side.SELL, 500_000);

        assertThat(quote.limitPrice()).isEmpty();
        assertThat(quote.limit()).isEqualTo(500_000);
    }

    @Test
    void aLimitThatEqualsTheQuoteIsLeftOut() {
        assertThat(Quote.upTo(Side.BUY, 500_000, 500_000)).isEqualTo(Quote.firm(Side.BUY, 500_000));
    }

    @Test
    void aSellersLimitLiesBelowABuyersAbove() {
        assertThat(Quote.upTo(Side.SELL, 500_000, 499_900).limit()).isEqualTo(499_900);
        assertThat(Quote.upTo(Side.BUY, 500_000, 500_100).limit()).isEqualTo(500_100);
    }

    @Test
    void refusesALimitOnTheWrongSide() {
        assertThatIllegalArgumentException().isThrownBy(() -> Quote.upTo(Side.SELL, 500_000, 500_100));
        assertThatIllegalArgumentException().isThrownBy(() -> new Quote(Side.BUY, 500_000, OptionalLong.of(499_900)));
    }
}
