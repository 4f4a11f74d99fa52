package io.gridclear.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class FixedSchemaLookupTest {

    private final FixedSchemaLookup lookup = FixedSchemaLookup.ofCatalogue();

    @Test
    void everyTopicOfTheCatalogueHasAnIdThatLeadsBack() {
        assertThat(TopicCatalogue.all())
                .allSatisfy(topic -> assertThat(lookup.schemaById(lookup.idOf(topic.subject(), topic.schema())))
                        .isEqualTo(topic.schema()));
    }

    @Test
    void oneSchemaUnderTwoSubjectsHasOneId() {
        var lines = TopicCatalogue.SETTLEMENT_LINES;
        var latest = TopicCatalogue.SETTLEMENT_LATEST;

        assertThat(lookup.idOf(lines.subject(), lines.schema()))
                .isEqualTo(lookup.idOf(latest.subject(), latest.schema()));
    }

    @Test
    void whatWasNotPutInIsNotThere() {
        Schema other = Schema.create(Schema.Type.STRING);

        assertThatThrownBy(() -> lookup.schemaById(99)).isInstanceOf(UnknownSchemaException.class);
        assertThatThrownBy(() -> lookup.idOf("market.bids.v1-value", other))
                .isInstanceOf(SchemaNotRegisteredException.class);
        assertThat(lookup.with("more", other).schemaById(TopicCatalogue.all().size()))
                .isEqualTo(other);
        assertThatThrownBy(() -> lookup.schemaById(TopicCatalogue.all().size()))
                .isInstanceOf(UnknownSchemaException.class);
    }
}
