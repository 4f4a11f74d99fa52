package io.gridclear.topology.output;

import io.gridclear.schemas.catalogue.TopicContract;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record on its way out, with the topic that it belongs to.
 *
 * @param topic the topic's contract
 * @param value a record of that contract's type
 */
public record Outgoing(TopicContract<?> topic, SpecificRecord value) {

    public Outgoing {
        if (!topic.recordType().isInstance(value)) {
            throw new IllegalArgumentException(topic.name() + " takes "
                    + topic.recordType().getName() + ", not " + value.getClass().getName());
        }
    }
}
