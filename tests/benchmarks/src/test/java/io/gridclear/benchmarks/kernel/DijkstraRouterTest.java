package io.gridclear.benchmarks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.routing.FeasibilityCheck;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.Router;
import io.gridclear.market.routing.RoutingState;
import io.gridclear.market.routing.TradeRoutes;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two programs that are timed against each other must do the same work. */
class DijkstraRouterTest {

    @ParameterizedTest(name = "{0} buses, {1}, seed {2}")
    @CsvSource({"33, AMPLE, 1", "33, SCARCE, 2", "33, SCARCE, 3", "3000, AMPLE, 4", "3000, SCARCE, 5"})
    void findsTheRoutesThatTheKernelFinds(int buses, TownFeeder.Capacity capacity, long seed) {
        TownFeeder town = TownFeeder.of(buses, 10_000, capacity, seed);
        FeederGraph graph = new FeederGraph(town.feeder());
        assertThat(graph.parts()).isEqualTo(1);
        assertThat(graph.loops()).isEqualTo(Math.max(5, buses / 100));
        Router kernel = new Router(graph, TownFeeder.PERIOD_MS, RoutingState.empty());
        DijkstraRouter baseline = new DijkstraRouter(town.feeder());
        FeasibilityCheck check = new FeasibilityCheck(town.feeder(), TownFeeder.PERIOD_MS, List.of());
        long askedWh = 0;
        long curtailedWh = 0;
        int split = 0;
        for (TownFeeder.Transfer trade : town.trades()) {
            TradeRoutes routes = kernel.route(trade.from(), trade.to(), trade.quantityWh());
            assertThat(baseline.route(trade)).isEqualTo(routes);
            check.add(trade.from(), trade.to(), trade.quantityWh(), routes);
            askedWh += trade.quantityWh();
            curtailedWh += routes.curtailedWh();
            split += routes.paths().size() > 1 ? 1 : 0;
        }
        assertThat(baseline.routesRoot()).isEqualTo(kernel.routesRoot());
        assertThat(check.flows()).isEqualTo(kernel.state().flows());
        if (capacity == TownFeeder.Capacity.AMPLE) {
            assertThat(curtailedWh + split).isZero();
        } else {
            assertThat(curtailedWh).isBetween(askedWh / 50, askedWh / 10 * 9);
            assertThat(split).isPositive();
        }
    }
}
