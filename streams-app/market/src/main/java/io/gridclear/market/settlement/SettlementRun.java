package io.gridclear.market.settlement;

/**
 * Names one run of the settlement of an area and period. Each run is a full replacement of the one before it.
 *
 * @param kind what the run was made on
 * @param revision 0 for INITIAL and METERED; corrections count from 1
 */
public record SettlementRun(Kind kind, int revision) {

    /** What a run is made on (market rules, "Settlement"). */
    public enum Kind {
        /** At the clearing, on what was traded. */
        INITIAL(1),
        /** After delivery, on what was metered. */
        METERED(2),
        /** On late or corrected readings. */
        CORRECTION(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** Canonical byte. */
        public int code() {
            return code;
        }
    }

    /** The run at the clearing. */
    public static final SettlementRun INITIAL = new SettlementRun(Kind.INITIAL, 0);

    /** The run after delivery. */
    public static final SettlementRun METERED = new SettlementRun(Kind.METERED, 0);

    public SettlementRun {
        if (revision < 0 || (kind == Kind.CORRECTION) != (revision > 0)) {
            throw new IllegalArgumentException("no run " + kind + " has the revision " + revision);
        }
    }

    /**
     * A run on late or corrected readings.
     *
     * @param revision from 1
     */
    public static SettlementRun correction(int revision) {
        return new SettlementRun(Kind.CORRECTION, revision);
    }
}
