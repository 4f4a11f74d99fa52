package io.gridclear.ops.cli;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.RegistryRetries;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.registry.SchemaNotRegisteredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** Whether a cluster has what the application needs, found out before it joins: afterwards it would only retry. */
final class ClusterReadiness {

    private ClusterReadiness() {}

    /**
     * Looks for brokers and topics.
     *
     * @param replicationFactor copies of the application's own topics
     * @param areaPartitions partitions that the application expects of its topics
     * @throws CommandFailure when something is missing; the message says what to do
     */
    static void requireTopics(Brokers brokers, int replicationFactor, int areaPartitions) {
        try (Admin admin = brokers.openAdmin(replicationFactor)) {
            requireTopics(brokers, admin);
            String book = TopicCatalogue.BOOK.name();
            TopicDescription description = brokers.await(admin.describeTopics(List.of(book))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next());
            int partitions = description.partitions().size();
            if (partitions != areaPartitions) {
                throw CommandFailure.usage(
                        book + " has " + partitions + " partitions, not " + areaPartitions + "; see --area-partitions");
            }
        }
    }

    /**
     * Looks for brokers and topics.
     *
     * @throws CommandFailure when something is missing; the message says what to do
     */
    static void requireTopics(Brokers brokers) {
        try (Admin admin = brokers.openAdmin(1)) {
            requireTopics(brokers, admin);
        }
    }

    private static void requireTopics(Brokers brokers, Admin admin) {
        Set<String> there = brokers.await(admin.listTopics().names());
        List<String> missing = new ArrayList<>();
        for (TopicContract<?> topic : TopicCatalogue.all()) {
            if (!there.contains(topic.name())) {
                missing.add(topic.name());
            }
        }
        if (!missing.isEmpty()) {
            throw CommandFailure.environment("topics are missing at " + brokers.bootstrap() + ": "
                    + String.join(", ", missing) + "; see gridclear topics apply");
        }
    }

    /**
     * Looks for the schemas of all topics.
     *
     * @throws CommandFailure when the registry does not answer or lacks one; the message says what to do
     */
    static void requireSchemas(List<String> registryUrls, Map<String, String> registryConfigs) {
        try (RegistrySchemaLookup schemas =
                new RegistrySchemaLookup(registryUrls, registryConfigs, RegistryRetries.NONE)) {
            for (TopicContract<?> topic : TopicCatalogue.all()) {
                schemas.idOf(topic.subject(), topic.schema());
            }
        } catch (RegistryUnavailableException e) {
            throw CommandFailure.environment(e);
        } catch (SchemaNotRegisteredException e) {
            throw CommandFailure.environment(e.getMessage() + "; see gridclear schemas register", e);
        }
    }
}
