package io.gridclear.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

    /** So that a reader can have them all in a repository. */
    private static final long MOST_BYTES = 100_000;

    @TempDir
    private Path folder;

    private static Plot course() {
        double[] round = {1, 2, 3, 4};
        return LinePlot.linear("Malicious agents", "round", "share of agents (%)")
                .with(Series.band("plain", round, new Spread[] {
                    Spread.of(1, 3), Spread.of(2, 6), Spread.of(4, 9), Spread.of(7, 12)
                }))
                .with(Series.line("improved", round, new double[] {1, 1.5, 1, 2}))
                .level(8, "half")
                .wholeX()
                .plot();
    }

    private static Plot cases() {
        return new IntervalPlot("Income", "change (%)", List.of("truthful", "urgent"))
                .with("stage 1", List.of(Spread.of(1, 2), Spread.of(3, 5)))
                .with("both stages", List.of(Spread.of(2, 3), Spread.of(4, 7)))
                .level(4, "paper")
                .plot();
    }

    private static Plot costs() {
        double[] orders = {100, 1_000, 10_000};
        return LinePlot.logLog("Cost", "orders", "time (ms)")
                .with(Series.line("measured", orders, new double[] {0.02, 0.19, 2.1}))
                .plot();
    }

    @Test
    void theSamePlotIsTheSameBytes() throws IOException {
        for (int run = 0; run < 2; run++) {
            ResultFolder results = ResultFolder.at(folder.resolve("run" + run));
            results.write("course", course());
            results.write("cases", cases());
            results.write("costs", costs());
        }
        for (String file : List.of("course.svg", "course.png", "cases.svg", "cases.png", "costs.svg", "costs.png")) {
            Path one = folder.resolve("run0").resolve(file);
            assertThat(one).hasSameBinaryContentAs(folder.resolve("run1").resolve(file));
            assertThat(Files.size(one)).as(file).isBetween(2_000L, MOST_BYTES);
        }
    }

    @Test
    void titleAxesLegendAndLevelsStandInThePlot() throws IOException {
        ResultFolder results = ResultFolder.at(folder);
        results.write("course", course());
        assertThat(Files.readString(folder.resolve("course.svg")))
                .contains(">Malicious agents<", ">round<", ">share of agents (%)<", ">plain<", ">improved<", ">half<");
        results.write("cases", cases());
        assertThat(Files.readString(folder.resolve("cases.svg"))).contains(">truthful<", ">urgent<", ">paper<");
        results.write("costs", costs());
        assertThat(Files.readString(folder.resolve("costs.svg")))
                .contains(">100<", ">1,000<", ">10,000<", ">0.1<", ">1<")
                .doesNotContain("316");
    }

    @Test
    void theBandIsDrawnBelowTheLine() throws IOException {
        ResultFolder.at(folder).write("course", course());
        BufferedImage image = ImageIO.read(folder.resolve("course.png").toFile());
        int band = PlotStyle.bandColour(0).getRGB();
        int tinted = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                int red = image.getRGB(x, y) >> 16 & 0xff;
                int blue = image.getRGB(x, y) & 0xff;
                tinted += blue > 230 && red > 180 && red < 225 ? 1 : 0;
            }
        }
        assertThat(band >>> 24).isPositive();
        assertThat(tinted).isGreaterThan(10_000);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Series.line("short", new double[2], new double[1]))
                .hasMessageContaining("short");
        assertThatThrownBy(() -> new IntervalPlot("t", "y", List.of("a", "b")).with("g", List.of(Spread.of(1))))
                .hasMessageContaining("g has 1");
    }
}
