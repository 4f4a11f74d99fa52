package io.gridclear.schemas.serde;

import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.SchemaLookup;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes a topic's records in the wire format. */
final class ContractSerializer<T extends SpecificRecord> implements Serializer<T> {

    private final SchemaLookup lookup;
    private final TopicContract<T> topic;
    private final RecordWriter<T> writer;

    /** Set once; threads that race for it ask the registry twice and get the same answer. */
    private volatile byte @Nullable [] header;

    ContractSerializer(SchemaLookup lookup, TopicContract<T> topic) {
        this.lookup = lookup;
        this.topic = topic;
        this.writer = new RecordWriter<>(topic.schema());
    }

    @Override
    public byte @Nullable [] serialize(String topicName, @Nullable T value) {
        if (value == null) {
            return null;
        }
        byte[] known = header;
        if (known == null) {
            known = WireFormat.header(lookup.idOf(topic.subject(), topic.schema()));
            header = known;
        }
        return writer.write(known, value);
    }
}
