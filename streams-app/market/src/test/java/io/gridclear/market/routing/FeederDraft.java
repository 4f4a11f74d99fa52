package io.gridclear.market.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Feeders and routes as a test writes them down. */
final class FeederDraft {

    /** A period of an hour: a line carries as many Wh as its capacity has W. */
    static final long HOUR_MS = 3_600_000;

    private FeederDraft() {}

    /**
     * A feeder of lines "id one other weight capacityW [reverseCapacityW]"; without the last number both ways are alike. A
     * word alone is a bus without lines.
     */
    static Feeder feeder(String... rows) {
        List<Feeder.Line> lines = new ArrayList<>();
        TreeSet<String> buses = new TreeSet<>();
        for (String row : rows) {
            String[] words = row.split(" ");
            if (words.length == 1) {
                buses.add(words[0]);
                continue;
            }
            buses.add(words[1]);
            buses.add(words[2]);
            long capacityW = Long.parseLong(words[4]);
            lines.add(Feeder.Line.between(
                    words[0],
                    words[1],
                    words[2],
                    Integer.parseInt(words[3]),
                    capacityW,
                    words.length > 5 ? Long.parseLong(words[5]) : capacityW));
        }
        return new Feeder(List.copyOf(buses), lines);
    }

    /** A router for an hour, from the start. */
    static Router router(Feeder feeder) {
        return new Router(new FeederGraph(feeder), HOUR_MS, RoutingState.empty());
    }

    /** "a-ab-b-bc-c 5; a-ac-c 2; 3 CAPACITY": buses and lines by turns, energy; what is curtailed and why. */
    static String text(TradeRoutes routes) {
        List<String> parts = new ArrayList<>();
        for (Path path : routes.paths()) {
            StringBuilder way = new StringBuilder(path.buses().get(0));
            for (int i = 0; i < path.lines().size(); i++) {
                way.append('-')
                        .append(path.lines().get(i))
                        .append('-')
                        .append(path.buses().get(i + 1));
            }
            parts.add(way.append(' ').append(path.energyWh()).toString());
        }
        if (routes.curtailedWh() > 0) {
            parts.add(routes.curtailedWh() + " " + routes.reason());
        }
        return String.join("; ", parts);
    }
}
