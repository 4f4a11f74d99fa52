package io.gridclear.experiments.report;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Means with their 5-95 % range over named cases, one group of marks a case. Not thread-safe. */
public final class IntervalPlot {

    /** Between two marks of a case, in widths of a case; less where all of them would take more than half. */
    private static final double STEP = 0.14;

    private static final double MOST_WIDTH = 0.6;

    /** Right of the last case, in widths of a case, where the names of levels cover no mark. */
    private static final double ROOM_FOR_NAMES = 0.45;

    private record Group(String name, List<Spread> spreads) {}

    private record Level(double value, String label) {}

    private final String title;
    private final String yLabel;
    private final List<String> cases;
    private final List<Group> groups = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();

    /**
     * A plot without marks.
     *
     * @param yLabel name of the axis with its unit
     * @param cases what stands below the x axis
     */
    public IntervalPlot(String title, String yLabel, List<String> cases) {
        this.title = title;
        this.yLabel = yLabel;
        this.cases = List.copyOf(cases);
    }

    /**
     * One more mark in every case.
     *
     * @throws IllegalArgumentException if there is not one spread a case
     */
    public IntervalPlot with(String name, List<Spread> spreads) {
        if (spreads.size() != cases.size()) {
            throw new IllegalArgumentException(name + " has " + spreads.size() + " values for " + cases);
        }
        groups.add(new Group(name, List.copyOf(spreads)));
        return this;
    }

    /** A named level of the y axis. */
    public IntervalPlot level(double y, String label) {
        levels.add(new Level(y, label));
        return this;
    }

    /** The finished plot. */
    public Plot plot() {
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(false);
        renderer.setCapLength(5);
        renderer.setErrorStroke(new BasicStroke(1.6f));
        double step = Math.min(STEP, MOST_WIDTH / Math.max(1, groups.size() - 1));
        for (int g = 0; g < groups.size(); g++) {
            YIntervalSeries series = new YIntervalSeries(groups.get(g).name());
            double shift = step * (g - (groups.size() - 1) / 2.0);
            for (int c = 0; c < cases.size(); c++) {
                Spread spread = groups.get(g).spreads().get(c);
                series.add(c + shift, spread.mean(), spread.p5(), spread.p95());
            }
            data.addSeries(series);
            renderer.setSeriesPaint(g, PlotStyle.colour(g));
            renderer.setSeriesShape(g, PlotStyle.mark(g));
        }
        SymbolAxis xAxis = new SymbolAxis(null, cases.toArray(String[]::new));
        xAxis.setGridBandsVisible(false);
        xAxis.setRange(-0.5, cases.size() - 0.5 + (levels.isEmpty() ? 0 : ROOM_FOR_NAMES));
        NumberAxis yAxis = PlotStyle.linear(yLabel);
        XYPlot plot = new XYPlot(data, xAxis, yAxis, renderer);
        plot.setDomainGridlinesVisible(false);
        levels.forEach(level -> plot.addRangeMarker(PlotStyle.horizontal(level.value(), level.label())));
        return PlotStyle.finish(title, plot);
    }
}
