package io.gridclear.market.routing;

import static io.gridclear.market.routing.FeederDraft.HOUR_MS;
import static io.gridclear.market.routing.FeederDraft.feeder;
import static io.gridclear.market.routing.FeederDraft.router;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.auction.InvariantViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Routes that were damaged on their way, one field at a time. */
class FeasibilityCheckTest {

    private static final Feeder FEEDER = feeder("ab a b 1 10 4", "bc b c 1 10 4", "ac a c 9 2", "cd c d 1 99", "z");

    private static FeasibilityCheck check() {
        return new FeasibilityCheck(FEEDER, HOUR_MS, List.of());
    }

    private static Path path(long energyWh, String... busesAndLines) {
        List<String> buses = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < busesAndLines.length; i++) {
            (i % 2 == 0 ? buses : lines).add(busesAndLines[i]);
        }
        return new Path(buses, lines, energyWh);
    }

    private static TradeRoutes of(long quantityWh, long curtailedWh, Path... paths) {
        return new TradeRoutes(
                7,
                "a",
                "c",
                quantityWh,
                List.of(paths),
                curtailedWh,
                curtailedWh == 0 ? CurtailmentReason.NONE : CurtailmentReason.CAPACITY);
    }

    private static final Path DIRECT = path(2, "a", "ac", "c");
    private static final Path DETOUR = path(8, "a", "ab", "b", "bc", "c");

    @Test
    void whatTheRouterDecidesHolds() {
        TradeRoutes routes = router(FEEDER).route("a", "c", 15);
        FeasibilityCheck check = check();
        check.add("a", "c", 15, routes);
        assertThat(check.flows())
                .containsExactly(new LineFlow(0, false, 10), new LineFlow(1, false, 2), new LineFlow(2, false, 10));
        assertThat(routes.curtailedWh()).isEqualTo(3);
    }

    @Test
    void curtailingMoreThanIsNeededIsNotForThisCheckToFind() {
        check().add("a", "c", 10, of(10, 10));
        check().add("a", "c", 10, of(10, 0, DIRECT, DETOUR));
    }

    private static Arguments damaged(String says, TradeRoutes routes) {
        return Arguments.of(says, routes);
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damaged("are 9 Wh", of(10, 0, DIRECT, path(7, "a", "ab", "b", "bc", "c"))),
                damaged("are 11 Wh", of(10, 1, DIRECT, DETOUR)),
                damaged("has routes of 11 Wh", of(11, 1, DIRECT, DETOUR)),
                damaged(
                        "and -5 curtailed Wh",
                        of(10, -5, path(7, "a", "ab", "b", "bc", "c"), path(8, "a", "ab", "b", "bc", "c"))),
                damaged(
                        "are 18446744073709551615 Wh",
                        of(10, Long.MAX_VALUE, DIRECT, path(Long.MAX_VALUE - 1, "a", "ab", "b", "bc", "c"))),
                damaged("has a path from bus a to bus b", of(10, 0, path(10, "a", "ab", "b"))),
                damaged("has a path from bus b to bus c", of(10, 0, path(10, "b", "bc", "c"))),
                damaged("has a path from bus a to bus a", of(10, 0, path(10, "a"))),
                damaged("over line nope, which the feeder has not", of(10, 0, path(10, "a", "nope", "c"))),
                damaged(
                        "over line ac from bus a to bus b, between which it does not lie",
                        of(10, 0, path(10, "a", "ac", "b", "bc", "c"))),
                damaged(
                        "over line bc from bus a to bus c, between which it does not lie",
                        of(10, 0, path(10, "a", "bc", "c"))),
                damaged("over line ab from bus a to bus z", of(10, 0, path(10, "a", "ab", "z", "bc", "c"))),
                damaged(
                        "has a path that comes to a bus twice: [a, b, a, c]",
                        of(10, 0, path(2, "a", "ab", "b", "ab", "a", "ac", "c"), DETOUR)),
                damaged("lays 3 Wh on line ac, which carries 0 of 2 Wh", of(3, 0, path(3, "a", "ac", "c"))),
                damaged("lays 1 Wh on line ac, which carries 2 of 2 Wh", of(10, 7, DIRECT, path(1, "a", "ac", "c"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void refusesDamagedRoutes(String says, TradeRoutes routes) {
        long quantityWh = says.startsWith("lays 3") ? 3 : 10;
        assertThatThrownBy(() -> check().add("a", "c", quantityWh, routes))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("trade 7 ")
                .hasMessageContaining(says);
    }

    @Test
    void refusesRoutesOfOtherBuses() {
        TradeRoutes routes = of(10, 0, DIRECT, DETOUR);
        for (String[] buses : List.of(new String[] {"a", "d"}, new String[] {"b", "c"}, new String[] {"c", "a"})) {
            assertThatThrownBy(() -> check().add(buses[0], buses[1], 10, routes))
                    .isInstanceOf(InvariantViolation.class)
                    .hasMessageContaining(
                            "trade 7 from bus " + buses[0] + " to bus " + buses[1] + " has routes from a to c");
        }
    }

    @Test
    void aPathAtABusThatTheFeederHasNotIsRefused() {
        TradeRoutes routes = new TradeRoutes(7, "q", "q", 1, List.of(path(1, "q")), 0, CurtailmentReason.NONE);
        assertThatThrownBy(() -> check().add("q", "q", 1, routes)).isInstanceOf(InvariantViolation.class);
    }

    /** Each trade by itself fits; together they do not. */
    @Test
    void addsUpOverTradesAndOverAPause() {
        TradeRoutes there = of(8, 0, DETOUR);
        FeasibilityCheck check = check();
        check.add("a", "c", 8, there);
        FeasibilityCheck restored = new FeasibilityCheck(FEEDER, HOUR_MS, check.flows());
        for (FeasibilityCheck one : List.of(check, restored)) {
            assertThatThrownBy(() -> one.add("a", "c", 8, there))
                    .isInstanceOf(InvariantViolation.class)
                    .hasMessageContaining("lays 8 Wh on line ab, which carries 8 of 10 Wh");
        }
    }

    /** Both ways are limited apart: 8 Wh one way make no room for more than 4 the other. */
    @Test
    void doesNotNetTheTwoDirections() {
        FeasibilityCheck check = check();
        check.add("a", "c", 8, of(8, 0, DETOUR));
        TradeRoutes back = new TradeRoutes(8, "b", "a", 5, List.of(path(5, "b", "ab", "a")), 0, CurtailmentReason.NONE);
        assertThatThrownBy(() -> check.add("b", "a", 5, back))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("lays 5 Wh on line ab in reverse, which carries 0 of 4 Wh");
    }

    @Test
    void refusesFlowsThatCannotHaveBeen() {
        assertThatThrownBy(() -> new FeasibilityCheck(FEEDER, HOUR_MS, List.of(new LineFlow(0, true, 5))))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("before the first trade lays 5 Wh on line ab in reverse");
        assertThatThrownBy(() -> new FeasibilityCheck(FEEDER, HOUR_MS, List.of(new LineFlow(4, true, 5))))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("a feeder of 4 lines has no LineFlow[line=4");
    }
}
