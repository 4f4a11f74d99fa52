package io.gridclear.market.twin;

import io.gridclear.market.routing.CurtailmentReason;
import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.Path;
import io.gridclear.market.routing.Router;
import io.gridclear.market.routing.TradeRoutes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The routing of the market rules, read word by word, over ids. */
public final class SlowRouter {

    /** How the least path is found. */
    public enum Finder {
        /** By looking at every path that comes to no bus twice. */
        EVERY_PATH,
        /** By the method of Bellman and Ford, with whole paths in place of distances. */
        BELLMAN_FORD
    }

    /** A way from a bus to the target: the hop from it, and the way from there on. */
    private record Way(
            BigInteger weight,
            String bus,
            @Nullable Hop hop,
            @Nullable Way onward) {

        private static final Comparator<Way> LEAST = Comparator.comparing(Way::weight)
                .thenComparing(Way::buses, SlowRouter::lexicographic)
                .thenComparing(Way::lines, SlowRouter::lexicographic);

        static Way at(String target) {
            return new Way(BigInteger.ZERO, target, null, null);
        }

        static Way over(Hop hop, Way onward) {
            return new Way(onward.weight.add(BigInteger.valueOf(hop.line.weight())), hop.from, hop, onward);
        }

        private List<String> buses() {
            List<String> buses = new ArrayList<>();
            for (Way way = this; way != null; way = way.onward) {
                buses.add(way.bus);
            }
            return buses;
        }

        private List<String> lines() {
            return hops().stream().map(one -> one.line.id()).toList();
        }

        private List<Hop> hops() {
            List<Hop> hops = new ArrayList<>();
            for (Way way = this; way != null && way.hop != null; way = way.onward) {
                hops.add(way.hop);
            }
            return hops;
        }
    }

    /** A line in one direction. */
    private static final class Hop {
        private final Feeder.Line line;
        private final String from;
        private final String to;
        private BigInteger room;

        private Hop(Feeder.Line line, String from, String to, long capacityW, long periodMs) {
            this.line = line;
            this.from = from;
            this.to = to;
            room = BigInteger.valueOf(capacityW)
                    .multiply(BigInteger.valueOf(periodMs))
                    .divide(BigInteger.valueOf(3_600_000));
        }
    }

    private final Finder finder;
    private final Map<String, List<Hop>> hops = new TreeMap<>();
    private long sequence;

    /** A router at the start of a period. */
    public SlowRouter(Feeder feeder, long periodMs, Finder finder) {
        this.finder = finder;
        feeder.buses().forEach(bus -> hops.put(bus, new ArrayList<>()));
        for (Feeder.Line line : feeder.lines()) {
            out(line.from()).add(new Hop(line, line.from(), line.to(), line.capacityW(), periodMs));
            out(line.to()).add(new Hop(line, line.to(), line.from(), line.reverseCapacityW(), periodMs));
        }
    }

    /** Routes the next trade. */
    public TradeRoutes route(String from, String to, long quantityWh) {
        List<Path> paths = new ArrayList<>();
        BigInteger rest = BigInteger.valueOf(quantityWh);
        CurtailmentReason reason = CurtailmentReason.NONE;
        if (!hops.containsKey(from) || !hops.containsKey(to)) {
            reason = CurtailmentReason.UNKNOWN_BUS;
        } else if (from.equals(to)) {
            paths.add(new Path(List.of(from), List.of(), quantityWh));
            rest = BigInteger.ZERO;
        } else if (!reachable(from).contains(to)) {
            reason = CurtailmentReason.NO_PATH;
        }
        while (rest.signum() > 0 && reason == CurtailmentReason.NONE) {
            if (paths.size() == Router.MAX_PATHS) {
                reason = CurtailmentReason.PATH_LIMIT;
                break;
            }
            Way way = least(from, to, rest);
            if (way == null) {
                way = least(from, to, BigInteger.ONE);
            }
            if (way == null) {
                reason = CurtailmentReason.CAPACITY;
                break;
            }
            BigInteger carried = rest;
            for (Hop hop : way.hops()) {
                carried = carried.min(hop.room);
            }
            for (Hop hop : way.hops()) {
                hop.room = hop.room.subtract(carried);
            }
            paths.add(new Path(way.buses(), way.lines(), carried.longValueExact()));
            rest = rest.subtract(carried);
        }
        return new TradeRoutes(sequence++, from, to, quantityWh, paths, rest.longValueExact(), reason);
    }

    private TreeSet<String> reachable(String from) {
        TreeSet<String> found = new TreeSet<>(List.of(from));
        int before;
        do {
            before = found.size();
            for (String bus : List.copyOf(found)) {
                out(bus).forEach(hop -> found.add(hop.to));
            }
        } while (found.size() > before);
        return found;
    }

    private @Nullable Way least(String from, String to, BigInteger needed) {
        return finder == Finder.EVERY_PATH
                ? leastOfAll(from, to, needed, new TreeSet<>(List.of(from)))
                : leastByRounds(from, to, needed);
    }

    private @Nullable Way leastOfAll(String from, String to, BigInteger needed, TreeSet<String> visited) {
        if (from.equals(to)) {
            return Way.at(to);
        }
        Way least = null;
        for (Hop hop : out(from)) {
            if (hop.room.compareTo(needed) >= 0 && visited.add(hop.to)) {
                // nothing is pruned: the rest of the way may not come to a bus that this way has been to
                Way onward = leastOfAll(hop.to, to, needed, visited);
                visited.remove(hop.to);
                if (onward != null) {
                    least = lesser(least, Way.over(hop, onward));
                }
            }
        }
        return least;
    }

    private @Nullable Way leastByRounds(String from, String to, BigInteger needed) {
        Map<String, Way> best = new TreeMap<>();
        best.put(to, Way.at(to));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (List<Hop> all : hops.values()) {
                for (Hop hop : all) {
                    Way onward = best.get(hop.to);
                    if (onward == null || hop.room.compareTo(needed) < 0 || hop.from.equals(to)) {
                        continue;
                    }
                    Way known = best.get(hop.from);
                    Way way = Way.over(hop, onward);
                    if (known == null || Way.LEAST.compare(way, known) < 0) {
                        best.put(hop.from, way);
                        changed = true;
                    }
                }
            }
        }
        return best.get(from);
    }

    private static Way lesser(@Nullable Way one, Way other) {
        return one == null || Way.LEAST.compare(other, one) < 0 ? other : one;
    }

    private List<Hop> out(String bus) {
        return hops.computeIfAbsent(bus, name -> new ArrayList<>());
    }

    private static int lexicographic(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int difference = one.get(i).compareTo(other.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(one.size(), other.size());
    }
}
