package io.gridclear.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.DeliveryEvent;
import io.gridclear.schemas.avro.RoutedBid;
import io.gridclear.schemas.avro.RoutedReading;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every contract owes to whoever reads it, found by walking the schemas. */
class ContractsTest {

    /** Every named type that a topic or the application carries, by full name. */
    private static Map<String, Schema> namedTypes() {
        Map<String, Schema> found = new LinkedHashMap<>();
        Stream.concat(
                        TopicCatalogue.all().stream().map(TopicContract::schema),
                        Stream.of(
                                RoutedBid.getClassSchema(),
                                RoutedReading.getClassSchema(),
                                DeliveryEvent.getClassSchema()))
                .forEach(schema -> collect(schema, found));
        return found;
    }

    private static void collect(Schema schema, Map<String, Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.putIfAbsent(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case ENUM -> found.putIfAbsent(schema.getFullName(), schema);
            case UNION -> schema.getTypes().forEach(type -> collect(type, found));
            case ARRAY -> collect(schema.getElementType(), found);
            default -> {}
        }
    }

    static List<Schema> records() {
        return namedTypes().values().stream()
                .filter(schema -> schema.getType() == Type.RECORD)
                .toList();
    }

    static List<Schema> enums() {
        return namedTypes().values().stream()
                .filter(schema -> schema.getType() == Type.ENUM)
                .toList();
    }

    @Test
    void theWalkReachesNestedTypesToo() {
        assertThat(namedTypes().keySet())
                .contains(
                        "io.gridclear.schemas.avro.Bid",
                        "io.gridclear.schemas.avro.BookOrder",
                        "io.gridclear.schemas.avro.ItemOrder",
                        "io.gridclear.schemas.avro.PeriodTerms",
                        "io.gridclear.schemas.avro.RejectReasonCode",
                        "io.gridclear.schemas.avro.ReadingQuality",
                        "io.gridclear.schemas.avro.RoutedBid",
                        "io.gridclear.schemas.avro.RoutedReading");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void everyRecordAndFieldSaysWhatItIs(Schema record) {
        assertThat(record.getDoc()).as(record.getFullName()).isNotBlank();
        assertThat(record.getFields())
                .allSatisfy(field -> assertThat(field.doc())
                        .as(record.getName() + "." + field.name())
                        .isNotBlank());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void everyFieldHasADefault(Schema record) {
        assertThat(record.getFields())
                .allSatisfy(field -> assertThat(field.hasDefaultValue())
                        .as(record.getName() + "." + field.name())
                        .isTrue());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("enums")
    void everyEnumIsExplainedAndHasASymbolForWhatIsNotKnown(Schema type) {
        assertThat(type.getDoc()).as(type.getFullName()).isNotBlank();
        assertThat(type.getEnumDefault()).as(type.getFullName()).isEqualTo("UNSPECIFIED");
        assertThat(type.getEnumSymbols().get(0)).as(type.getFullName()).isEqualTo("UNSPECIFIED");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void numbersAreExactAndFieldsThatHoldATimeSaySo(Schema record) {
        List<String> offences = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            Schema type = field.schema().isUnion() ? field.schema().getTypes().get(1) : field.schema();
            if (Set.of(Type.DOUBLE, Type.FLOAT, Type.FIXED, Type.MAP).contains(type.getType())) {
                offences.add(field.name() + " is " + type.getType());
            }
            boolean named = field.name().matches(".*(At|Start|End|Until|From)");
            boolean instant = type.getLogicalType() != null
                    && type.getLogicalType().getName().equals("timestamp-millis");
            if (named != instant) {
                offences.add(field.name() + (instant ? " is" : " is no") + " timestamp-millis");
            }
        }
        assertThat(offences).as(record.getFullName()).isEmpty();
    }
}
