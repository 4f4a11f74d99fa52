package io.gridclear.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.avro.ReferencePriceRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
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

    /** Before there was ANCHORED: both ways pass, and who does not know the rule is told so instead of another one. */
    @Test
    void aNewRuleOfTheReferencePricePassesAndIsUnknownToOlderReaders() throws IOException {
        for (Schema today : List.of(MarketArea.getClassSchema(), ReferencePrice.getClassSchema())) {
            String before =
                    today.toString().replace(",\"ANCHORED\"]", "]").replaceAll(",\\{\"name\":\"possibleWh\"[^}]*}", "");
            assertThat(before).doesNotContain("\"ANCHORED\"").doesNotContain("\"possibleWh\"");
            assertThat(CompatibilityChecker.FULL_TRANSITIVE_CHECKER.isCompatible(
                            new AvroSchema(today.toString()), List.of(new AvroSchema(before))))
                    .isEmpty();
        }
        Schema today = ReferencePriceRule.getClassSchema();
        Schema before = new Schema.Parser().parse(today.toString().replace(",\"ANCHORED\"", ""));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericEnumSymbol<?>>(today)
                .write(new GenericData.EnumSymbol(today, "ANCHORED"), encoder);
        Object read = new GenericDatumReader<>(today, before)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        assertThat(read).hasToString("UNSPECIFIED");
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
