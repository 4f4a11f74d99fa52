package io.gridclear.market.routing;

import io.gridclear.market.auction.InvariantViolation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Linear flow check of what a router decided, without a router: adds up what the routes of all trades lay on every line,
 * each way by itself, and stops at the first trade whose routes are not such that its energy can flow. It knows ids and
 * the feeder, and no search. O(lines of the paths) a trade. Single-threaded.
 */
public final class FeasibilityCheck {

    private static final BigInteger MS_PER_HOUR = BigInteger.valueOf(3_600_000);

    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Feeder feeder;
    private final long[] limitsWh;
    private final long[] flowsWh;

    /**
     * A check that goes on from what lines carry already.
     *
     * @param periodMs length of the period of delivery, ms
     * @param flows {@link #flows()} of the trades before; empty before the first
     * @throws InvariantViolation if a line carries more than it can already
     */
    public FeasibilityCheck(Feeder feeder, long periodMs, List<LineFlow> flows) {
        this.feeder = feeder;
        limitsWh = new long[2 * feeder.lines().size()];
        flowsWh = new long[limitsWh.length];
        for (Feeder.Line line : feeder.lines()) {
            int place = lines.size();
            lines.put(line.id(), place);
            limitsWh[2 * place] = limitWh(line.capacityW(), periodMs);
            limitsWh[2 * place + 1] = limitWh(line.reverseCapacityW(), periodMs);
        }
        for (LineFlow flow : flows) {
            if (flow.line() >= lines.size()) {
                throw new InvariantViolation("a feeder of " + lines.size() + " lines has no " + flow);
            }
            add("before the first trade", flow.line(), flow.reverse(), flow.energyWh());
        }
    }

    private static long limitWh(long capacityW, long periodMs) {
        return BigInteger.valueOf(capacityW)
                .multiply(BigInteger.valueOf(periodMs))
                .divide(MS_PER_HOUR)
                .longValueExact();
    }

    /**
     * Adds the routes of a trade.
     *
     * @param sellerBus the bus that the trade's energy comes from
     * @param buyerBus the bus that it goes to
     * @param quantityWh energy of the trade, Wh
     * @throws InvariantViolation if paths and curtailed energy are not the trade's quantity, a path does not lead from
     *     seller to buyer over lines of the feeder, or a line would carry more than it can
     */
    public void add(String sellerBus, String buyerBus, long quantityWh, TradeRoutes routes) {
        String trade = "trade " + routes.sequence();
        if (!routes.fromBus().equals(sellerBus) || !routes.toBus().equals(buyerBus)) {
            throw new InvariantViolation(trade + " from bus " + sellerBus + " to bus " + buyerBus + " has routes from "
                    + routes.fromBus() + " to " + routes.toBus());
        }
        BigInteger sum = BigInteger.valueOf(routes.curtailedWh());
        for (Path path : routes.paths()) {
            sum = sum.add(BigInteger.valueOf(path.energyWh()));
        }
        if (routes.curtailedWh() < 0
                || routes.quantityWh() != quantityWh
                || !sum.equals(BigInteger.valueOf(quantityWh))) {
            throw new InvariantViolation(trade + " of " + quantityWh + " Wh has routes of " + routes.quantityWh()
                    + " Wh, whose paths and " + routes.curtailedWh() + " curtailed Wh are " + sum + " Wh");
        }
        for (Path path : routes.paths()) {
            add(trade, sellerBus, buyerBus, path);
        }
    }

    private void add(String trade, String sellerBus, String buyerBus, Path path) {
        List<String> buses = path.buses();
        String first = buses.get(0);
        String last = buses.get(buses.size() - 1);
        if (!first.equals(sellerBus) || !last.equals(buyerBus) || feeder.indexOfBus(first) < 0) {
            throw new InvariantViolation(trade + " from bus " + sellerBus + " to bus " + buyerBus
                    + " has a path from bus " + first + " to bus " + last);
        }
        if (new TreeSet<>(buses).size() != buses.size()) {
            throw new InvariantViolation(trade + " has a path that comes to a bus twice: " + buses);
        }
        for (int i = 0; i < path.lines().size(); i++) {
            String id = path.lines().get(i);
            Integer place = lines.get(id);
            if (place == null) {
                throw new InvariantViolation(trade + " has a path over line " + id + ", which the feeder has not");
            }
            Feeder.Line line = feeder.lines().get(place);
            boolean ahead = line.from().equals(buses.get(i)) && line.to().equals(buses.get(i + 1));
            boolean reverse = line.to().equals(buses.get(i)) && line.from().equals(buses.get(i + 1));
            if (!ahead && !reverse) {
                throw new InvariantViolation(trade + " has a path over line " + id + " from bus " + buses.get(i)
                        + " to bus " + buses.get(i + 1) + ", between which it does not lie");
            }
            add(trade, place, reverse, path.energyWh());
        }
    }

    private void add(String trade, int line, boolean reverse, long energyWh) {
        int direction = 2 * line + (reverse ? 1 : 0);
        if (energyWh > limitsWh[direction] - flowsWh[direction]) {
            throw new InvariantViolation(trade + " lays " + energyWh + " Wh on line "
                    + feeder.lines().get(line).id() + (reverse ? " in reverse" : "") + ", which carries "
                    + flowsWh[direction] + " of " + limitsWh[direction] + " Wh");
        }
        flowsWh[direction] += energyWh;
    }

    /** What the lines carry so far, only where it is more than nothing, in the order of {@link LineFlow#compareTo}. */
    public List<LineFlow> flows() {
        List<LineFlow> flows = new ArrayList<>();
        for (int direction = 0; direction < flowsWh.length; direction++) {
            if (flowsWh[direction] > 0) {
                flows.add(new LineFlow(direction >> 1, (direction & 1) == 1, flowsWh[direction]));
            }
        }
        return flows;
    }
}
