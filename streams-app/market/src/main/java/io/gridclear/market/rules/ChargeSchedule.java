package io.gridclear.market.rules;

import java.util.List;

/**
 * The charges of an area by the date from which they count. The version in force at the start of delivery counts for a
 * period, whenever it is opened, cleared or settled again.
 *
 * @param versions by date, ascending, no date twice; at most {@link #MOST_VERSIONS}
 */
public record ChargeSchedule(List<Version> versions) {

    /** Most versions: a new one every week for twenty years; all of them are checked whenever the area changes. */
    public static final int MOST_VERSIONS = 1_000;

    /** No version: the area's terms say what is charged. */
    public static final ChargeSchedule EMPTY = new ChargeSchedule(List.of());

    /**
     * Charges from a date on, until the next version's.
     *
     * @param validFrom first start of delivery that they count for, epoch ms, &gt;= 0
     * @param charges the charges
     */
    public record Version(long validFrom, Charges charges) {

        public Version {
            if (validFrom < 0) {
                throw new IllegalArgumentException("validFrom must be >= 0, is " + validFrom);
            }
        }
    }

    public ChargeSchedule {
        versions = List.copyOf(versions);
        if (versions.size() > MOST_VERSIONS) {
            throw new IllegalArgumentException(
                    "charges must have at most " + MOST_VERSIONS + " versions, have " + versions.size());
        }
        for (int i = 1; i < versions.size(); i++) {
            long before = versions.get(i - 1).validFrom();
            long from = versions.get(i).validFrom();
            if (from <= before) {
                throw new IllegalArgumentException("charges must be sorted by validFrom, no date twice: version " + i
                        + " from " + from + " follows one from " + before);
            }
        }
    }

    /**
     * Terms of a period: with the version in force at its start of delivery, or as they are before the first version.
     *
     * @throws IllegalArgumentException if that version does not fit the terms; the message says why
     */
    public MarketTerms at(long periodStart, MarketTerms terms) {
        MarketTerms inForce = terms;
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (versions.get(i).validFrom() <= periodStart) {
                inForce = terms.withCharges(versions.get(i).charges());
                break;
            }
        }
        return inForce;
    }
}
