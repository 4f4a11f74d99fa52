package io.gridclear.ops.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.emulator.FleetPlan;
import io.gridclear.meter.emulator.FleetPlanSettings;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.UsagePoint;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EmulatedMarketTest {

    private static EmulatedMarket market(int areas, int meters) {
        return EmulatedMarket.of(
                FleetPlan.of(FleetPlanSettings.of(5, areas, meters, 3)), 9_000, ReferencePriceRule.MEAN);
    }

    @Test
    void everyAreaHasTermsThatTheKernelTakes() {
        for (MarketArea area : market(3, 40).areas()) {
            MarketTerms terms = TermsRecords.toTerms(area.getTerms());

            assertThat(terms.meteringGraceMs()).isEqualTo(9_000);
            assertThat(terms.hasFeeder()).isTrue();
            assertThat(area.getFeeder()).isEqualTo(area.getTerms().getFeeder());
            long charged = area.getTerms().getGridFee() + area.getTerms().getEnergyTax();
            assertThat(charged)
                    .as("less than the half of the band that a trade in its middle saves a buyer")
                    .isPositive()
                    .isLessThan((terms.retailTariff() - terms.feedInTariff()) / 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAreaMakesItsReferencePriceByTheRuleThatIsAskedFor(ReferencePriceRule rule) {
        FleetPlan plan = FleetPlan.of(FleetPlanSettings.of(5, 3, 40, 3));
        assertThat(EmulatedMarket.of(plan, 9_000, rule).areas())
                .extracting(area -> TermsRecords.toTerms(area.getTerms()).referencePriceRule())
                .containsExactly(rule, rule, rule);
    }

    @ParameterizedTest
    @CsvSource({
        // areas, meters, buses, lines, loops
        "1, 1, 1, 0, 0",
        "1, 5, 1, 0, 0",
        "1, 6, 2, 1, 0",
        "1, 9, 3, 3, 1",
        "1, 300, 32, 32, 1"
    })
    void aFeederIsARingOfItsMeters(int areas, int meters, int buses, int lines, int loops) {
        Feeder feeder = market(areas, meters).feeders().values().iterator().next();

        assertThat(feeder.buses()).hasSize(buses);
        assertThat(feeder.lines()).hasSize(lines);
        FeederGraph graph = new FeederGraph(feeder);
        assertThat(graph.loops()).isEqualTo(loops);
        assertThat(graph.parts()).isEqualTo(1);
    }

    @Test
    void everyMeterHangsAtABusOfItsAreasFeederWhichItsDigestNames() {
        EmulatedMarket market = market(3, 40);
        market.feeders()
                .forEach((digest, feeder) -> assertThat(HexFormat.of().formatHex(FeederCodec.digest(feeder)))
                        .isEqualTo(digest));
        for (UsagePoint point : market.points()) {
            MarketArea area = market.areas().stream()
                    .filter(one -> one.getAreaMrid().equals(point.getAreaMrid()))
                    .findFirst()
                    .orElseThrow();
            String digest = HexFormat.of().formatHex(area.getFeeder().array());

            assertThat(market.feeders().get(digest).indexOfBus(point.getBus())).isNotNegative();
            assertThat(market.feederSource().find(digest)).isNotNull();
        }
        assertThat(market.feederSource().find("another")).isNull();
    }
}
