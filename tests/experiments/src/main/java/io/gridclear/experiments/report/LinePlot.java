package io.gridclear.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * Lines with bands over a number: courses over rounds, distributions, costs by size. Marked points where there are few. Not
 * thread-safe.
 */
public final class LinePlot {

    /** With more points than this the marks would hide the line. */
    private static final int MOST_MARKED_POINTS = 30;

    private record Level(double value, String label) {}

    private final String title;
    private final ValueAxis xAxis;
    private final ValueAxis yAxis;
    private final List<Series> series = new ArrayList<>();
    private final List<Series> fits = new ArrayList<>();
    private final List<Series> points = new ArrayList<>();
    private final List<Level> horizontal = new ArrayList<>();
    private final List<Level> vertical = new ArrayList<>();

    private LinePlot(String title, ValueAxis xAxis, ValueAxis yAxis) {
        this.title = title;
        this.xAxis = xAxis;
        this.yAxis = yAxis;
    }

    /** A plot with two linear axes; labels carry their unit. */
    public static LinePlot linear(String title, String xLabel, String yLabel) {
        return new LinePlot(title, PlotStyle.linear(xLabel), PlotStyle.linear(yLabel));
    }

    /** A plot with two decimal logarithmic axes; all numbers must be &gt; 0. */
    public static LinePlot logLog(String title, String xLabel, String yLabel) {
        return new LinePlot(title, new DecadeAxis(xLabel), new DecadeAxis(yLabel));
    }

    /** A plot with a decimal logarithmic x axis, of numbers &gt; 0, and a linear y axis. */
    public static LinePlot logLinear(String title, String xLabel, String yLabel) {
        return new LinePlot(title, new DecadeAxis(xLabel), PlotStyle.linear(yLabel));
    }

    /** One more line. */
    public LinePlot with(Series line) {
        series.add(line);
        return this;
    }

    /** A thin line through the data of the line of the same rank, in its colour. */
    public LinePlot fitted(Series line) {
        fits.add(line);
        return this;
    }

    /** A single point that the lines are compared with. */
    public LinePlot point(String name, double x, double y) {
        points.add(Series.line(name, new double[] {x}, new double[] {y}));
        return this;
    }

    /** A named level of the y axis. */
    public LinePlot level(double y, String label) {
        horizontal.add(new Level(y, label));
        return this;
    }

    /** A named place on the x axis. */
    public LinePlot place(double x, String label) {
        vertical.add(new Level(x, label));
        return this;
    }

    /** Names whole numbers only on the x axis: rounds, hours. */
    public LinePlot wholeX() {
        xAxis.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
        return this;
    }

    /** Fixes the range of the y axis. */
    public LinePlot yRange(double low, double high) {
        yAxis.setRange(low, high);
        return this;
    }

    /** Fixes the range of the x axis. */
    public LinePlot xRange(double low, double high) {
        xAxis.setRange(low, high);
        return this;
    }

    /** The finished plot. */
    public Plot plot() {
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        DeviationRenderer renderer = new DeviationRenderer(true, true);
        renderer.setAlpha(1f); // the fill has its own transparency
        for (int i = 0; i < series.size(); i++) {
            Series line = series.get(i);
            data.addSeries(intervals(line));
            renderer.setSeriesPaint(i, PlotStyle.colour(i));
            renderer.setSeriesFillPaint(i, PlotStyle.bandColour(i));
            renderer.setSeriesStroke(i, PlotStyle.line(i));
            renderer.setSeriesShape(i, PlotStyle.mark(i));
            renderer.setSeriesShapesVisible(i, line.x().length <= MOST_MARKED_POINTS);
        }
        for (int f = 0; f < fits.size(); f++) {
            int i = data.getSeriesCount();
            data.addSeries(intervals(fits.get(f)));
            renderer.setSeriesPaint(i, PlotStyle.colour(f).darker());
            renderer.setSeriesFillPaint(i, PlotStyle.bandColour(f));
            renderer.setSeriesStroke(i, PlotStyle.fitLine());
            renderer.setSeriesShapesVisible(i, false);
        }
        for (Series point : points) {
            int i = data.getSeriesCount();
            data.addSeries(intervals(point));
            renderer.setSeriesPaint(i, PlotStyle.INK);
            renderer.setSeriesShape(i, PlotStyle.cross());
            renderer.setSeriesLinesVisible(i, false);
        }
        XYPlot plot = new XYPlot(data, xAxis, yAxis, renderer);
        horizontal.forEach(level -> plot.addRangeMarker(PlotStyle.horizontal(level.value(), level.label())));
        vertical.forEach(place -> plot.addDomainMarker(PlotStyle.vertical(place.value(), place.label())));
        return PlotStyle.finish(title, plot);
    }

    private static YIntervalSeries intervals(Series line) {
        YIntervalSeries points = new YIntervalSeries(line.name());
        for (int p = 0; p < line.x().length; p++) {
            points.add(line.x()[p], line.y()[p], line.low()[p], line.high()[p]);
        }
        return points;
    }
}
