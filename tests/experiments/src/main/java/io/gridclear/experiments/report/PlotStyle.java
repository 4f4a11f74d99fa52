package io.gridclear.experiments.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** What all plots look like: white, thin grid, colours that also the colour-blind tell apart, the legend below the data. */
final class PlotStyle {

    static final Color INK = new Color(0x22, 0x22, 0x22);
    private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);

    /** Okabe and Ito, "Color universal design", 2008, in an order in which neighbours differ in lightness as well. */
    private static final List<Color> PALETTE = List.of(
            new Color(0x00, 0x72, 0xb2),
            new Color(0xd5, 0x5e, 0x00),
            new Color(0x00, 0x9e, 0x73),
            new Color(0xcc, 0x79, 0xa7),
            new Color(0xe6, 0x9f, 0x00),
            new Color(0x56, 0xb4, 0xe9),
            new Color(0x55, 0x55, 0x55));

    private static final int BAND_ALPHA = 46;

    static {
        // or the name of an upright axis is drawn as outlines of its letters
        TextUtils.setUseDrawRotatedStringWorkaround(false);
    }

    private PlotStyle() {}

    static Color colour(int series) {
        return PALETTE.get(series % PALETTE.size());
    }

    static Color bandColour(int series) {
        Color colour = colour(series);
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), BAND_ALPHA);
    }

    static Stroke line(int series) {
        float[][] dashes = {null, {8, 4}, {2, 3}, {9, 3, 2, 3}};
        return new BasicStroke(
                2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, dashes[series % dashes.length], 0f);
    }

    static Stroke fitLine() {
        return new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {6, 3}, 0f);
    }

    static Shape mark(int series) {
        return switch (series % 4) {
            case 0 -> new Ellipse2D.Double(-3.5, -3.5, 7, 7);
            case 1 -> new Rectangle2D.Double(-3.2, -3.2, 6.4, 6.4);
            case 2 -> triangle();
            default -> diamond();
        };
    }

    /** Of a single point that others are compared with. */
    static Shape cross() {
        Path2D path = new Path2D.Double();
        path.moveTo(-7, -1.6);
        path.lineTo(-1.6, -1.6);
        path.lineTo(-1.6, -7);
        path.lineTo(1.6, -7);
        path.lineTo(1.6, -1.6);
        path.lineTo(7, -1.6);
        path.lineTo(7, 1.6);
        path.lineTo(1.6, 1.6);
        path.lineTo(1.6, 7);
        path.lineTo(-1.6, 7);
        path.lineTo(-1.6, 1.6);
        path.lineTo(-7, 1.6);
        path.closePath();
        return path;
    }

    private static Shape triangle() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, -4.2);
        path.lineTo(4.2, 3.4);
        path.lineTo(-4.2, 3.4);
        path.closePath();
        return path;
    }

    private static Shape diamond() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, -4.6);
        path.lineTo(4.6, 0);
        path.lineTo(0, 4.6);
        path.lineTo(-4.6, 0);
        path.closePath();
        return path;
    }

    /** An axis of the kind, with its name and unit. */
    static NumberAxis linear(String label) {
        NumberAxis axis = new NumberAxis(label);
        axis.setAutoRangeIncludesZero(false);
        axis.setStandardTickUnits(new NumberTickUnitSource(false, numbers("#,##0.######")));
        return axis;
    }

    private static DecimalFormat numbers(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    /** A level that the data are compared with, named at its right end. */
    static ValueMarker level(double value, String label) {
        ValueMarker marker = new ValueMarker(
                value,
                INK,
                new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {5, 4}, 0f));
        marker.setLabel(label);
        marker.setLabelFont(font(11, Font.PLAIN));
        marker.setLabelPaint(INK);
        marker.setLabelBackgroundColor(new Color(255, 255, 255, 0));
        return marker;
    }

    /** A horizontal level: its label stands above the line, at the right. */
    static ValueMarker horizontal(double value, String label) {
        ValueMarker marker = level(value, label);
        marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
        marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
        marker.setLabelOffset(new RectangleInsets(2, 4, 2, 4));
        return marker;
    }

    /** A vertical level: its label stands at the bottom, right of the line, where distributions have nothing. */
    static ValueMarker vertical(double value, String label) {
        ValueMarker marker = level(value, label);
        marker.setLabelAnchor(RectangleAnchor.BOTTOM_RIGHT);
        marker.setLabelTextAnchor(TextAnchor.BOTTOM_LEFT);
        marker.setLabelOffset(new RectangleInsets(4, 4, 4, 4));
        return marker;
    }

    /** Dresses a plot and makes it a chart. */
    static Plot finish(String title, XYPlot plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(0.8f));
        plot.setRangeGridlineStroke(new BasicStroke(0.8f));
        plot.setOutlinePaint(INK);
        plot.setOutlineStroke(new BasicStroke(0.8f));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        axis(plot.getDomainAxis());
        axis(plot.getRangeAxis());
        JFreeChart chart = new JFreeChart(title, font(15, Font.BOLD), plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setAntiAlias(true);
        chart.setTextAntiAlias(true);
        chart.setPadding(new RectangleInsets(8, 8, 8, 16));
        chart.getTitle().setPaint(INK);
        chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
        chart.getTitle().setPadding(2, 2, 10, 2);
        LegendTitle legend = new LegendTitle(plot);
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setItemFont(font(12, Font.PLAIN));
        legend.setItemPaint(INK);
        legend.setFrame(BlockBorder.NONE);
        legend.setBackgroundPaint(Color.WHITE);
        legend.setItemLabelPadding(new RectangleInsets(2, 2, 2, 14));
        chart.addSubtitle(legend);
        return new Plot(chart);
    }

    private static void axis(ValueAxis axis) {
        axis.setLabelFont(font(13, Font.PLAIN));
        axis.setTickLabelFont(font(12, Font.PLAIN));
        axis.setLabelPaint(INK);
        axis.setTickLabelPaint(INK);
        axis.setAxisLinePaint(INK);
        axis.setTickMarkPaint(INK);
    }

    private static Font font(int size, int style) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
