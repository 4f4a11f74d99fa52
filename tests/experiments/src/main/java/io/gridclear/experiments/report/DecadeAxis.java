package io.gridclear.experiments.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/**
 * A decimal logarithmic axis with names at whole decades, also at 2 and 5 where it spans few of them, and small ticks at all
 * other multiples. The library's own puts its names at fractions of decades, and as outlines of letters.
 */
final class DecadeAxis extends LogAxis {

    private static final long serialVersionUID = 1L;

    /** With fewer decades than this, decades alone name too few places. */
    private static final double FEW_DECADES = 2.5;

    DecadeAxis(String label) {
        super(label);
        setBase(10);
        setMinorTickMarksVisible(true);
    }

    @Override
    public List<NumberTick> refreshTicks(
            Graphics2D graphics, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
        TextAnchor anchor = RectangleEdge.isLeftOrRight(edge) ? TextAnchor.CENTER_RIGHT : TextAnchor.TOP_CENTER;
        double low = getRange().getLowerBound();
        double high = getRange().getUpperBound();
        boolean few = Math.log10(high / low) < FEW_DECADES;
        DecimalFormat format = new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT));
        List<NumberTick> ticks = new ArrayList<>();
        for (int exponent = (int) Math.floor(Math.log10(low)); exponent <= Math.log10(high); exponent++) {
            for (int multiple = 1; multiple < 10; multiple++) {
                double value = multiple * Math.pow(10, exponent);
                if (value >= low && value <= high) {
                    boolean named = multiple == 1 || few && (multiple == 2 || multiple == 5);
                    ticks.add(new NumberTick(
                            named ? TickType.MAJOR : TickType.MINOR,
                            value,
                            named ? format.format(value) : "",
                            anchor,
                            TextAnchor.CENTER,
                            0));
                }
            }
        }
        return ticks;
    }
}
