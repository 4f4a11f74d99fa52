package io.gridclear.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridclear.schemas.avro.SettlementLine;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** A line with one of its fields changed, in every way that its type allows for. */
final class ChangedLines {

    private ChangedLines() {}

    static List<String> fields() {
        return SettlementLine.getClassSchema().getFields().stream()
                .map(Schema.Field::name)
                .toList();
    }

    static List<SettlementLine> of(SettlementLine line, String field) throws MalformedFileException {
        ObjectNode json = FlatRecordJson.write(line);
        JsonNode value = json.get(field);
        Schema schema = SettlementLine.getClassSchema().getField(field).schema();
        List<ObjectNode> changed = new ArrayList<>();
        switch (schema.getType()) {
            case STRING -> {
                changed.add(json.deepCopy().put(field, value.textValue() + "x"));
                if (!value.textValue().isEmpty()) {
                    changed.add(json.deepCopy().put(field, ""));
                }
            }
            case BOOLEAN -> changed.add(json.deepCopy().put(field, !value.booleanValue()));
            case INT -> {
                changed.add(json.deepCopy().put(field, value.intValue() + 1));
                changed.add(json.deepCopy().put(field, Integer.MIN_VALUE));
            }
            case LONG -> {
                changed.add(json.deepCopy().put(field, value.longValue() + 1));
                changed.add(json.deepCopy().put(field, -value.longValue() - 1));
                changed.add(json.deepCopy().put(field, Long.MAX_VALUE));
            }
            case ENUM ->
                schema.getEnumSymbols().stream()
                        .filter(symbol -> !symbol.equals(value.textValue()))
                        .forEach(symbol -> changed.add(json.deepCopy().put(field, symbol)));
            default -> throw new AssertionError("no line has a field of type " + schema.getType());
        }
        assertThat(changed).as(field).isNotEmpty();
        List<SettlementLine> lines = new ArrayList<>();
        for (ObjectNode other : changed) {
            lines.add(FlatRecordJson.read(other, new SettlementLine()));
        }
        return lines;
    }
}
