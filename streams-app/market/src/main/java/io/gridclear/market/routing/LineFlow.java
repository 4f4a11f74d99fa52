package io.gridclear.market.routing;

import java.util.Comparator;

/**
 * Energy that a line carries one way.
 *
 * @param line place of the line in {@link Feeder#lines()}
 * @param reverse whether it goes from the line's second bus to its first
 * @param energyWh energy, Wh, &gt; 0
 */
public record LineFlow(int line, boolean reverse, long energyWh) implements Comparable<LineFlow> {

    private static final Comparator<LineFlow> ORDER =
            Comparator.comparingInt(LineFlow::line).thenComparing(LineFlow::reverse);

    public LineFlow {
        if (line < 0 || line >= Feeder.MAX_LINES || energyWh <= 0) {
            throw new IllegalArgumentException("no line " + line + " carries " + energyWh + " Wh");
        }
    }

    /** By line, the line's own direction before the reverse. */
    @Override
    public int compareTo(LineFlow other) {
        return ORDER.compare(this, other);
    }
}
