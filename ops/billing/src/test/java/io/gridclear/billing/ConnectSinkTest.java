package io.gridclear.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The settings for Kafka Connect against the record and the table that there are. */
class ConnectSinkTest {

    private final JsonNode config = config();

    private static JsonNode config() {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("..", "connect", "settlement-lines-sink.json")
                            .toFile())
                    .get("config");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> columnsByField() {
        Map<String, String> columns = new LinkedHashMap<>();
        for (Schema.Field field : SettlementLine.getClassSchema().getFields()) {
            columns.put(field.name(), field.name());
        }
        for (String rename : config.get("transforms.names.renames").textValue().split(",")) {
            String[] parts = rename.split(":");
            assertThat(columns).as("fields of a line").containsKey(parts[0]);
            columns.put(parts[0], parts[1]);
        }
        return columns;
    }

    @Test
    void everyFieldGoesIntoTheColumnThatThereIs() throws SQLException {
        BillingDatabase database = TestPostgres.fresh();
        database.migrate();
        List<String> written = new ArrayList<>(columnsByField().values());

        assertThat(Rows.of(
                        database,
                        "select column_name from information_schema.columns where table_schema || '.' || table_name = '"
                                + config.get("table.name.format").textValue() + "' and is_generated = 'NEVER'"))
                .containsExactlyInAnyOrderElementsOf(written);
        assertThat(Rows.of(
                        database,
                        "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid"
                                + " and a.attnum = any(i.indkey) where i.indisprimary"
                                + " and i.indrelid = 'billing.settlement_line'::regclass"))
                .containsExactly(config.get("pk.fields").textValue());
    }

    @Test
    void itReadsTheTopicOfLinesAndCommittedRecordsOnly() {
        assertThat(config.get("topics").textValue()).isEqualTo(TopicCatalogue.SETTLEMENT_LINES.name());
        assertThat(config.get("consumer.override.isolation.level").textValue()).isEqualTo("read_committed");
        assertThat(config.get("insert.mode").textValue()).isEqualTo("upsert");
        assertThat(config.properties())
                .allSatisfy(setting -> assertThat(setting.getValue().isTextual())
                        .as("Connect takes texts: %s", setting.getKey())
                        .isTrue());
    }
}
