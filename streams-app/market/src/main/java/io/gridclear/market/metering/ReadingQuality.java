package io.gridclear.market.metering;

/** How a value came about, best first (IEC 61968-9 reading qualities, in short). */
public enum ReadingQuality {
    /** Measured and checked. */
    VALID,
    /** Corrected by hand, from something that was measured. */
    EDITED,
    /** Not measured. */
    ESTIMATED,
    /** No value. */
    MISSING;

    /** The worse of two. */
    public ReadingQuality worst(ReadingQuality other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
