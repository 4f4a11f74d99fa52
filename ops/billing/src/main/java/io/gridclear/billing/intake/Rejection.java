package io.gridclear.billing.intake;

/**
 * A record that goes into no table but that of rejected records.
 *
 * @param arrival the record as it came
 * @param reason what kind of fault it has
 * @param detail the fault in words
 */
record Rejection(Arrival arrival, Reason reason, String detail) {

    /** Faults of records. */
    enum Reason {
        /** The bytes are no record of the topic. */
        UNDECODABLE,
        /** The record contradicts itself. */
        INVALID,
        /** Another record with the same identity came before, and is kept. */
        CONTRADICTS,
        /** The database could not hold its values. */
        REFUSED
    }
}
