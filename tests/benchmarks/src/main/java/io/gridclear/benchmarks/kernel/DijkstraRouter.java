package io.gridclear.benchmarks.kernel;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleFrontier;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.routing.CurtailmentReason;
import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.Path;
import io.gridclear.market.routing.Router;
import io.gridclear.market.routing.TradeRoutes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The baseline: the same routes as a textbook finds them, by Dijkstra over the whole feeder for every path of every trade,
 * with a heap of objects, and nothing kept. Hashes what it finds as the kernel does.
 */
final class DijkstraRouter {

    /** A line in one direction. */
    private static final class Arc {
        private final Feeder.Line line;
        private final int tail;
        private final int head;
        private long roomWh;

        private Arc(Feeder.Line line, int tail, int head, long capacityW) {
            this.line = line;
            this.tail = tail;
            this.head = head;
            this.roomWh = capacityW * TownFeeder.PERIOD_MS / 3_600_000;
        }
    }

    private record Reached(int bus, long distance) implements Comparable<Reached> {
        @Override
        public int compareTo(Reached other) {
            return Long.compare(distance, other.distance);
        }
    }

    private final Feeder feeder;
    private final byte[] digest;
    private final List<List<Arc>> out = new ArrayList<>();
    private final List<List<Arc>> in = new ArrayList<>();
    private final CanonicalWriter writer = new CanonicalWriter();
    private final MerkleFrontier routes = new MerkleFrontier(new Sha256());

    DijkstraRouter(Feeder feeder) {
        this.feeder = feeder;
        digest = FeederCodec.digest(feeder);
        for (int bus = 0; bus < feeder.buses().size(); bus++) {
            out.add(new ArrayList<>());
            in.add(new ArrayList<>());
        }
        for (Feeder.Line line : feeder.lines()) {
            int from = feeder.indexOfBus(line.from());
            int to = feeder.indexOfBus(line.to());
            add(new Arc(line, from, to, line.capacityW()));
            add(new Arc(line, to, from, line.reverseCapacityW()));
        }
    }

    private void add(Arc arc) {
        out.get(arc.tail).add(arc);
        in.get(arc.head).add(arc);
    }

    byte[] routesRoot() {
        return routes.root();
    }

    TradeRoutes route(TownFeeder.Transfer trade) {
        int from = feeder.indexOfBus(trade.from());
        int to = feeder.indexOfBus(trade.to());
        List<Path> paths = new ArrayList<>();
        long restWh = trade.quantityWh();
        CurtailmentReason reason = CurtailmentReason.NONE;
        while (restWh > 0 && reason == CurtailmentReason.NONE) {
            List<Arc> arcs = least(from, to, restWh);
            if (arcs.isEmpty() && from != to) {
                arcs = least(from, to, 1);
            }
            if (paths.size() == Router.MAX_PATHS) {
                reason = CurtailmentReason.PATH_LIMIT;
            } else if (arcs.isEmpty() && from != to) {
                reason = CurtailmentReason.CAPACITY;
            } else {
                Path path = carry(from, arcs, restWh);
                paths.add(path);
                restWh -= path.energyWh();
            }
        }
        TradeRoutes found =
                new TradeRoutes(routes.leaves(), trade.from(), trade.to(), trade.quantityWh(), paths, restWh, reason);
        routes.add(found.write(writer, digest));
        return found;
    }

    private List<Arc> least(int from, int to, long neededWh) {
        long[] distances = new long[out.size()];
        Arrays.fill(distances, Long.MAX_VALUE);
        distances[to] = 0;
        PriorityQueue<Reached> queue = new PriorityQueue<>();
        queue.add(new Reached(to, 0));
        while (!queue.isEmpty() && queue.element().bus != from) {
            Reached reached = queue.remove();
            if (reached.distance > distances[reached.bus]) {
                continue;
            }
            for (Arc arc : in.get(reached.bus)) {
                long through = reached.distance + arc.line.weight();
                if (arc.roomWh >= neededWh && through < distances[arc.tail]) {
                    distances[arc.tail] = through;
                    queue.add(new Reached(arc.tail, through));
                }
            }
        }
        List<Arc> arcs = new ArrayList<>();
        for (int bus = from; bus != to && distances[from] != Long.MAX_VALUE; ) {
            Arc next = next(bus, distances, neededWh);
            arcs.add(next);
            bus = next.head;
        }
        return arcs;
    }

    private Arc next(int bus, long[] distances, long neededWh) {
        Arc next = null;
        for (Arc arc : out.get(bus)) {
            boolean onShortest = arc.roomWh >= neededWh
                    && distances[arc.head] != Long.MAX_VALUE
                    && distances[arc.head] + arc.line.weight() == distances[bus];
            if (onShortest && (next == null || arc.head < next.head)) {
                next = arc;
            }
        }
        if (next == null) {
            throw new IllegalStateException("bus " + bus + " was reached through none of its lines");
        }
        return next;
    }

    private Path carry(int from, List<Arc> arcs, long restWh) {
        long energyWh = restWh;
        for (Arc arc : arcs) {
            energyWh = Math.min(energyWh, arc.roomWh);
        }
        List<String> buses = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        buses.add(feeder.buses().get(from));
        for (Arc arc : arcs) {
            arc.roomWh -= energyWh;
            lines.add(arc.line.id());
            buses.add(feeder.buses().get(arc.head));
        }
        return new Path(buses, lines, energyWh);
    }
}
