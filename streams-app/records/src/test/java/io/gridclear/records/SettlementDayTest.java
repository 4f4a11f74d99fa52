package io.gridclear.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.records.OutcomeRecords.SettlementDay;
import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Local date and number of a period, on days of 24 hours and on those of 23 and 25. */
class SettlementDayTest {

    private static final long QUARTER_MS = 900_000;

    private static MarketTerms terms(long periodMs, String zone) {
        return new MarketTerms(
                periodMs, 0, 0, 100, 450_000, 670_000, ReferencePriceRule.MEAN, 1_000, "grid", "EUR", zone);
    }

    @ParameterizedTest
    @CsvSource({
        // winter and summer of Berlin; the day that begins is the local one
        "Europe/Berlin, 2026-01-14T23:00:00Z, 2026-01-15, 1",
        "Europe/Berlin, 2026-01-15T22:45:00Z, 2026-01-15, 96",
        "Europe/Berlin, 2026-07-14T22:00:00Z, 2026-07-15, 1",
        "Europe/Berlin, 2026-07-15T21:45:00Z, 2026-07-15, 96",
        // 29 March 2026 has no hour from 2 to 3: 92 quarters
        "Europe/Berlin, 2026-03-28T23:00:00Z, 2026-03-29, 1",
        "Europe/Berlin, 2026-03-29T00:45:00Z, 2026-03-29, 8",
        "Europe/Berlin, 2026-03-29T01:00:00Z, 2026-03-29, 9",
        "Europe/Berlin, 2026-03-29T21:45:00Z, 2026-03-29, 92",
        "Europe/Berlin, 2026-03-29T22:00:00Z, 2026-03-30, 1",
        // 25 October 2026 has the hour from 2 to 3 twice: 100 quarters
        "Europe/Berlin, 2026-10-24T22:00:00Z, 2026-10-25, 1",
        "Europe/Berlin, 2026-10-25T00:00:00Z, 2026-10-25, 9",
        "Europe/Berlin, 2026-10-25T01:00:00Z, 2026-10-25, 13",
        "Europe/Berlin, 2026-10-25T22:45:00Z, 2026-10-25, 100",
        "Europe/Berlin, 2026-10-25T23:00:00Z, 2026-10-26, 1",
        // a quarter of an hour off the hour; a day that begins at one, as midnight is skipped
        "Asia/Kathmandu, 2026-01-14T18:15:00Z, 2026-01-15, 1",
        "America/Sao_Paulo, 2017-10-15T03:00:00Z, 2017-10-15, 1",
        "UTC, 2026-01-15T00:00:00Z, 2026-01-15, 1",
        "Pacific/Kiritimati, 2026-01-15T10:00:00Z, 2026-01-16, 1"
    })
    void aQuarterHour(String zone, Instant start, String date, int number) {
        assertThat(SettlementDay.of(SettlementPeriod.of("feeder", start.toEpochMilli(), terms(QUARTER_MS, zone))))
                .isEqualTo(new SettlementDay(date, number));
    }

    @ParameterizedTest
    @CsvSource({"2026-03-29, 92", "2026-03-30, 96", "2026-10-25, 100"})
    void everyPeriodOfADayHasTheNextNumber(String date, int periods) {
        MarketTerms terms = terms(QUARTER_MS, "Europe/Berlin");
        long start = Instant.parse(date + "T00:00:00Z").toEpochMilli() - 4 * 3_600_000;
        int expected = 0;
        for (int i = 0; i < 200; i++) {
            SettlementDay day = SettlementDay.of(SettlementPeriod.of("feeder", start + i * QUARTER_MS, terms));
            if (day.date().equals(date)) {
                assertThat(day.periodNumber()).isEqualTo(++expected);
            }
        }
        assertThat(expected).isEqualTo(periods);
    }

    @Test
    void hoursAndMinutesCountToo() {
        long start = Instant.parse("2026-10-25T22:00:00Z").toEpochMilli();
        assertThat(SettlementDay.of(SettlementPeriod.of("feeder", start, terms(3_600_000, "Europe/Berlin"))))
                .isEqualTo(new SettlementDay("2026-10-25", 25));
        assertThat(SettlementDay.of(SettlementPeriod.of("feeder", start, terms(60_000, "Europe/Berlin"))))
                .isEqualTo(new SettlementDay("2026-10-25", 1_441));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Middle/Earth", "Europe", "+25:00", "Europe/berlin", " "})
    void aZoneThatNobodyKnowsIsRefused(String zone) {
        assertThatThrownBy(() -> SettlementDay.of(SettlementPeriod.of("feeder", 0, terms(QUARTER_MS, zone))))
                .isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> SettlementDay.requireZone(terms(QUARTER_MS, zone)))
                .isInstanceOf(DateTimeException.class);
    }
}
