package io.gridclear.schemas.catalogue;

/**
 * What differs between clusters; everything else about a topic is the catalogue's.
 *
 * @param partitions        partitions of every topic, &gt; 0: topics that are keyed alike are joined partition by
 *                          partition, so one number holds for all; it is never changed afterwards, because a change
 *                          moves keys away from the state that was built from them
 * @param replicationFactor copies of every partition, &gt; 0
 * @param minInSyncReplicas copies that must have a record before it is acknowledged, in [1, replicationFactor]
 */
public record TopicSettings(int partitions, int replicationFactor, int minInSyncReplicas) {

    /** 24 partitions (divides by 2, 3, 4, 6, 8, 12 instances), three copies, two of them in sync. */
    public static final TopicSettings PRODUCTION = new TopicSettings(24, 3, 2);

    /** One broker on a developer's machine: partitions cost memory and start-up time there. */
    public static final TopicSettings EMBEDDED = new TopicSettings(6, 1, 1);

    public TopicSettings {
        if (partitions <= 0) {
            throw new IllegalArgumentException("partitions must be positive, not " + partitions);
        }
        if (replicationFactor <= 0 || replicationFactor > Short.MAX_VALUE) {
            throw new IllegalArgumentException("replication factor must be in [1, 32767], not " + replicationFactor);
        }
        if (minInSyncReplicas <= 0 || minInSyncReplicas > replicationFactor) {
            throw new IllegalArgumentException("min in-sync replicas must be in [1, " + replicationFactor
                    + "] (the replication factor), not " + minInSyncReplicas);
        }
    }
}
