package io.gridclear.ops.stack;

import io.gridclear.schemas.catalogue.TopicSettings;

/**
 * How an embedded stack is to run.
 *
 * @param broker   the broker
 * @param registry the registry
 * @param topics   partitions and copies of the topics; one copy, as there is one broker
 */
public record StackOptions(BrokerOptions broker, RegistryOptions registry, TopicSettings topics) {

    /** Free ports, nothing kept, {@link TopicSettings#EMBEDDED}. */
    public static final StackOptions TEMPORARY =
            new StackOptions(BrokerOptions.TEMPORARY, RegistryOptions.TEMPORARY, TopicSettings.EMBEDDED);

    public StackOptions {
        if (topics.replicationFactor() != 1) {
            throw new IllegalArgumentException(
                    "one broker holds one copy of a topic, not " + topics.replicationFactor());
        }
    }
}
