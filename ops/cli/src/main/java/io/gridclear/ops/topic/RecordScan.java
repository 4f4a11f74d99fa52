package io.gridclear.ops.topic;

import io.gridclear.schemas.catalogue.TopicContract;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** Reads stretches of topics, wherever their records are. */
public interface RecordScan {

    /**
     * Reads a stretch. Records of a partition come in their order; more than the stretch may come.
     *
     * @param visitor takes each record; whether to go on
     * @return how many records were looked at
     */
    <T extends SpecificRecord> long read(TopicContract<T> topic, Stretch stretch, Predicate<Found<T>> visitor);
}
