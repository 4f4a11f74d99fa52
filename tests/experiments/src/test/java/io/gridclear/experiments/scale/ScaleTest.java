package io.gridclear.experiments.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridclear.experiments.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void aPowerLawIsFound() {
        PowerFit fit = PowerFit.of(new double[] {1, 10, 100, 1_000}, new double[] {3, 3e2, 3e4, 3e6});
        assertThat(fit.exponent()).isEqualTo(2, within(1e-12));
        assertThat(fit.factor()).isEqualTo(3, within(1e-9));
        assertThat(fit.halfWidth()).isEqualTo(0, within(1e-9));
        assertThat(fit.at(50)).isEqualTo(7_500, within(1e-6));
    }

    @Test
    void theIntervalByHand() {
        // logarithms (0, 0), (1, 2), (2, 1): slope 1/2, rests -1/2, 1, -1/2, one degree of freedom:
        // 12.706 x sqrt(1.5 / 1 / 2)
        PowerFit fit = PowerFit.of(
                new double[] {1, Math.E, Math.exp(2)}, new double[] {1, Math.exp(2), Math.E});
        assertThat(fit.exponent()).isEqualTo(0.5, within(1e-12));
        assertThat(fit.halfWidth()).isEqualTo(12.706 * Math.sqrt(0.75), within(1e-9));
    }

    @Test
    void whatCannotBeFittedIsRefused() {
        assertThatThrownBy(() -> PowerFit.of(new double[] {1, 2}, new double[] {1, 2})).hasMessageContaining("three");
        assertThatThrownBy(() -> PowerFit.of(new double[] {2, 2, 2}, new double[] {1, 2, 3}))
                .hasMessageContaining("different sizes");
        assertThatThrownBy(() -> PowerFit.of(new double[] {1, 2, 3}, new double[] {1, 0, 3}))
                .hasMessageContaining("above zero");
    }

    @Test
    void theFitIsOverTheLargerSizesOnly() {
        Course course = new Course("c", "c");
        course.add(1, new double[] {5, 5});
        course.add(10, new double[] {10, 10});
        course.add(100, new double[] {100, 100});
        assertThat(course.fitFrom(10).exponent()).isEqualTo(1, within(1e-12));
        assertThat(course.fitFrom(1).exponent()).isLessThan(0.8);
        assertThat(course.medianMs(2)).isEqualTo(100);
    }

    @Test
    void clearedBooksAreThePublishedOnes() throws IOException {
        List<String> lines = Files.readAllLines(
                ProjectFiles.root().resolve("docs/experiments/scale/outcomes.csv"));
        int compared = 0;
        for (String line : lines.subList(1, lines.size())) {
            int orders = Integer.parseInt(line.split(",")[0]);
            if (orders <= 100_000) {
                KernelCost.Cleared cleared = KernelCost.clear(new DrawnOrders(orders, 1));
                assertThat(orders + "," + cleared.deals() + "," + cleared.energyWh()).isEqualTo(line);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(4);
    }

    @Test
    void theLedgerDecidesEveryArea() throws Exception {
        assertThat(new LedgerCost().byAgentsAndAreas(4, 300, 2)).hasSize(2).doesNotContain(0);
    }
}
