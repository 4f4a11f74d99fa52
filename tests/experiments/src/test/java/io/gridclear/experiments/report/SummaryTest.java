package io.gridclear.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Summary summary = new Summary("trading", Map.of("seed", "7"));
        summary.put("income.change", "percent", 1.0 / 3, 16.7);
        summary.put("cost.change", "percent", -7.6);
        Path file = folder.resolve("summary.json");
        summary.writeTo(file);

        Summary read = Summary.readFrom(file);

        assertThat(read.figures()).isEqualTo(summary.figures());
        assertThat(read.figures()).containsOnlyKeys("income.change", "cost.change");
        assertThat(read.parameters()).isEqualTo(Map.of("seed", "7"));
        assertThat(Files.readString(file)).contains("\"mean\" : 8.51666667").contains("\"unit\" : \"percent\"");
    }

    @Test
    void aNameStandsForOneFigure() {
        Summary summary = new Summary("trading", Map.of());
        summary.put("welfare", "percent", 1);
        assertThatThrownBy(() -> summary.put("welfare", "percent", 2)).hasMessageContaining("welfare");
        assertThatThrownBy(() -> summary.get("wealth")).hasMessageContaining("wealth");
    }

    @Test
    void tablesRefuseWhatDoesNotFit() {
        CsvTable table = new CsvTable("draw", "income").row(0, 0.1 + 0.2);
        assertThat(table.lines()).containsExactly("draw,income", "0,0.3");
        assertThatThrownBy(() -> table.row(1)).hasMessageContaining("columns");
        assertThatThrownBy(() -> table.row(1, "a,b")).hasMessageContaining("commas");
    }
}
