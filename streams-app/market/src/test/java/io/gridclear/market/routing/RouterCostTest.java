package io.gridclear.market.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.twin.FeederShape;
import io.gridclear.market.twin.RandomFeeder;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How many searches large feeders take: what a run costs, counted and not timed. */
class RouterCostTest {

    private static final int BUSES = 3_000;
    private static final int TRADES = 5_000;

    private static Router route(RandomFeeder random, FeederGraph graph) {
        Router router = new Router(graph, random.periodMs(), RoutingState.empty());
        FeasibilityCheck check = new FeasibilityCheck(random.feeder(), random.periodMs(), List.of());
        for (RandomFeeder.Trade trade : random.trades()) {
            TradeRoutes routes = router.route(trade.from(), trade.to(), trade.quantityWh());
            check.add(trade.from(), trade.to(), trade.quantityWh(), routes);
        }
        assertThat(check.flows()).as("%s", random).isEqualTo(router.state().flows());
        return router;
    }

    @Test
    void aRadialFeederTakesNoneHoweverFullItIs() {
        RandomFeeder random = RandomFeeder.of(BUSES, TRADES, FeederShape.RADIAL, 1);
        FeederGraph graph = new FeederGraph(random.feeder());
        assertThat(graph.coreSize()).isEqualTo(1);
        assertThat(route(random, graph).searches()).isZero();
    }

    @Test
    void whileNothingIsFullEveryBusTakesOneAndTheNextPeriodNone() {
        RandomFeeder random = RandomFeeder.of(BUSES / 2, TRADES, FeederShape.AMPLE, 1);
        FeederGraph graph = new FeederGraph(random.feeder());
        assertThat(graph.coreSize()).isGreaterThan(BUSES / 3);
        TreeSet<String> targets = new TreeSet<>();
        random.trades().forEach(trade -> targets.add(trade.to()));
        assertThat(route(random, graph).searches()).isPositive().isLessThanOrEqualTo(targets.size());
        assertThat(route(random, graph).searches()).as("second period").isZero();
    }

    @Test
    void ofMoreTreesThanFitSomeAreMadeAgain() {
        RandomFeeder random = RandomFeeder.of(BUSES / 10, TRADES, FeederShape.AMPLE, 1);
        FeederGraph graph = new FeederGraph(random.feeder(), BUSES / 10 * 5);
        assertThat(route(random, graph).searches()).isBetween((long) TRADES / 2, (long) TRADES);
    }

    @Test
    void whereLinesFillUpATradeTakesTwoForEachOfItsPathsAtMost() {
        RandomFeeder random = RandomFeeder.of(BUSES, TRADES, FeederShape.TIES, 1);
        FeederGraph graph = new FeederGraph(random.feeder());
        Router router = new Router(graph, random.periodMs(), RoutingState.empty());
        int detours = 0;
        for (RandomFeeder.Trade trade : random.trades()) {
            long before = router.searches();
            TradeRoutes routes = router.route(trade.from(), trade.to(), trade.quantityWh());
            // one to make the tree of a bus that was never asked for, and the look for a path that was not found
            long most = 1 + 2L * (routes.paths().size() + 1);
            assertThat(router.searches() - before).as("%s, %s", random, trade).isLessThanOrEqualTo(most);
            detours += router.searches() - before > 1 ? 1 : 0;
        }
        assertThat(detours).isPositive();
    }
}
