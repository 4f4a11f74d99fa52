package io.gridclear.market.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.twin.FeederShape;
import io.gridclear.market.twin.RandomFeeder;
import io.gridclear.market.twin.SlowRouter;
import io.gridclear.market.twin.SlowRouter.Finder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The router against its slow twin and the feasibility check, on seeded feeders of every shape. */
class RouterTwinTest {

    private static final int FEEDERS_OF_A_SHAPE = 300;

    /** Room for two trees or so: what is forgotten has to be found again alike. */
    private static final int FEW_ENTRIES = 12;

    @ParameterizedTest
    @EnumSource
    void smallFeedersRouteAsEveryPathTells(FeederShape shape) {
        for (long seed = 0; seed < FEEDERS_OF_A_SHAPE; seed++) {
            compare(RandomFeeder.of((int) (1 + seed % 8), 25, shape, seed), Finder.EVERY_PATH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void feedersRouteAsBellmanAndFordTell(FeederShape shape) {
        for (long seed = 0; seed < 8; seed++) {
            compare(RandomFeeder.of(30 + (int) (seed * 7), 80, shape, seed), Finder.BELLMAN_FORD);
        }
    }

    private static void compare(RandomFeeder random, Finder finder) {
        SlowRouter twin = new SlowRouter(random.feeder(), random.periodMs(), finder);
        FeederGraph graph = new FeederGraph(random.feeder());
        Router router = new Router(graph, random.periodMs(), RoutingState.empty());
        FeederGraph forgetful = new FeederGraph(random.feeder(), FEW_ENTRIES);
        Router other = new Router(forgetful, random.periodMs(), RoutingState.empty(), FEW_ENTRIES);
        FeasibilityCheck check = new FeasibilityCheck(random.feeder(), random.periodMs(), List.of());
        for (RandomFeeder.Trade trade : random.trades()) {
            TradeRoutes expected = twin.route(trade.from(), trade.to(), trade.quantityWh());
            TradeRoutes routes = router.route(trade.from(), trade.to(), trade.quantityWh());
            assertThat(routes).as("%s", random).isEqualTo(expected);
            assertThat(other.route(trade.from(), trade.to(), trade.quantityWh()))
                    .as("with few trees, %s", random)
                    .isEqualTo(expected);
            check.add(trade.from(), trade.to(), trade.quantityWh(), routes);
        }
        assertThat(check.flows()).as("%s", random).isEqualTo(router.state().flows());
        assertThat(other.routesRoot()).as("%s", random).isEqualTo(router.routesRoot());
    }

    /** A second period of the same feeder goes by the trees of the first, and comes to what it would by itself. */
    @ParameterizedTest
    @EnumSource
    void aGraphMayBeSharedByPeriods(FeederShape shape) {
        RandomFeeder random = RandomFeeder.of(60, 200, shape, 4711);
        FeederGraph shared = new FeederGraph(random.feeder());
        for (long periodMs : new long[] {60_000, 900_000, 7_200_000}) {
            Router router = new Router(shared, periodMs, RoutingState.empty());
            Router alone = new Router(new FeederGraph(random.feeder()), periodMs, RoutingState.empty());
            for (RandomFeeder.Trade trade : random.trades()) {
                assertThat(router.route(trade.from(), trade.to(), trade.quantityWh()))
                        .as("%s, period %d ms", random, periodMs)
                        .isEqualTo(alone.route(trade.from(), trade.to(), trade.quantityWh()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnFromAnyTradeAsIfNothingWere(FeederShape shape) {
        for (long seed = 0; seed < 10; seed++) {
            RandomFeeder random = RandomFeeder.of(40, 80, shape, seed);
            Router router = new Router(new FeederGraph(random.feeder()), random.periodMs(), RoutingState.empty());
            FeasibilityCheck check = new FeasibilityCheck(random.feeder(), random.periodMs(), List.of());
            byte[] saved = RoutingState.empty().encode();
            FeederGraph graph = new FeederGraph(random.feeder());
            for (RandomFeeder.Trade trade : random.trades()) {
                Router restored = new Router(graph, random.periodMs(), RoutingState.decode(saved));
                TradeRoutes expected = router.route(trade.from(), trade.to(), trade.quantityWh());
                assertThat(restored.route(trade.from(), trade.to(), trade.quantityWh()))
                        .as("%s", random)
                        .isEqualTo(expected);
                assertThat(restored.routesRoot()).as("%s", random).isEqualTo(router.routesRoot());
                check = new FeasibilityCheck(random.feeder(), random.periodMs(), check.flows());
                check.add(trade.from(), trade.to(), trade.quantityWh(), expected);
                saved = restored.state().encode();
            }
            assertThat(saved).as("%s", random).isEqualTo(router.state().encode());
        }
    }

    /** Feeders on which nothing is split, curtailed or detoured would prove nothing. */
    @Test
    void theShapesReachEveryRule() {
        Map<FeederShape, Set<CurtailmentReason>> reasons = new EnumMap<>(FeederShape.class);
        Set<FeederShape> split = EnumSet.noneOf(FeederShape.class);
        Set<FeederShape> splitAndCurtailed = EnumSet.noneOf(FeederShape.class);
        for (FeederShape shape : FeederShape.values()) {
            Set<CurtailmentReason> seen = EnumSet.noneOf(CurtailmentReason.class);
            for (long seed = 0; seed < 12; seed++) {
                RandomFeeder random = RandomFeeder.of(30 + (int) (seed * 7), 120, shape, seed);
                for (TradeRoutes routes : route(random)) {
                    seen.add(routes.reason());
                    if (routes.paths().size() > 1) {
                        (routes.curtailedWh() > 0 ? splitAndCurtailed : split).add(shape);
                    }
                }
            }
            reasons.put(shape, seen);
        }
        for (FeederShape shape : FeederShape.values()) {
            assertThat(reasons.get(shape))
                    .as("%s", shape)
                    .contains(CurtailmentReason.NONE, CurtailmentReason.UNKNOWN_BUS)
                    .matches(seen -> seen.contains(CurtailmentReason.CAPACITY) == (shape != FeederShape.AMPLE))
                    .matches(seen -> seen.contains(CurtailmentReason.NO_PATH) == (shape == FeederShape.PARTS));
        }
        assertThat(reasons.get(FeederShape.EQUALS)).contains(CurtailmentReason.PATH_LIMIT);
        Set<FeederShape> oneWayOnly = EnumSet.of(FeederShape.RADIAL, FeederShape.PARTS, FeederShape.AMPLE);
        assertThat(split).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(oneWayOnly)));
        assertThat(splitAndCurtailed).isEqualTo(split);
    }

    private static List<TradeRoutes> route(RandomFeeder random) {
        Router router = new Router(new FeederGraph(random.feeder()), random.periodMs(), RoutingState.empty());
        List<TradeRoutes> all = new ArrayList<>();
        for (RandomFeeder.Trade trade : random.trades()) {
            all.add(router.route(trade.from(), trade.to(), trade.quantityWh()));
        }
        return all;
    }
}
