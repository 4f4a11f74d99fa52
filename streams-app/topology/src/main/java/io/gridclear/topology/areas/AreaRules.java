package io.gridclear.topology.areas;

import io.gridclear.market.rules.ChargeSchedule;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.records.OutcomeRecords;
import java.util.regex.Pattern;

/**
 * What the application goes by in one area. Every value is bounded, so that no configuration makes a time overflow, a
 * record too large to send, or a book with more periods than memory holds.
 *
 * @param area the area's id
 * @param terms terms of periods that open from now on; their charges are those before the first of the versions
 * @param charges versions of the charges; each fits the terms
 * @param horizonMs how far a period may lie from the clock, ms, &gt; the gate closure of the terms
 * @param requireSignatures whether a usage point without a key is refused
 */
public record AreaRules(
        String area, MarketTerms terms, ChargeSchedule charges, long horizonMs, boolean requireSignatures) {

    /** Longest period, gate closure and horizon, ms: a leap year. */
    static final long LONGEST_MS = 366L * 24 * 60 * 60 * 1_000;

    /** Longest wait for corrections, ms: ten such years, the longest that invoices have to be kept in most countries. */
    public static final long LONGEST_CORRECTION_MS = 10 * LONGEST_MS;

    /**
     * Periods that may take orders at a time, at most: about 1 KB each in memory (ten days of quarter-hours). A horizon
     * that reaches further is cut to it, or a fleet that bids for every period could fill the memory.
     */
    static final int MOST_PERIODS_AHEAD = 1_000;

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    public AreaRules {
        MarketIds.require("areaMrid", area);
        MarketIds.require("gridParticipantMrid", terms.gridParticipant());
        MarketIds.require("taxParticipantMrid", terms.taxParticipant());
        requireLength("periodMs", terms.periodMs());
        requireLength("gateClosureMs", terms.gateClosureMs());
        requireLength("horizonMs", horizonMs);
        requireLength("meteringGraceMs", terms.meteringGraceMs());
        if (terms.correctionHorizonMs() > LONGEST_CORRECTION_MS) {
            throw new IllegalArgumentException("correctionHorizonMs must be at most " + LONGEST_CORRECTION_MS
                    + " (ten years), is " + terms.correctionHorizonMs());
        }
        for (ChargeSchedule.Version version : charges.versions()) {
            requireFit(terms, version);
        }
        if (horizonMs <= terms.gateClosureMs()) {
            throw new IllegalArgumentException("horizonMs must be above gateClosureMs (" + terms.gateClosureMs()
                    + "), or no period could be bid for, is " + horizonMs);
        }
        if (!CURRENCY.matcher(terms.currency()).matches()) {
            throw new IllegalArgumentException("currency must be an ISO 4217 code, is " + terms.currency());
        }
        OutcomeRecords.SettlementDay.requireZone(terms);
        horizonMs = Math.min(horizonMs, terms.gateClosureMs() + MOST_PERIODS_AHEAD * terms.periodMs());
    }

    /** Terms of a period that is opened under these rules, with the charges in force when its delivery starts. */
    public MarketTerms termsOf(long periodStart) {
        return charges.at(periodStart, terms);
    }

    private static void requireFit(MarketTerms terms, ChargeSchedule.Version version) {
        try {
            terms.withCharges(version.charges());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("charges from " + version.validFrom() + ": " + e.getMessage(), e);
        }
    }

    private static void requireLength(String name, long ms) {
        if (ms > LONGEST_MS) {
            throw new IllegalArgumentException(name + " must be at most " + LONGEST_MS + " (a year), is " + ms);
        }
    }
}
