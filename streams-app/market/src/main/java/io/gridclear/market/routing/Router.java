package io.gridclear.market.routing;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleFrontier;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * Routes the trades of one clearing in trade order (market rules, "Routing"). The energy of a trade takes the path of
 * least resistance that can carry all of it; where there is none, the path of least resistance that can carry anything is
 * filled, and the rest goes on alike. What finds no path is curtailed. Of paths of one resistance the one with the
 * lexicographically smallest sequence of buses is taken, then of lines, both in the order of their ids.
 *
 * <p>A line carries in a period, each way, its capacity x the length of the period, rounded down to a Wh. Energy in one
 * direction makes no room in the other: the two are not netted.
 *
 * <p>It can be saved between any two calls and go on from there. Cost of a trade: O(lines of its paths) while remembered
 * trees serve it, else one search of the core more for a tree and one for a path, O(lines log buses) each, for every one of
 * its paths. Single-threaded.
 */
public final class Router {

    /** Most paths of a trade: each takes up to two searches, and one trade must not hold up a clearing. */
    public static final int MAX_PATHS = 16;

    /** Most lines in all paths of a trade: with the longest ids its routes then have 560 kB, and fit a record. */
    public static final int MAX_PATH_LINES = 4_096;

    /** Longest period, ms: 366 days; no capacity times it overflows. */
    public static final long MAX_PERIOD_MS = 366L * 24 * 3_600_000;

    private static final long MS_PER_HOUR = 3_600_000;

    private final FeederGraph graph;
    private final byte[] feederDigest;
    private final long[] carriedWh;
    private final long[] roomWh;
    private final PathFinder finder;
    private final Sha256 sha256 = new Sha256();
    private final CanonicalWriter writer = new CanonicalWriter();
    private final MerkleFrontier routes;

    /**
     * A router that goes on from a state.
     *
     * @param periodMs length of the period of delivery, ms, 1 to {@link #MAX_PERIOD_MS}
     * @throws IllegalArgumentException if the period is longer, or the state is none of this feeder and period
     */
    public Router(FeederGraph graph, long periodMs, RoutingState state) {
        this(graph, periodMs, state, PathTrees.MAX_ENTRIES);
    }

    Router(FeederGraph graph, long periodMs, RoutingState state, int maxTreeEntries) {
        if (periodMs < 1 || periodMs > MAX_PERIOD_MS) {
            throw new IllegalArgumentException("a period has 1 to " + MAX_PERIOD_MS + " ms, not " + periodMs);
        }
        this.graph = graph;
        feederDigest = graph.digest();
        List<Feeder.Line> lines = graph.feeder().lines();
        roomWh = new long[2 * lines.size()];
        carriedWh = new long[roomWh.length];
        for (int line = 0; line < lines.size(); line++) {
            roomWh[2 * line] = energyWh(lines.get(line).capacityW(), periodMs);
            roomWh[2 * line + 1] = energyWh(lines.get(line).reverseCapacityW(), periodMs);
        }
        state.flows().forEach(this::restore);
        finder = new PathFinder(graph, roomWh, maxTreeEntries);
        routes = new MerkleFrontier(sha256, state.trades(), state.subtrees());
    }

    private void restore(LineFlow flow) {
        int arc = 2 * flow.line() + (flow.reverse() ? 1 : 0);
        if (arc >= roomWh.length || flow.energyWh() > roomWh[arc]) {
            throw new IllegalArgumentException("no line of this feeder carries " + flow);
        }
        carry(arc, flow.energyWh());
    }

    /** Power held for a time, Wh, rounded down; hours and what is left of them apart, so that nothing overflows. */
    private static long energyWh(long powerW, long periodMs) {
        return powerW * (periodMs / MS_PER_HOUR) + powerW * (periodMs % MS_PER_HOUR) / MS_PER_HOUR;
    }

    /**
     * Routes the next trade.
     *
     * @param fromBus the seller's bus; empty where it is not known
     * @param toBus the buyer's bus; empty where it is not known
     * @param quantityWh energy of the trade, Wh, &gt; 0
     * @throws IllegalArgumentException if there is no energy, or a bus has no canonical bytes
     */
    public TradeRoutes route(String fromBus, String toBus, long quantityWh) {
        if (quantityWh <= 0) {
            throw new IllegalArgumentException("a trade of " + quantityWh + " Wh has no routes");
        }
        List<Path> paths = new ArrayList<>();
        CurtailmentReason reason = take(fromBus, toBus, quantityWh, paths);
        long restWh = quantityWh;
        for (Path path : paths) {
            restWh -= path.energyWh();
        }
        TradeRoutes taken = new TradeRoutes(routes.leaves(), fromBus, toBus, quantityWh, paths, restWh, reason);
        routes.add(taken.write(writer, feederDigest));
        return taken;
    }

    private CurtailmentReason take(String fromBus, String toBus, long quantityWh, List<Path> paths) {
        int from = graph.feeder().indexOfBus(fromBus);
        int to = graph.feeder().indexOfBus(toBus);
        if (from < 0 || to < 0) {
            return CurtailmentReason.UNKNOWN_BUS;
        }
        if (from == to) {
            paths.add(new Path(List.of(fromBus), List.of(), quantityWh));
            return CurtailmentReason.NONE;
        }
        if (!graph.isConnected(from, to)) {
            return CurtailmentReason.NO_PATH;
        }
        long restWh = quantityWh;
        int lines = 0;
        while (restWh > 0) {
            if (paths.size() == MAX_PATHS) {
                return CurtailmentReason.PATH_LIMIT;
            }
            long energyWh = finder.find(from, to, restWh);
            if (energyWh == 0) {
                return CurtailmentReason.CAPACITY;
            }
            ArcPath path = finder.path();
            lines += path.size();
            if (lines > MAX_PATH_LINES) {
                return CurtailmentReason.PATH_LIMIT;
            }
            paths.add(carry(path, from, energyWh));
            restWh -= energyWh;
        }
        return CurtailmentReason.NONE;
    }

    private Path carry(ArcPath path, int from, long energyWh) {
        Feeder feeder = graph.feeder();
        String[] buses = new String[path.size() + 1];
        String[] lines = new String[path.size()];
        buses[0] = feeder.buses().get(from);
        for (int i = 0; i < lines.length; i++) {
            int arc = path.arc(i);
            carry(arc, energyWh);
            lines[i] = feeder.lines().get(arc >> 1).id();
            buses[i + 1] = feeder.buses().get(graph.head(arc));
        }
        return new Path(List.of(buses), List.of(lines), energyWh);
    }

    private void carry(int arc, long energyWh) {
        carriedWh[arc] += energyWh;
        roomWh[arc] -= energyWh;
    }

    /** Trades routed so far. */
    public long trades() {
        return routes.leaves();
    }

    /** Searches of the core so far by this object: what a run has cost beside the length of its paths. */
    public long searches() {
        return finder.searches();
    }

    /** Root over the routes of all trades so far, in trade order, 32 bytes: the routes root of the outcome. */
    public byte[] routesRoot() {
        return routes.root();
    }

    /** What must be remembered to go on from here. */
    public RoutingState state() {
        List<LineFlow> flows = new ArrayList<>();
        for (int arc = 0; arc < carriedWh.length; arc++) {
            if (carriedWh[arc] > 0) {
                flows.add(new LineFlow(arc >> 1, (arc & 1) == 1, carriedWh[arc]));
            }
        }
        return new RoutingState(routes.leaves(), routes.subtrees(), flows);
    }
}
