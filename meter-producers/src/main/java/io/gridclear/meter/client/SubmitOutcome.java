package io.gridclear.meter.client;

/**
 * What became of a submission. None of them is an exception: a fleet of thousands decides per record.
 */
public sealed interface SubmitOutcome {
    /**
     * All in-sync replicas have the record. The market has not judged it yet: silence means accepted,
     * a rejection comes through {@link MarketListener}.
     */
    record Acknowledged(String topic, int partition, long offset) implements SubmitOutcome {}

    /**
     * The draft is wrong in any state of the market and was not sent.
     *
     * @param reason which rule
     * @param detail the rule and the value that broke it, for a person
     */
    record Refused(RefusalReason reason, String detail) implements SubmitOutcome {}

    /**
     * Too many records are under way, and none was acknowledged while the caller waited. Not sent; the caller
     * decides whether to wait longer or to let the record go.
     *
     * @param inFlight records under way
     * @param waitedMs how long the caller waited
     */
    record Busy(int inFlight, long waitedMs) implements SubmitOutcome {}

    /**
     * The world failed, after bounded retries.
     *
     * @param kind what failed
     * @param detail what, where, and what to do, for a person
     */
    record Failed(FailureKind kind, String detail) implements SubmitOutcome {}

    /** Whether the record stands in the topic. */
    default boolean isAcknowledged() {
        return this instanceof Acknowledged;
    }
}
