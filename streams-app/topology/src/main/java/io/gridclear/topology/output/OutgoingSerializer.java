package io.gridclear.topology.output;

import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.serde.ContractSerdes;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes each outgoing record by its own topic's contract. */
public final class OutgoingSerializer implements Serializer<Outgoing> {

    private final ContractSerdes serdes;
    private final ThreadLocal<Map<TopicContract<?>, Serializer<Object>>> byTopic =
            ThreadLocal.withInitial(IdentityHashMap::new);

    public OutgoingSerializer(ContractSerdes serdes) {
        this.serdes = serdes;
    }

    @Override
    public byte @Nullable [] serialize(String topic, Outgoing outgoing) {
        return byTopic.get().computeIfAbsent(outgoing.topic(), this::serializer).serialize(topic, outgoing.value());
    }

    /** The contract's record type was checked as the outgoing record was made. */
    @SuppressWarnings("unchecked")
    private Serializer<Object> serializer(TopicContract<?> contract) {
        return (Serializer<Object>) (Serializer<?>) serdes.serializer(contract);
    }
}
