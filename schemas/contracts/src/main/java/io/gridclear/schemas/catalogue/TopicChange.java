package io.gridclear.schemas.catalogue;

import java.util.Map;

/** One difference between a cluster and the catalogue, and what becomes of it. */
public sealed interface TopicChange {

    /** Name of the topic. */
    String topic();

    /** One line for a person: the topic, what differs, what happens. */
    String describe();

    /** The topic is missing and is created. */
    record Create(String topic, int partitions, int replicationFactor, Map<String, String> configs)
            implements TopicChange {
        public Create {
            configs = Map.copyOf(configs);
        }

        @Override
        public String describe() {
            return "create " + topic + " with " + partitions + " partitions, " + replicationFactor + " copies each";
        }
    }

    /** A setting has another value and is set to the catalogue's. */
    record SetConfig(String topic, String key, String from, String to) implements TopicChange {
        @Override
        public String describe() {
            return "set " + topic + " " + key + " from " + from + " to " + to;
        }
    }

    /** A difference that is left alone, because putting it right would break what reads the topic. */
    record Refuse(String topic, String reason) implements TopicChange {
        @Override
        public String describe() {
            return "refuse to change " + topic + ": " + reason;
        }
    }
}
