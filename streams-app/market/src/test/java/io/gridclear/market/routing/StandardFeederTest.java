package io.gridclear.market.routing;

import static io.gridclear.market.routing.FeederDraft.HOUR_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.golden.DataFolder;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The standard feeder of 33 buses (Baran and Wu 1989, DOI 10.1109/61.25627), from files beside the project. */
class StandardFeederTest {

    private static final long ONE_GW = 1_000_000_000;

    private static Map<String, Long> loadsW() throws IOException {
        Map<String, Long> loads = new LinkedHashMap<>();
        for (String[] row : rows("ieee33_baran_wu_buses.csv")) {
            loads.put(row[0], 1_000 * Long.parseLong(row[1]));
        }
        return loads;
    }

    private static Feeder feeder(boolean tiesClosed) throws IOException {
        List<Feeder.Line> lines = new ArrayList<>();
        for (String[] row : rows("ieee33_baran_wu_lines.csv")) {
            if (tiesClosed || row[4].equals("1")) {
                int weight = new BigDecimal(row[2]).movePointRight(4).intValueExact();
                lines.add(Feeder.Line.between(row[0] + "-" + row[1], row[0], row[1], weight, ONE_GW, ONE_GW));
            }
        }
        return new Feeder(List.copyOf(loadsW().keySet()), lines);
    }

    private static List<String[]> rows(String file) throws IOException {
        return DataFolder.read(file)
                .lines()
                .skip(1)
                .map(row -> row.split(",", -1))
                .toList();
    }

    private static long resistance(Feeder feeder, Path path) {
        return path.lines().stream()
                .mapToLong(id -> feeder.lines().stream()
                        .filter(line -> line.id().equals(id))
                        .findFirst()
                        .orElseThrow()
                        .weight())
                .sum();
    }

    @Test
    void radiallyTheWayFrom18To33Has13Point3953Ohm() throws IOException {
        Feeder feeder = feeder(false);
        FeederGraph graph = new FeederGraph(feeder);
        assertThat(feeder.lines()).hasSize(32);
        assertThat(graph.parts()).isEqualTo(1);
        assertThat(graph.loops()).isZero();
        TradeRoutes routes = new Router(graph, HOUR_MS, RoutingState.empty()).route("18", "33", 1_000);
        assertThat(routes.paths()).hasSize(1);
        Path path = routes.paths().get(0);
        assertThat(resistance(feeder, path)).isEqualTo(133_953);
        assertThat(path.buses())
                .containsExactly(
                        "18", "17", "16", "15", "14", "13", "12", "11", "10", "9", "8", "7", "6", "26", "27", "28",
                        "29", "30", "31", "32", "33");
    }

    @Test
    void withTheTiesClosedItHasHalfAnOhm() throws IOException {
        Feeder feeder = feeder(true);
        FeederGraph graph = new FeederGraph(feeder);
        assertThat(feeder.lines()).hasSize(37);
        assertThat(graph.parts()).isEqualTo(1);
        assertThat(graph.loops()).isEqualTo(5);
        TradeRoutes routes = new Router(graph, HOUR_MS, RoutingState.empty()).route("18", "33", 1_000);
        Path path = routes.paths().get(0);
        assertThat(path.buses()).containsExactly("18", "33");
        assertThat(resistance(feeder, path)).isEqualTo(5_000);
    }

    /** An hour of all loads, served from the substation: what is published as their sum flows over its line. */
    @Test
    void theLineOfTheSubstationCarriesTheSumOfAllLoads() throws IOException {
        Feeder feeder = feeder(false);
        Router router = new Router(new FeederGraph(feeder), HOUR_MS, RoutingState.empty());
        FeasibilityCheck check = new FeasibilityCheck(feeder, HOUR_MS, List.of());
        for (Map.Entry<String, Long> load : loadsW().entrySet()) {
            if (load.getValue() > 0) {
                TradeRoutes routes = router.route("1", load.getKey(), load.getValue());
                assertThat(routes.reason()).isEqualTo(CurtailmentReason.NONE);
                check.add("1", load.getKey(), load.getValue(), routes);
            }
        }
        List<String> ids = feeder.lines().stream().map(Feeder.Line::id).toList();
        Map<String, Long> carriedWh = new LinkedHashMap<>();
        for (LineFlow flow : check.flows()) {
            carriedWh.merge(ids.get(flow.line()), flow.energyWh(), Long::sum);
        }
        assertThat(carriedWh).containsEntry("1-2", 3_715_000L).containsEntry("17-18", 90_000L);
        assertThat(check.flows()).isEqualTo(router.state().flows());
    }
}
