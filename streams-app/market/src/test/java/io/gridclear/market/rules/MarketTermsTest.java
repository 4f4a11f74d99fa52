package io.gridclear.market.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.routing.Router;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketTermsTest {

    private static MarketTerms terms(
            long periodMs, long gateClosureMs, long requoteWindowMs, long tick, long feedIn, long retail, long maxWh) {
        return new MarketTerms(
                periodMs,
                gateClosureMs,
                requoteWindowMs,
                tick,
                feedIn,
                retail,
                ReferencePriceRule.MEAN,
                maxWh,
                "grid",
                "EUR",
                "UTC");
    }

    private static MarketTerms defaults() {
        return terms(900_000, 900_000, 300_000, 100, 450_000, 670_000, 1_000_000_000);
    }

    @ParameterizedTest(name = "{0}: period {1}, T1 {2}, T2 {3}, tick {4}, band {5}..{6}, order {7}")
    @CsvSource({
        "periodMs,        0,      900000, 300000, 100, 450000, 670000, 1",
        "requoteWindowMs, 900000, 900000, -1,     100, 450000, 670000, 1",
        "gateClosureMs,   900000, 299999, 300000, 100, 450000, 670000, 1",
        "tick,            900000, 900000, 300000, 0,   450000, 670000, 1",
        "tick,            900000, 900000, 300000, 25,  450000, 670000, 1",
        "tick,            900000, 900000, 300000, -2,  450000, 670000, 1",
        "feedInTariff,    900000, 900000, 300000, 100, -100,   670000, 1",
        "feedInTariff,    900000, 900000, 300000, 100, 450050, 670000, 1",
        "retailTariff,    900000, 900000, 300000, 100, 450000, 670050, 1",
        "retailTariff,    900000, 900000, 300000, 100, 450000, 449900, 1",
        "retailTariff,    900000, 900000, 300000, 100, 0,      0,      1",
        "retailTariff,    900000, 900000, 300000, 2,   0,      4294967294, 1",
        "retailTariff,    900000, 900000, 300000, 4611686018427387902, 0, 4611686018427387902, 1",
        "maxOrderWh,      900000, 900000, 300000, 100, 450000, 670000, 0",
    })
    void refusesTermsThatDoNotFit(
            String named, long periodMs, long t1, long t2, long tick, long feedIn, long retail, long maxWh) {
        assertThatThrownBy(() -> terms(periodMs, t1, t2, tick, feedIn, retail, maxWh))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(named);
    }

    @Test
    void refusesEmptyNames() {
        assertThatThrownBy(() -> new MarketTerms(1, 0, 0, 2, 0, 2, ReferencePriceRule.MEAN, 1, "", "EUR", "UTC"))
                .hasMessageStartingWith("gridParticipant");
        assertThatThrownBy(() -> new MarketTerms(1, 0, 0, 2, 0, 2, ReferencePriceRule.MEAN, 1, "grid", "", "UTC"))
                .hasMessageStartingWith("currency");
        assertThatThrownBy(() -> new MarketTerms(1, 0, 0, 2, 0, 2, ReferencePriceRule.MEAN, 1, "grid", "EUR", ""))
                .hasMessageStartingWith("timeZone");
    }

    @Test
    void boundariesAreAccepted() {
        assertThat(terms(1, 0, 0, 2, 0, 2, 1).maxSideWh()).isEqualTo(MarketTerms.MAX_PRICE / 2);
        assertThat(terms(1, 5, 5, 2, 0, 2 * (MarketTerms.MAX_TICKS - 1), Long.MAX_VALUE)
                        .retailTariff())
                .isEqualTo(4_294_967_292L);
        long top = MarketTerms.MAX_PRICE - 1;
        assertThat(terms(1, 0, 0, top, top, top, 1).maxSideWh()).isEqualTo(1);
    }

    private static MarketTerms charged(long gridFee, long spread, long tax) {
        return defaults().withCharges(new Charges(gridFee, spread, tax));
    }

    @ParameterizedTest(name = "{0}: fee {1}, spread {2}, tax {3}")
    @CsvSource({
        "gridFee,         -1,                  0,      0",
        "gridFee,         2305843009213693952, 0,      0",
        "imbalanceSpread, 0,                   -1,     0",
        "imbalanceSpread, 0,                   450001, 0",
        "energyTax,       0,                   0,      -1",
        "energyTax,       0,                   0,      2305843009213693952",
        "retailTariff,    2305843009213023951, 0,      1",
        "retailTariff,    2305843009213693951, 450000, 2305843009213693951",
    })
    void refusesChargesThatDoNotFit(String named, long gridFee, long spread, long tax) {
        assertThatThrownBy(() -> charged(gridFee, spread, tax))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(named);
    }

    @Test
    void aWhMayCostAQuarterOfALongWithItsCharges() {
        MarketTerms terms = charged(MarketTerms.MAX_PRICE - 670_000 - 450_000 - 1, 450_000, 1);
        assertThat(terms.maxSideWh()).isEqualTo(1);
        assertThat(terms.energyTax()).isEqualTo(1);
        assertThat(charged(0, 0, 0)).isEqualTo(defaults());
    }

    @Test
    void chargesMakeASideSmaller() {
        MarketTerms terms = charged(100_000, 20_000, 50_000);
        long dearest = 670_000 + 100_000 + 20_000 + 50_000;
        assertThat(terms.maxSideWh()).isEqualTo(MarketTerms.MAX_PRICE / dearest);
        // all is traded at the highest price, charged, not delivered by the seller and not taken by the buyer
        long ofOneWh = 670_000 + 100_000 + 50_000 + (670_000 + 20_000) + (450_000 - 20_000);
        assertThat(Math.multiplyExact(terms.maxSideWh(), ofOneWh)).isPositive();
    }

    private static MarketTerms metered(String taxParticipant, long graceMs, long horizonMs) {
        return new MarketTerms(
                1,
                0,
                0,
                2,
                0,
                2,
                ReferencePriceRule.MEAN,
                1,
                "grid",
                "EUR",
                "UTC",
                0,
                0,
                0,
                taxParticipant,
                graceMs,
                horizonMs,
                "");
    }

    @Test
    void readingsHaveTheirTime() {
        assertThat(metered("tax", 0, 0).correctionHorizonMs()).isZero();
        assertThat(metered("tax", 5, 5).meteringGraceMs()).isEqualTo(5);
        assertThat(defaults().meteringGraceMs()).isEqualTo(3_600_000);
        assertThat(defaults().correctionHorizonMs()).isEqualTo(3 * 366 * 86_400_000L);
        assertThatThrownBy(() -> metered("tax", -1, 0)).hasMessageStartingWith("meteringGraceMs");
        assertThatThrownBy(() -> metered("tax", 5, 4)).hasMessageStartingWith("correctionHorizonMs");
        assertThatThrownBy(() -> metered("", 0, 0)).hasMessageStartingWith("taxParticipant");
    }

    @Test
    void aFeederIsNamedByItsDigestOrThereIsNone() {
        String digest = "0123456789abcdef".repeat(4);
        assertThat(defaults().hasFeeder()).isFalse();
        assertThat(defaults().feederBytes()).isEmpty();
        assertThat(defaults().withFeeder(digest).hasFeeder()).isTrue();
        assertThat(defaults().withFeeder(digest).feederBytes()).hasSize(32).startsWith(1, 0x23, 0x45);
        for (String bad :
                List.of(digest.substring(2), digest + "00", digest.toUpperCase(Locale.ROOT), "x".repeat(64))) {
            assertThatThrownBy(() -> defaults().withFeeder(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("feeder must be empty or the 64 hexadecimal digits");
        }
    }

    private static MarketTerms lasting(long periodMs) {
        return terms(periodMs, 900_000, 300_000, 100, 450_000, 670_000, 1_000_000_000);
    }

    /** What the router takes, terms let through, and no more: a period that opens must be cleared. */
    @Test
    void aPeriodUnderAFeederIsNotLongerThanTheRouterTakes() {
        String digest = "0123456789abcdef".repeat(4);
        assertThat(lasting(Router.MAX_PERIOD_MS).withFeeder(digest).periodMs()).isEqualTo(Router.MAX_PERIOD_MS);
        assertThat(lasting(Router.MAX_PERIOD_MS + 1).hasFeeder()).isFalse();
        assertThatThrownBy(() -> lasting(Router.MAX_PERIOD_MS + 1).withFeeder(digest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("with a feeder, periodMs must be at most 31622400000, is 31622400001");
    }

    @Test
    void whoStandsForGridOrTaxAuthorityDoesNotTrade() {
        MarketTerms terms = metered("tax", 0, 0);
        assertThat(terms.isReserved("grid")).isTrue();
        assertThat(terms.isReserved("tax")).isTrue();
        assertThat(terms.isReserved("tax-authority")).isFalse();
    }

    @Test
    void timesOfAPeriodCountBackFromDelivery() {
        long start = 1_800_000_000_000L;
        assertThat(defaults().gateClosesAt(start)).isEqualTo(start - 900_000);
        assertThat(defaults().requoteClosesAt(start)).isEqualTo(start - 600_000);
        assertThat(defaults().deliveryEndsAt(start)).isEqualTo(start + 900_000);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"0, true", "900000, true", "899999, false", "900001, false", "-900000, false", "1800000000000, true"})
    void periodsStartOnMultiplesOfTheirLength(long start, boolean aligned) {
        assertThat(defaults().isAligned(start)).isEqualTo(aligned);
    }

    @Test
    void fourAmountsOfAFullSideFitALong() {
        MarketTerms terms = defaults();
        long amount = Math.multiplyExact(terms.maxSideWh(), terms.retailTariff());
        assertThat(Math.multiplyExact(amount, 4)).isPositive();
        assertThatThrownBy(() -> Math.multiplyExact(Math.multiplyExact(terms.maxSideWh() + 1, terms.retailTariff()), 4))
                .isInstanceOf(ArithmeticException.class);
    }
}
