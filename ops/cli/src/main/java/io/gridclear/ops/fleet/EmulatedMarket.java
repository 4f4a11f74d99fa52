package io.gridclear.ops.fleet;

import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.emulator.FleetPlan;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.UsagePoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an operator publishes for an emulated fleet: its areas, each with a feeder, charges and times of delivery, and its usage
 * points, each at a bus of its area's feeder. A function of the plan.
 *
 * @param areas the areas
 * @param points the usage points
 * @param feeders the areas' feeders by digest, hexadecimal
 */
public record EmulatedMarket(List<MarketArea> areas, List<UsagePoint> points, SortedMap<String, Feeder> feeders) {

    /** What a buyer pays for the use of the lines, nano-currency per Wh: 0.8 cent a kWh. */
    private static final long GRID_FEE = 8_000;

    /** What a buyer pays as tax: 0.2 cent a kWh. With the fee, no more than half of what trading saves him. */
    private static final long ENERGY_TAX = 2_000;

    /** By how much energy that was contracted and not delivered is dearer than the tariff: 2 cents a kWh. */
    private static final long IMBALANCE_SPREAD = 20_000;

    public EmulatedMarket {
        areas = List.copyOf(areas);
        points = List.copyOf(points);
        feeders = Collections.unmodifiableSortedMap(feeders);
    }

    /**
     * The market of a plan.
     *
     * @param meteringGraceMs how long after delivery METERED waits for readings, ms, &gt;= 0
     * @param reference how Pa is made in all areas
     */
    public static EmulatedMarket of(FleetPlan plan, long meteringGraceMs, ReferencePriceRule reference) {
        SortedMap<String, Feeder> feeders = new TreeMap<>();
        List<MarketArea> areas = new ArrayList<>(plan.areas());
        for (int area = 0; area < areas.size(); area++) {
            Feeder feeder = RingFeeder.of(plan, area);
            byte[] digest = FeederCodec.digest(feeder);
            feeders.put(HexFormat.of().formatHex(digest), feeder);
            configure(areas.get(area), digest, meteringGraceMs, reference);
        }
        List<UsagePoint> points = plan.points();
        for (int point = 0; point < points.size(); point++) {
            points.get(point).setBus(RingFeeder.busOf(plan, point));
        }
        return new EmulatedMarket(areas, points, feeders);
    }

    private static void configure(MarketArea area, byte[] digest, long meteringGraceMs, ReferencePriceRule reference) {
        PeriodTerms terms = area.getTerms();
        terms.setReferencePriceRule(TermsRecords.toRecord(reference));
        terms.setGridFee(GRID_FEE);
        terms.setEnergyTax(ENERGY_TAX);
        terms.setImbalanceSpread(IMBALANCE_SPREAD);
        terms.setMeteringGraceMs(meteringGraceMs);
        terms.setFeeder(ByteBuffer.wrap(digest));
        area.setFeeder(ByteBuffer.wrap(digest));
    }

    /** The feeders, for whoever replays the book. */
    public FeederSource feederSource() {
        Map<String, FeederGraph> graphs = feeders.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new FeederGraph(entry.getValue())));
        return graphs::get;
    }
}
