package io.gridclear.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.gridclear.schemas.avro.Bid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which changes of the contract of a bid the registry's own rule for public subjects lets through. */
class EvolutionTest {

    private static final String TODAY = Bid.getClassSchema().toString();
    private static final String SIDE_SYMBOLS = "[\"UNSPECIFIED\",\"SELL\",\"BUY\"]";
    private static final String FIRST_FIELD = "\"fields\":[{\"name\":\"usagePointMrid\"";

    private static List<String> refusals(String changed) {
        return CompatibilityChecker.FULL_TRANSITIVE_CHECKER.isCompatible(
                new AvroSchema(changed), List.of(new AvroSchema(TODAY)));
    }

    private static String withField(String field) {
        return change(FIRST_FIELD, "\"fields\":[" + field + ",{\"name\":\"usagePointMrid\"");
    }

    private static String change(String part, String by) {
        assertThat(TODAY).contains(part);
        return TODAY.replace(part, by);
    }

    @Test
    void noChangePasses() {
        assertThat(refusals(TODAY)).isEmpty();
    }

    @Test
    void aNewOptionalFieldPasses() {
        assertThat(refusals(withField("{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}")))
                .isEmpty();
    }

    @Test
    void aNewFieldWithADefaultPasses() {
        assertThat(refusals(withField("{\"name\":\"minQuantityWh\",\"type\":\"long\",\"default\":0}")))
                .isEmpty();
    }

    @Test
    void aNewSymbolPassesBecauseEveryEnumHasADefault() {
        assertThat(refusals(change(SIDE_SYMBOLS, "[\"UNSPECIFIED\",\"SELL\",\"BUY\",\"BOTH\"]")))
                .isEmpty();
    }

    @Test
    void aFieldThatHasADefaultMayGo() {
        assertThat(refusals(withField("{\"name\":\"gone\",\"type\":\"long\",\"default\":0}")))
                .isEmpty();
    }

    @Test
    void aNewFieldWithoutADefaultIsRefused() {
        assertThat(refusals(withField("{\"name\":\"minQuantityWh\",\"type\":\"long\"}")))
                .anySatisfy(reason -> assertThat(reason).contains("READER_FIELD_MISSING_DEFAULT_VALUE"));
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"name\":\"quantityWh\",\"type\":\"long\"|\"name\":\"quantityWh\",\"type\":\"double\"|TYPE_MISMATCH",
                "\"name\":\"quantityWh\",\"type\":\"long\",\"doc\"|\"name\":\"quantityWh\",\"type\":\"int\",\"doc\"|TYPE_MISMATCH",
                "\"name\":\"Bid\",|\"name\":\"Order\",|NAME_MISMATCH",
            })
    void aChangeOfTypeOrNameIsRefused(String part, String by, String reason) {
        assertThat(refusals(change(part, by)))
                .anySatisfy(refusal -> assertThat(refusal).contains(reason));
    }
}
