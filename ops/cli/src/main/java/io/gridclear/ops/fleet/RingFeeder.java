package io.gridclear.ops.fleet;

import io.gridclear.market.routing.Feeder;
import io.gridclear.meter.emulator.FleetPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Feeders by formula: buses in a ring, as a town's medium voltage is built, so that there are two ways between any two of them.
 * The lines are sized for the fleet: one carries a share of what its area may trade at most, and now and then something finds
 * no way.
 */
final class RingFeeder {

    private static final int METERS_A_BUS = 3;

    /** More buses than this show nothing new. */
    private static final int MOST_BUSES = 32;

    /** A day is looked at: sizing must not take longer than planning. */
    private static final int PERIODS_LOOKED_AT = 24;

    /** A line carries one in so many of the Wh that an area may trade. */
    private static final int SHARE_OF_TRADE = 4;

    private static final int LEAST_WEIGHT = 500;
    private static final int WEIGHT_STEP = 150;
    private static final long MS_PER_HOUR = 3_600_000;

    private RingFeeder() {}

    /** The feeder of an area. */
    static Feeder of(FleetPlan plan, int area) {
        int buses = buses(plan, area);
        long capacityW = capacityW(plan, area);
        List<String> ids = IntStream.range(0, buses).mapToObj(RingFeeder::bus).toList();
        List<Feeder.Line> lines = new ArrayList<>();
        // of two buses, one line closes the ring already
        for (int i = 0; i < (buses == 2 ? 1 : buses) && buses > 1; i++) {
            int weight = LEAST_WEIGHT + WEIGHT_STEP * (i * 7 % 5);
            lines.add(Feeder.Line.between(
                    String.format(Locale.ROOT, "line-%02d", i + 1),
                    ids.get(i),
                    ids.get((i + 1) % buses),
                    weight,
                    capacityW,
                    capacityW));
        }
        return new Feeder(ids, lines);
    }

    /** The bus that a usage point hangs at. */
    static String busOf(FleetPlan plan, int point) {
        return bus(point / plan.settings().areas() % buses(plan, plan.areaOf(point)));
    }

    private static String bus(int bus) {
        return String.format(Locale.ROOT, "bus-%02d", bus + 1);
    }

    private static int buses(FleetPlan plan, int area) {
        int areas = plan.settings().areas();
        int meters = (plan.meters() - area + areas - 1) / areas;
        return Math.max(1, Math.min(MOST_BUSES, meters / METERS_A_BUS));
    }

    private static long capacityW(FleetPlan plan, int area) {
        long mostWh = 0;
        for (int period = 0; period < Math.min(plan.periods(), PERIODS_LOOKED_AT); period++) {
            long sellWh = 0;
            long buyWh = 0;
            for (int point = area;
                    point < plan.meters();
                    point += plan.settings().areas()) {
                long netWh = plan.forecastNetWh(point, period);
                sellWh += Math.max(0, netWh);
                buyWh += Math.max(0, -netWh);
            }
            mostWh = Math.max(mostWh, Math.min(sellWh, buyWh));
        }
        long periodMs = plan.settings().timing().periodMs();
        long carriedWh = mostWh / SHARE_OF_TRADE + 1;
        return Math.min(Feeder.MAX_CAPACITY_W, carriedWh * MS_PER_HOUR / periodMs + 1);
    }
}
