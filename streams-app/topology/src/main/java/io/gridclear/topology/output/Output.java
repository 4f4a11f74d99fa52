package io.gridclear.topology.output;

import io.gridclear.schemas.catalogue.TopicContract;
import org.apache.avro.specific.SpecificRecord;

/** Where the book and the clearing send their records, and the clock that they stamp them with. */
public interface Output {

    /** Sends a record to its topic under a key. */
    void send(TopicContract<?> topic, String key, SpecificRecord value);

    /** The application's clock, epoch ms. */
    long nowMs();
}
