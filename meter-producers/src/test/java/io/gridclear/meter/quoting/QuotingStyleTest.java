package io.gridclear.meter.quoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuotingStyleTest {
    private static final PriceBand BAND = PriceBand.DEFAULT;
    private static final List<Long> NONE = List.of();

    private static QuoteSituation seller(long valuation, double share) {
        return new QuoteSituation(Side.SELL, BAND, valuation, share, NONE);
    }

    private static QuoteSituation buyer(long valuation, double share) {
        return new QuoteSituation(Side.BUY, BAND, valuation, share, NONE);
    }

    private static OwnerDraws owner(int point, int period) {
        return new OwnerDraws(42, point, period);
    }

    @ParameterizedTest
    @EnumSource(QuotingStyle.class)
    void everyQuoteIsAPriceOfTheBandAndSoIsItsLimit(QuotingStyle style) {
        for (int point = 0; point < 500; point++) {
            for (Side side : Side.values()) {
                OwnerDraws owner = owner(point, point % 7);
                long valuation = OwnerValuation.of(owner, side, BAND);
                double share = point / 499.0;
                QuoteSituation situation =
                        new QuoteSituation(side, BAND, valuation, share, List.of(500_000L, 610_000L));

                Quote quote = style.quote(situation, owner);

                assertThat(BAND.contains(quote.price()))
                        .as("%s %s", style, quote)
                        .isTrue();
                assertThat(BAND.contains(quote.limit()))
                        .as("%s %s", style, quote)
                        .isTrue();
                assertThat(quote.side()).isEqualTo(side);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = QuotingStyle.class, names = "UNIFORM", mode = EnumSource.Mode.EXCLUDE)
    void nobodyButTheUniformOwnerTakesLessThanItsOwnValue(QuotingStyle style) {
        for (int point = 0; point < 500; point++) {
            Quote ask = style.quote(seller(520_000, 0.3), owner(point, 0));
            Quote bid = style.quote(buyer(600_000, 0.3), owner(point, 0));

            assertThat(ask.limit()).isEqualTo(520_000);
            assertThat(bid.limit()).isEqualTo(600_000);
        }
    }

    @ParameterizedTest
    @EnumSource(QuotingStyle.class)
    void theSameOwnerAndPeriodGiveTheSameQuote(QuotingStyle style) {
        Quote once = style.quote(seller(520_000, 0.3), owner(9, 4));
        style.quote(seller(520_000, 0.3), owner(10, 4));

        assertThat(style.quote(seller(520_000, 0.3), owner(9, 4))).isEqualTo(once);
    }

    @Test
    void truthfulOwnersQuoteTheirValueAndDoNotMove() {
        assertThat(QuotingStyle.TRUTHFUL.quote(seller(520_000, 0.3), owner(0, 0)))
                .isEqualTo(Quote.firm(Side.SELL, 520_000));
        assertThat(QuotingStyle.TRUTHFUL.quote(buyer(600_000, 0.9), owner(0, 0)))
                .isEqualTo(Quote.firm(Side.BUY, 600_000));
    }

    @Test
    void uniformOwnersUseTheWholeBandWhateverTheirValue() {
        TreeSet<Long> prices = new TreeSet<>();
        for (int point = 0; point < 20_000; point++) {
            prices.add(QuotingStyle.UNIFORM
                    .quote(seller(660_000, 0.3), owner(point, 0))
                    .price());
        }

        assertThat(prices.first()).isEqualTo(450_000);
        assertThat(prices.last()).isEqualTo(670_000);
        assertThat(prices).hasSizeGreaterThan(2190);
    }

    @Test
    void uniformOwnersAreMovedByTheMarketAsFarAsTheGridWould() {
        Quote ask = QuotingStyle.UNIFORM.quote(seller(520_000, 0.3), owner(3, 0));
        Quote bid = QuotingStyle.UNIFORM.quote(buyer(520_000, 0.3), owner(3, 0));

        assertThat(ask.limit()).isEqualTo(450_000);
        assertThat(bid.limit()).isEqualTo(670_000);
    }

    @Test
    void constrainedOwnersUseAllPricesFromTheirValueToTheirDream() {
        TreeSet<Long> asks = new TreeSet<>();
        TreeSet<Long> bids = new TreeSet<>();
        for (int point = 0; point < 5_000; point++) {
            asks.add(QuotingStyle.CONSTRAINED
                    .quote(seller(640_000, 0.3), owner(point, 0))
                    .price());
            bids.add(QuotingStyle.CONSTRAINED
                    .quote(buyer(470_000, 0.3), owner(point, 0))
                    .price());
        }

        assertThat(asks.first()).isEqualTo(640_000);
        assertThat(asks.last()).isEqualTo(670_000);
        assertThat(bids.first()).isEqualTo(450_000);
        assertThat(bids.last()).isEqualTo(470_000);
    }

    @ParameterizedTest
    @CsvSource({
        "SELL, 550000, 1.0, 550000", "SELL, 550000, 0.5, 610000", "SELL, 550000, 0.0, 670000",
        "BUY, 550000, 1.0, 550000", "BUY, 550000, 0.5, 500000", "BUY, 550000, 0.0, 450000",
        "SELL, 670000, 0.2, 670000", "BUY, 450000, 0.2, 450000"
    })
    void urgentOwnersComeCloserToTheirValueTheMoreTheyHave(Side side, long valuation, double share, long price) {
        Quote quote = QuotingStyle.URGENT.quote(new QuoteSituation(side, BAND, valuation, share, NONE), owner(0, 0));

        assertThat(quote.price()).isEqualTo(price);
        assertThat(quote.limit()).isEqualTo(valuation);
    }

    @Test
    void onlyAdaptiveOwnersLookAtReferencePricesAndTheySayIt() {
        List<QuotingStyle> looking = new ArrayList<>();
        for (QuotingStyle style : QuotingStyle.values()) {
            Quote blind = style.quote(seller(480_000, 0.3), owner(1, 1));
            Quote seeing = style.quote(
                    new QuoteSituation(Side.SELL, BAND, 480_000, 0.3, List.of(490_000L, 490_000L)), owner(1, 1));
            if (!blind.equals(seeing)) {
                looking.add(style);
            }
            assertThat(style.usesReferences()).isEqualTo(!blind.equals(seeing));
        }

        assertThat(looking).containsExactly(QuotingStyle.ADAPTIVE);
    }

    @Test
    void adaptiveOwnersApproachAPriceThatStays() {
        List<Long> steady = Collections.nCopies(60, 500_000L);
        for (int point = 0; point < 100; point++) {
            long first = QuotingStyle.ADAPTIVE
                    .quote(seller(480_000, 0.3), owner(point, 0))
                    .price();
            long learned = QuotingStyle.ADAPTIVE
                    .quote(new QuoteSituation(Side.SELL, BAND, 480_000, 0.3, steady), owner(point, 60))
                    .price();

            // sellers hope for up to 1 % more than the reference
            assertThat(learned).as("point %d, first %d", point, first).isBetween(500_000L, 505_000L);
        }
    }

    @Test
    void adaptiveBuyersHopeForLess() {
        List<Long> steady = Collections.nCopies(60, 600_000L);
        for (int point = 0; point < 100; point++) {
            long learned = QuotingStyle.ADAPTIVE
                    .quote(new QuoteSituation(Side.BUY, BAND, 640_000, 0.3, steady), owner(point, 60))
                    .price();

            assertThat(learned).as("point %d", point).isBetween(594_000L, 600_000L);
        }
    }

    @Test
    void adaptiveOwnersDoNotFollowAPriceIntoALoss() {
        List<Long> low = Collections.nCopies(30, 450_000L);
        for (int point = 0; point < 100; point++) {
            Quote ask = QuotingStyle.ADAPTIVE.quote(
                    new QuoteSituation(Side.SELL, BAND, 520_000, 0.3, low), owner(point, 30));

            assertThat(ask.price()).isEqualTo(520_000);
        }
    }

    @Test
    void onlyTheLastPricesOfALongPastCount() {
        List<Long> past = new ArrayList<>(Collections.nCopies(500, 670_000L));
        List<Long> recent = Collections.nCopies(AdaptiveMargin.MEMORY, 520_000L);
        past.addAll(recent);

        assertThat(QuotingStyle.ADAPTIVE.quote(new QuoteSituation(Side.SELL, BAND, 480_000, 0.3, past), owner(3, 0)))
                .isEqualTo(QuotingStyle.ADAPTIVE.quote(
                        new QuoteSituation(Side.SELL, BAND, 480_000, 0.3, recent), owner(3, 0)));
    }

    @Test
    void refusesASituationThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> seller(520_050, 0.3));
        assertThatIllegalArgumentException().isThrownBy(() -> seller(440_000, 0.3));
        assertThatIllegalArgumentException().isThrownBy(() -> seller(520_000, 1.01));
        assertThatIllegalArgumentException().isThrownBy(() -> seller(520_000, Double.NaN));
    }
}
