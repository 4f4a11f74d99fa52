package io.gridclear.experiments.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridclear.experiments.ProjectFiles;
import io.gridclear.experiments.report.ReportPage;
import io.gridclear.experiments.report.ResultFolder;
import io.gridclear.experiments.report.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in {@code docs/experiments/trading} is what the code computes. */
class PublishedResultsTest {

    private static final int DRAWS = 25;

    @TempDir
    private Path folder;

    private static Path published() {
        return ProjectFiles.root().resolve("docs/experiments/trading");
    }

    @Test
    void theFirstDrawsComeOutAgain() throws IOException {
        Summary all = Summary.readFrom(published().resolve("summary.json"));
        long seed = Long.parseLong(all.parameters().getOrDefault("seed", ""));
        Setting setting = new Setting(
                RecordedDays.of(seed, ProjectFiles.data()), seed, DRAWS, 1, new PrintWriter(Writer.nullWriter()));

        new StrategySection()
                .run(setting, new Summary("short", Map.of()), ResultFolder.at(folder), new ReportPage("short"));

        List<String> again = Files.readAllLines(folder.resolve("draws.csv"));
        assertThat(again).hasSize(DRAWS + 1);
        assertThat(again)
                .isEqualTo(Files.readAllLines(published().resolve("draws.csv")).subList(0, DRAWS + 1));
    }

    @Test
    void theSummaryIsOfTheDrawsBesideIt() throws IOException {
        Summary summary = Summary.readFrom(published().resolve("summary.json"));
        List<String> lines = Files.readAllLines(published().resolve("draws.csv"));
        List<String> header = List.of(lines.get(0).split(","));
        for (String figure : List.of("income", "cost")) {
            int column = header.indexOf(figure + "_urgent");
            List<Double> values = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                values.add(Double.parseDouble(line.split(",")[column]));
            }
            assertThat(summary.get(figure + ".urgent.both").count()).isEqualTo(values.size());
            assertThat(values.stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElseThrow())
                    .isEqualTo(summary.get(figure + ".urgent.both").mean(), within(0.001));
        }
    }

    @Test
    void welfareUnderBestResponsesReachesWhatIsNeeded() throws IOException {
        Summary summary = Summary.readFrom(published().resolve("summary.json"));
        assertThat(summary.get(MechanismSection.PLAYED_WELFARE).mean())
                .isGreaterThanOrEqualTo(MechanismSection.LEAST_PLAYED_WELFARE_PERCENT);
        assertThat(summary.get(PlaySection.EPSILON_WELFARE).mean())
                .isGreaterThanOrEqualTo(MechanismSection.LEAST_PLAYED_WELFARE_PERCENT);
    }

    @Test
    void everyPlotOfTheReportIsThereAndSmall() throws IOException {
        for (String experiment : List.of("trading", "scale")) {
            Path results = ProjectFiles.root().resolve("docs/experiments").resolve(experiment);
            String report = Files.readString(results.resolve("report.md"));
            List<String> plots = java.util.regex.Pattern.compile("\\]\\(([a-z0-9-]+)\\.svg\\)")
                    .matcher(report)
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            assertThat(plots).isNotEmpty();
            for (String plot : plots) {
                for (String ending : List.of(".svg", ".png")) {
                    assertThat(results.resolve(plot + ending)).isRegularFile();
                    assertThat(Files.size(results.resolve(plot + ending))).isBetween(2_000L, 100_000L);
                }
            }
        }
    }
}
