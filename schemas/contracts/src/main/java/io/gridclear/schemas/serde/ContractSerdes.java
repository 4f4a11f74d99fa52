package io.gridclear.schemas.serde;

import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.SchemaLookup;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Serdes for the topics of the catalogue. All of them may be shared between threads, turn null into null (tombstones),
 * and throw on bad bytes nothing but {@link UndecodableRecordException}; a registry that does not answer shows as
 * {@link io.gridclear.schemas.registry.RegistryUnavailableException}, and then no record is at fault.
 */
public final class ContractSerdes {

    static {
        TrustContracts.install();
    }

    private final SchemaLookup lookup;

    public ContractSerdes(SchemaLookup lookup) {
        this.lookup = lookup;
    }

    /** Both directions of {@code topic} in Confluent's wire format. */
    public <T extends SpecificRecord> Serde<T> serde(TopicContract<T> topic) {
        return Serdes.serdeFrom(serializer(topic), deserializer(topic));
    }

    /** Writes under the id that the registry has for the topic's subject; asks for it at the first record. */
    public <T extends SpecificRecord> Serializer<T> serializer(TopicContract<T> topic) {
        return new ContractSerializer<>(lookup, topic);
    }

    /** Reads what any compatible version of the topic's schema wrote. */
    public <T extends SpecificRecord> Deserializer<T> deserializer(TopicContract<T> topic) {
        Class<T> type = topic.recordType();
        return new WireDeserializer<>(new WriterSchemas<>(lookup, writer -> ReaderSchema.specific(type, writer)));
    }

    /** Reads any record in the wire format by the schema it was written with, for tools that show it. */
    public Deserializer<GenericRecord> genericDeserializer() {
        return new WireDeserializer<>(new WriterSchemas<>(lookup, ReaderSchema::generic));
    }

    /**
     * Serde for topics and stores that only the application itself sees: Avro single-object encoding (C3 01, the
     * schema's CRC-64-AVRO fingerprint, the body), no registry.
     *
     * @param earlier schemas of earlier versions whose records must still be read, for an upgrade in place
     */
    public static <T extends SpecificRecord> Serde<T> internal(Class<T> type, Schema... earlier) {
        return new SingleObjectSerde<>(type, earlier);
    }

    private record WireDeserializer<T>(WriterSchemas<T> schemas) implements Deserializer<T> {
        @Override
        public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
            return bytes == null ? null : schemas.decode(bytes);
        }
    }
}
