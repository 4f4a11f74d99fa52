package io.gridclear.market.routing;

import static io.gridclear.market.routing.FeederDraft.HOUR_MS;
import static io.gridclear.market.routing.FeederDraft.feeder;
import static io.gridclear.market.routing.FeederDraft.router;
import static io.gridclear.market.routing.FeederDraft.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RouterTest {

    /** Lines; trades "from to Wh" one after another; the routes of each. */
    private static Arguments routes(String name, List<String> lines, String... tradesAndRoutes) {
        return Arguments.of(name, lines, List.of(tradesAndRoutes));
    }

    static Stream<Arguments> cases() {
        List<String> chain = List.of("ab a b 1 10", "bc b c 1 10");
        List<String> ring = List.of("ab a b 2 10", "bc b c 2 10", "ad a d 1 10", "cd c d 3 10");
        List<String> detour = List.of("ac a c 1 4", "ab a b 2 9", "bc b c 2 9");
        List<String> twins = List.of("one a b 2 5", "two a b 2 7", "dear a b 3 9");
        return Stream.of(
                routes("radial", chain, "a c 3", "a-ab-b-bc-c 3"),
                routes("from both ends", chain, "a c 3", "a-ab-b-bc-c 3", "c a 4", "c-bc-b-ab-a 4"),
                routes("exactly enough", chain, "a c 10", "a-ab-b-bc-c 10"),
                routes("one short", chain, "a c 11", "a-ab-b-bc-c 10; 1 CAPACITY"),
                routes(
                        "the second finds what the first has left",
                        chain,
                        "a b 7",
                        "a-ab-b 7",
                        "a c 5",
                        "a-ab-b-bc-c 3; 2 CAPACITY",
                        "b c 5",
                        "b-bc-c 5",
                        "a c 1",
                        "1 CAPACITY"),
                routes(
                        "the other way is a capacity of its own, and nothing is netted",
                        chain,
                        "a c 10",
                        "a-ab-b-bc-c 10",
                        "c a 10",
                        "c-bc-b-ab-a 10",
                        "a c 1",
                        "1 CAPACITY",
                        "c a 1",
                        "1 CAPACITY"),
                routes(
                        "capacities differ by direction",
                        List.of("x a b 1 5 2"),
                        "a b 9",
                        "a-x-b 5; 4 CAPACITY",
                        "b a 9",
                        "b-x-a 2; 7 CAPACITY"),
                routes(
                        "buses in falling order keep their capacities",
                        List.of("x b a 1 5 2"),
                        "b a 9",
                        "b-x-a 5; 4 CAPACITY",
                        "a b 9",
                        "a-x-b 2; 7 CAPACITY"),
                routes("a line of no capacity", List.of("x a b 1 0 2"), "a b 1", "1 CAPACITY", "b a 1", "b-x-a 1"),
                routes("one bus", chain, "b b 7", "b 7"),
                routes("one bus needs no capacity", List.of("x a b 1 0"), "a a 99", "a 99"),
                routes("meshed: least resistance, not fewest lines", detour, "a c 4", "a-ac-c 4"),
                routes("a tie goes to the smallest next bus", ring, "a c 3", "a-ab-b-bc-c 3", "c a 3", "c-bc-b-ab-a 3"),
                routes(
                        "ties: sequences are compared bus by bus, not by length",
                        List.of("ab a b 1 9", "bd b d 1 9", "de d e 2 9", "ac a c 1 9", "ce c e 3 9"),
                        "a e 1",
                        "a-ab-b-bd-d-de-e 1"),
                routes(
                        "ids are texts: 10 comes before 9",
                        List.of("p a 9 1 9", "q 9 z 1 9", "r a 10 1 9", "s 10 z 1 9"),
                        "a z 1",
                        "a-r-10-s-z 1"),
                routes(
                        "a path that carries all of it goes before a better one that does not",
                        detour,
                        "a c 5",
                        "a-ab-b-bc-c 5",
                        "a c 5",
                        "a-ac-c 4; a-ab-b-bc-c 1"),
                routes("split, best first", detour, "a c 12", "a-ac-c 4; a-ab-b-bc-c 8"),
                routes("split and curtailed", detour, "a c 20", "a-ac-c 4; a-ab-b-bc-c 9; 7 CAPACITY"),
                routes(
                        "the rest of a split looks for a path that carries all of the rest",
                        List.of("x a b 1 5", "y a b 2 1", "z a b 3 4"),
                        "a b 9",
                        "a-x-b 5; a-z-b 4"),
                routes(
                        "parallel lines: less resistance, then the smaller id",
                        twins,
                        "a b 4",
                        "a-one-b 4",
                        "a b 4",
                        "a-two-b 4",
                        "a b 4",
                        "a-dear-b 4",
                        "a b 9",
                        "a-one-b 1; a-two-b 3; a-dear-b 5"),
                routes(
                        "parallel lines on the way: one path has one of them",
                        List.of("one a b 2 5", "two a b 2 7", "bc b c 1 20"),
                        "a c 10",
                        "a-one-b-bc-c 5; a-two-b-bc-c 5"),
                routes("unconnected", List.of("x a b 1 5", "y c d 1 5"), "a c 1", "1 NO_PATH", "a b 1", "a-x-b 1"),
                routes("a bus without lines", List.of("x a b 1 5", "z"), "a z 1", "1 NO_PATH", "z z 1", "z 1"),
                routes(
                        "an unknown bus",
                        chain,
                        "a nowhere 2",
                        "2 UNKNOWN_BUS",
                        "nowhere a 2",
                        "2 UNKNOWN_BUS",
                        "nowhere nowhere 2",
                        "2 UNKNOWN_BUS"),
                routes(
                        "greedy: an earlier trade is not moved for a later one",
                        List.of("ab a b 1 5 0", "bd b d 1 5", "ac a c 9 5", "cd c d 9 5", "eb e b 1 5"),
                        "a d 5",
                        "a-ab-b-bd-d 5",
                        "e d 5",
                        "5 CAPACITY"),
                routes(
                        "a spur narrower than the loop behind it",
                        List.of("sa s a 1 6", "ab a b 1 4", "bc b c 1 4", "ac a c 3 9", "ct c t 1 9"),
                        "s t 8",
                        "s-sa-a-ab-b-bc-c-ct-t 4; s-sa-a-ac-c-ct-t 2; 2 CAPACITY"),
                routes(
                        "two spurs of one trunk meet before the core",
                        List.of("ab a b 1 9", "bc b c 1 9", "ca c a 1 9", "at a t 1 9", "tx t x 1 9", "ty t y 1 9"),
                        "x y 5",
                        "x-tx-t-ty-y 5",
                        "x b 4",
                        "x-tx-t-at-a-ab-b 4"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void takesTheseRoutes(String name, List<String> lines, List<String> tradesAndRoutes) {
        Feeder feeder = feeder(lines.toArray(new String[0]));
        Router router = router(feeder);
        FeasibilityCheck check = new FeasibilityCheck(feeder, HOUR_MS, List.of());
        for (int i = 0; i < tradesAndRoutes.size(); i += 2) {
            String[] trade = tradesAndRoutes.get(i).split(" ");
            long quantityWh = Long.parseLong(trade[2]);
            TradeRoutes routes = router.route(trade[0], trade[1], quantityWh);
            assertThat(text(routes)).as("%s: %s", name, tradesAndRoutes.get(i)).isEqualTo(tradesAndRoutes.get(i + 1));
            assertThat(routes.sequence()).isEqualTo(i / 2);
            check.add(trade[0], trade[1], quantityWh, routes);
        }
        assertThat(check.flows()).isEqualTo(router.state().flows());
    }

    @Test
    void anEmptyBusIsUnknown() {
        Router router = router(feeder("ab a b 1 10"));
        assertThat(text(router.route("", "b", 5))).isEqualTo("5 UNKNOWN_BUS");
        assertThat(text(router.route("a", "", 5))).isEqualTo("5 UNKNOWN_BUS");
        assertThat(text(router.route("", "", 5))).isEqualTo("5 UNKNOWN_BUS");
    }

    @ParameterizedTest(name = "{0} W for {1} ms carry {2} Wh")
    @CsvSource({
        "1000, 900000, 250",
        "1003, 900000, 250",
        "1004, 900000, 251",
        "1, 3599999, 0",
        "1, 3600000, 1",
        "1000000000000, 31622400000, 8784000000000000",
        "999999999999, 31622399999, 8783999999713438",
    })
    void aLineCarriesItsCapacityForThePeriodRoundedDown(long capacityW, long periodMs, long energyWh) {
        Feeder feeder = new Feeder(List.of("a", "b"), List.of(new Feeder.Line("x", "a", "b", 1, capacityW, capacityW)));
        Router router = new Router(new FeederGraph(feeder), periodMs, RoutingState.empty());
        TradeRoutes routes = router.route("a", "b", Long.MAX_VALUE);
        assertThat(routes.routedWh()).isEqualTo(energyWh);
        assertThat(routes.curtailedWh()).isEqualTo(Long.MAX_VALUE - energyWh);
        new FeasibilityCheck(feeder, periodMs, List.of()).add("a", "b", Long.MAX_VALUE, routes);
    }

    @Test
    void refusesPeriodsThatItCannotCountAndTradesOfNothing() {
        FeederGraph graph = new FeederGraph(feeder("ab a b 1 10"));
        RoutingState empty = RoutingState.empty();
        assertThatThrownBy(() -> new Router(graph, 0, empty)).hasMessage("a period has 1 to 31622400000 ms, not 0");
        assertThatThrownBy(() -> new Router(graph, Router.MAX_PERIOD_MS + 1, empty))
                .isInstanceOf(IllegalArgumentException.class);
        Router router = new Router(graph, Router.MAX_PERIOD_MS, empty);
        assertThatThrownBy(() -> router.route("a", "b", 0)).hasMessage("a trade of 0 Wh has no routes");
        assertThat(router.trades()).isZero();
    }

    @Test
    void aTradeHasSixteenPathsAtMost() {
        String[] lines = IntStream.range(0, 17)
                .mapToObj(i -> "line-%02d a b 5 1".formatted(i))
                .toArray(String[]::new);
        Router router = router(feeder(lines));
        TradeRoutes sixteen = router.route("a", "b", 17);
        assertThat(sixteen.paths()).hasSize(Router.MAX_PATHS);
        assertThat(sixteen.curtailedWh()).isEqualTo(1);
        assertThat(sixteen.reason()).isEqualTo(CurtailmentReason.PATH_LIMIT);
        assertThat(text(router.route("a", "b", 1))).isEqualTo("a-line-16-b 1");
        assertThat(text(router(feeder(lines)).route("a", "b", 16))).doesNotContain("PATH_LIMIT");
    }

    @Test
    void thePathsOfATradeHaveSoManyLinesAtMost() {
        List<String> lines = new ArrayList<>();
        int half = Router.MAX_PATH_LINES / 2;
        for (int i = 0; i < half; i++) {
            lines.add("u%d %05d %05d 1 5".formatted(i, i, i + 1));
            lines.add("w%d %05d %05d 1 5".formatted(i, i, i + 1));
        }
        lines.add("end %05d %05d 1 10".formatted(half, half + 1));
        Feeder feeder = feeder(lines.toArray(new String[0]));
        String last = "%05d".formatted(half);
        String beyond = "%05d".formatted(half + 1);
        TradeRoutes enough = router(feeder).route("00000", last, 10);
        assertThat(enough.paths()).hasSize(2);
        assertThat(enough.reason()).isEqualTo(CurtailmentReason.NONE);
        TradeRoutes tooLong = router(feeder).route("00000", beyond, 10);
        assertThat(tooLong.paths()).hasSize(1);
        assertThat(tooLong.curtailedWh()).isEqualTo(5);
        assertThat(tooLong.reason()).isEqualTo(CurtailmentReason.PATH_LIMIT);
    }

    @Test
    void theRoutesRootIsThatOfOneLeafATrade() {
        Feeder feeder = feeder("ac a c 1 4", "ab a b 2 9", "bc b c 2 9");
        Router router = router(feeder);
        assertThat(router.routesRoot()).isEqualTo(new Sha256().hash(new byte[0]));
        MerkleTree expected = new MerkleTree(new Sha256());
        CanonicalWriter writer = new CanonicalWriter();
        for (int i = 0; i < 5; i++) {
            TradeRoutes routes = router.route("a", "c", 3 + i);
            expected.add(MerkleTree.leafHash(routes.write(writer, FeederCodec.digest(feeder)), new Sha256()));
            assertThat(router.routesRoot()).isEqualTo(expected.root());
        }
    }

    /** The bytes in full: another implementation has to come to the same. */
    @Test
    void theBytesOfRoutes() {
        TradeRoutes routes = new TradeRoutes(
                3, "a", "c", 9, List.of(new Path(List.of("a", "b"), List.of("ab"), 2)), 7, CurtailmentReason.CAPACITY);
        byte[] digest = new byte[32];
        digest[31] = 9;
        byte[] expected = new CanonicalWriter()
                .start("gridclear.routes.v1")
                .raw(digest)
                .int64(3)
                .string("a")
                .string("c")
                .int64(9)
                .int32(1)
                .int64(2)
                .int32(1)
                .string("a")
                .string("ab")
                .string("b")
                .int64(7)
                .int8(3)
                .toBytes();
        assertThat(routes.write(new CanonicalWriter(), digest).toBytes()).isEqualTo(expected);
    }
}
