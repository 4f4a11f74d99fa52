package io.gridclear.market.settlement;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.rules.MarketTerms;

/**
 * The area and period that lines are of, with what a bill says about it: every line's leaf binds all of it, so that a
 * verifier needs no other source for currency, end of delivery and local date.
 *
 * @param area the area
 * @param periodStart start of delivery, epoch ms
 * @param periodMs length of delivery, ms
 * @param currency ISO 4217
 * @param timeZone IANA zone of the local settlement date
 */
public record SettlementPeriod(String area, long periodStart, long periodMs, String currency, String timeZone) {

    /** A period under its terms. */
    public static SettlementPeriod of(String area, long periodStart, MarketTerms terms) {
        return new SettlementPeriod(area, periodStart, terms.periodMs(), terms.currency(), terms.timeZone());
    }

    /** End of delivery, epoch ms, exclusive. */
    public long periodEnd() {
        return Math.addExact(periodStart, periodMs);
    }

    CanonicalWriter write(CanonicalWriter writer) {
        return writer.string(area)
                .int64(periodStart)
                .int64(periodMs)
                .string(currency)
                .string(timeZone);
    }
}
