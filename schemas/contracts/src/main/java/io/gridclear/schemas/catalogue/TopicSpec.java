package io.gridclear.schemas.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/** A topic as a cluster should have it: a contract, or the dead letters of one, under the settings of that cluster. */
record TopicSpec(String name, TopicSettings settings, Map<String, String> configs) {

    /** Dead letters wait for somebody to look; a month covers a holiday. */
    private static final Retention DEAD_LETTER_RETENTION = Retention.ofDays(31);

    /** Every topic of the catalogue, each followed by its dead letters if it has them. */
    static List<TopicSpec> all(TopicSettings settings) {
        List<TopicSpec> specs = new ArrayList<>();
        for (TopicContract<?> topic : TopicCatalogue.all()) {
            specs.add(of(topic, settings));
            if (TopicCatalogue.withDeadLetters().contains(topic)) {
                specs.add(deadLettersOf(topic, settings));
            }
        }
        return specs;
    }

    private static TopicSpec of(TopicContract<?> topic, TopicSettings settings) {
        Map<String, String> configs = new TreeMap<>(topic.configs());
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, topic.cleanup().policy());
        configs.put(
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(topic.retention().ms()));
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.minInSyncReplicas()));
        return new TopicSpec(topic.name(), settings, configs);
    }

    private static TopicSpec deadLettersOf(TopicContract<?> topic, TopicSettings settings) {
        Map<String, String> configs = new TreeMap<>();
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, Cleanup.DELETE.policy());
        configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(DEAD_LETTER_RETENTION.ms()));
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.minInSyncReplicas()));
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(TopicCatalogue.MAX_DEAD_LETTER_BATCH_BYTES));
        // the timestamp of a poison record is as doubtful as its bytes: age counts from its arrival here
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        return new TopicSpec(TopicCatalogue.deadLetterTopic(topic.name()), settings, configs);
    }
}
