package io.gridclear.benchmarks.kernel;

import io.gridclear.market.routing.FeasibilityCheck;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.Router;
import io.gridclear.market.routing.RoutingState;
import io.gridclear.market.routing.TradeRoutes;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Routing of the 10,000 trades of one period, routes hashed into their root. What counts is trades over cpuNanos: trades
 * routed per second of one core.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class RoutingBenchmark {

    private static final int TRADES = 10_000;
    private static final long SEED = 20_240_613;

    /** A feeder and the trades. */
    @State(Scope.Thread)
    public static class Town {

        /** Buses: as many as the standard feeder has, and a town's. */
        @Param({"33", "3000"})
        public int buses;

        /** What the lines carry. */
        @Param({"AMPLE", "SCARCE"})
        public String capacity = "";

        private TownFeeder town = TownFeeder.of(33, 0, TownFeeder.Capacity.AMPLE, SEED);
        private FeederGraph graph = new FeederGraph(town.feeder());

        /** Draws the feeder, and routes both ways: a benchmark of different outcomes compares nothing. */
        @Setup(Level.Trial)
        public void draw() {
            town = TownFeeder.of(buses, TRADES, TownFeeder.Capacity.valueOf(capacity), SEED);
            graph = new FeederGraph(town.feeder());
            byte[] root = RoutingBenchmark.route(town, graph).routesRoot();
            if (!Arrays.equals(root, RoutingBenchmark.search(town).routesRoot())) {
                throw new IllegalStateException("kernel and baseline found different routes");
            }
        }
    }

    /** Counted beside operations, per second of wall-clock time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Routed {

        /** Trades routed. */
        public long trades;

        /** Nanoseconds of processor time that it took. */
        public long cpuNanos;

        private void add(long cpuStartNanos) {
            trades += TRADES;
            cpuNanos += ProcessorTime.nanos() - cpuStartNanos;
        }
    }

    /** A period of a feeder that has routed a period before: its trees are there. */
    @Benchmark
    public byte[] route(Town town, Routed routed) {
        long cpuStart = ProcessorTime.nanos();
        byte[] root = route(town.town, town.graph).routesRoot();
        routed.add(cpuStart);
        return root;
    }

    /** The first period of a feeder, which is prepared first. */
    @Benchmark
    public byte[] routeFirst(Town town, Routed routed) {
        long cpuStart = ProcessorTime.nanos();
        byte[] root = route(town.town, new FeederGraph(town.town.feeder())).routesRoot();
        routed.add(cpuStart);
        return root;
    }

    /** As {@link #route}, every trade's routes checked by the flow check. */
    @Benchmark
    public byte[] routeAndCheck(Town town, Routed routed) {
        long cpuStart = ProcessorTime.nanos();
        Router router = new Router(town.graph, TownFeeder.PERIOD_MS, RoutingState.empty());
        FeasibilityCheck check = new FeasibilityCheck(town.town.feeder(), TownFeeder.PERIOD_MS, List.of());
        for (TownFeeder.Transfer trade : town.town.trades()) {
            TradeRoutes routes = router.route(trade.from(), trade.to(), trade.quantityWh());
            check.add(trade.from(), trade.to(), trade.quantityWh(), routes);
        }
        routed.add(cpuStart);
        return router.routesRoot();
    }

    /** The baseline: a search of the whole feeder for every path, and nothing kept. */
    @Benchmark
    public byte[] dijkstra(Town town, Routed routed) {
        long cpuStart = ProcessorTime.nanos();
        byte[] root = search(town.town).routesRoot();
        routed.add(cpuStart);
        return root;
    }

    private static Router route(TownFeeder town, FeederGraph graph) {
        Router router = new Router(graph, TownFeeder.PERIOD_MS, RoutingState.empty());
        for (TownFeeder.Transfer trade : town.trades()) {
            router.route(trade.from(), trade.to(), trade.quantityWh());
        }
        return router;
    }

    private static DijkstraRouter search(TownFeeder town) {
        DijkstraRouter router = new DijkstraRouter(town.feeder());
        for (TownFeeder.Transfer trade : town.trades()) {
            router.route(trade);
        }
        return router;
    }
}
