package io.gridclear.schemas.catalogue;

/** What Kafka does with old records of a topic. */
public enum Cleanup {
    /** Records go when they are older than the retention. */
    DELETE("delete"),
    /** The last record of every key stays for ever; a null value removes the key. */
    COMPACT("compact");

    private final String policy;

    Cleanup(String policy) {
        this.policy = policy;
    }

    /** Value of the topic setting {@code cleanup.policy}. */
    public String policy() {
        return policy;
    }
}
