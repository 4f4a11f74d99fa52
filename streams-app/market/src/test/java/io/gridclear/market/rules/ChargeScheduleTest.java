package io.gridclear.market.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.rules.ChargeSchedule.Version;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargeScheduleTest {

    private static final MarketTerms TERMS =
            MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN).withCharges(new Charges(1, 2, 3));

    private static Version version(long validFrom, long gridFee) {
        return new Version(validFrom, new Charges(gridFee, 0, 0));
    }

    @ParameterizedTest(name = "a period that starts at {0} pays {1}")
    @CsvSource({"0, 1", "999, 1", "1000, 10", "1001, 10", "1999, 10", "2000, 20", "9223372036854775807, 20"})
    void theVersionInForceAtTheStartOfDeliveryCounts(long periodStart, long gridFee) {
        ChargeSchedule schedule = new ChargeSchedule(List.of(version(1_000, 10), version(2_000, 20)));
        MarketTerms terms = schedule.at(periodStart, TERMS);
        assertThat(terms.gridFee()).isEqualTo(gridFee);
        // a version replaces all charges, and nothing else
        assertThat(terms.energyTax()).isEqualTo(gridFee == 1 ? 3 : 0);
        assertThat(terms.withCharges(new Charges(1, 2, 3))).isEqualTo(TERMS);
    }

    @Test
    void withoutAVersionTheTermsStand() {
        assertThat(ChargeSchedule.EMPTY.at(0, TERMS)).isSameAs(TERMS);
    }

    @Test
    void versionsAreSortedAndNoDateComesTwice() {
        assertThatThrownBy(() -> new ChargeSchedule(List.of(version(5, 1), version(5, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("charges must be sorted by validFrom, no date twice: version 1 from 5 follows one from 5");
        assertThatThrownBy(() -> new ChargeSchedule(List.of(version(1, 1), version(6, 1), version(5, 1))))
                .hasMessageContaining("version 2 from 5 follows one from 6");
        assertThatThrownBy(() -> version(-1, 0)).hasMessage("validFrom must be >= 0, is -1");
        assertThat(new ChargeSchedule(List.of(version(0, 1), version(1, 1))).versions())
                .hasSize(2);
    }

    @Test
    void thereAreAtMostAThousand() {
        List<Version> most =
                LongStream.range(0, 1_001).mapToObj(i -> version(i, i)).toList();
        assertThat(new ChargeSchedule(most.subList(0, 1_000)).at(5_000, TERMS).gridFee())
                .isEqualTo(999);
        assertThatThrownBy(() -> new ChargeSchedule(most))
                .hasMessage("charges must have at most 1000 versions, have 1001");
    }

    @Test
    void aVersionThatDoesNotFitTheTermsIsRefused() {
        ChargeSchedule schedule = new ChargeSchedule(List.of(new Version(0, new Charges(0, 450_001, 0))));
        assertThatThrownBy(() -> schedule.at(0, TERMS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("imbalanceSpread");
    }
}
