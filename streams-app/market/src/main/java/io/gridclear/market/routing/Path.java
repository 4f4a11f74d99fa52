package io.gridclear.market.routing;

import java.util.List;

/**
 * A way through the feeder and what takes it. A trade between two owners at one bus has a path of this bus and no line.
 *
 * @param buses ids of the buses from the seller's to the buyer's, both included
 * @param lines ids of the lines between them, one fewer: the choice among parallel lines
 * @param energyWh energy, Wh, &gt; 0
 */
public record Path(List<String> buses, List<String> lines, long energyWh) {

    public Path {
        if (buses.size() != lines.size() + 1 || energyWh <= 0) {
            throw new IllegalArgumentException(
                    "no path has " + buses.size() + " buses, " + lines.size() + " lines and " + energyWh + " Wh");
        }
        buses = List.copyOf(buses);
        lines = List.copyOf(lines);
    }
}
