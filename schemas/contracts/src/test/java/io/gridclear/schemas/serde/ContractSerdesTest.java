package io.gridclear.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class ContractSerdesTest {

    private static final String TOPIC = TopicCatalogue.BIDS.name();
    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());

    @Test
    void aBidComesBackAsItWent() {
        Serde<Bid> serde = serdes.serde(TopicCatalogue.BIDS);
        Bid bid = SampleRecords.bid();

        byte[] bytes = serde.serializer().serialize(TOPIC, bid);

        assertThat(serde.deserializer().deserialize(TOPIC, bytes))
                .isEqualTo(bid)
                .isNotSameAs(bid);
    }

    @Test
    void aBidComesBackThroughTheInternalEncodingToo() {
        Serde<Bid> serde = ContractSerdes.internal(Bid.class);
        Bid bid = SampleRecords.bid();

        byte[] bytes = serde.serializer().serialize(TOPIC, bid);

        assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(bid);
    }

    @Test
    void tombstonesStayTombstones() {
        Serde<Bid> wire = serdes.serde(TopicCatalogue.BIDS);
        Serde<Bid> internal = ContractSerdes.internal(Bid.class);

        assertThat(wire.serializer().serialize(TOPIC, null)).isNull();
        assertThat(wire.deserializer().deserialize(TOPIC, null)).isNull();
        assertThat(internal.serializer().serialize(TOPIC, null)).isNull();
        assertThat(internal.deserializer().deserialize(TOPIC, null)).isNull();
        assertThat(serdes.genericDeserializer().deserialize(TOPIC, null)).isNull();
    }

    @Test
    void buildersFillInDefaultsWithoutAnybodySettingAProperty() {
        assertThat(Bid.newBuilder().build().getSide()).isEqualTo(Side.UNSPECIFIED);
    }
}
