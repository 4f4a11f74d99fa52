package io.gridclear.topology.intake;

/** Why a reading is refused, in the order in which it is checked. */
public enum ReadingRefusal {
    /** No value, or an id that is none. */
    POISON_RECORD,
    /** The usage point is not registered, or is not the record's key. */
    UNKNOWN_USAGE_POINT,
    /** Not signed as the usage point must. */
    BAD_SIGNATURE,
    /** The usage point's area is not configured. */
    UNKNOWN_AREA,
    /** The interval is empty, before 1970, or too long. */
    BAD_INTERVAL,
    /** The quality is not known. */
    BAD_QUALITY,
    /** An energy is negative or beyond any plant. */
    BAD_ENERGY,
    /** A register is negative or beyond any plant. */
    BAD_REGISTER,
    /** The revision is negative. */
    BAD_REVISION,
    /** It tells of what has not been yet. */
    FROM_THE_FUTURE,
    /** It comes later than corrections are taken. */
    TOO_OLD
}
