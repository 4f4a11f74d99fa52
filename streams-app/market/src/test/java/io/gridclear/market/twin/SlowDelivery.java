package io.gridclear.market.twin;

import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Delivery by the book: every usage point has a list of items, its energy is poured into one after the other, and a run has
 * the lines of the run before beside it.
 */
public final class SlowDelivery {

    /** A line; energy and money unbounded. */
    public record Line(
            String participant,
            String counterparty,
            String usagePoint,
            String orderId,
            ChargeType charge,
            Direction direction,
            BigInteger wh,
            BigInteger price,
            String reference,
            boolean estimated,
            BigInteger deltaNano) {

        /** Signed amount. */
        public BigInteger balance() {
            BigInteger amount = wh.multiply(price);
            return direction == Direction.CREDIT ? amount : amount.negate();
        }

        List<Object> id() {
            return List.of(reference, participant, charge);
        }

        Line at(BigInteger energy, boolean isEstimated, BigInteger delta) {
            return new Line(
                    participant,
                    counterparty,
                    usagePoint,
                    orderId,
                    charge,
                    direction,
                    energy,
                    price,
                    reference,
                    isEstimated,
                    delta);
        }
    }

    /** One item of a usage point: a trade's firm or curtailed part, or a residual. */
    private record Part(ContractItem item, boolean firm, BigInteger wh) {}

    private final DeliveryTerms terms;
    private final List<ContractItem> items;
    private final List<Line> lines = new ArrayList<>();
    private final Map<PointKey, List<Part>> parts = new TreeMap<>();
    private final Map<PointKey, Side> sides = new HashMap<>();
    private final Map<PointKey, Map<Part, BigInteger>> served = new HashMap<>();
    private final Map<PointKey, Boolean> estimated = new HashMap<>();

    private SlowDelivery(DeliveryTerms terms, List<ContractItem> items) {
        this.terms = terms;
        this.items = items;
        // firm parts first, then curtailed ones, then residuals
        for (int round = 0; round < 3; round++) {
            for (ContractItem item : items) {
                if (item instanceof ContractItem.Traded traded && round < 2) {
                    long wh = round == 0 ? traded.routedWh() : traded.curtailedWh();
                    part(traded.sell(), Side.SELL, new Part(item, round == 0, BigInteger.valueOf(wh)));
                    part(traded.buy(), Side.BUY, new Part(item, round == 0, BigInteger.valueOf(wh)));
                } else if (item instanceof ContractItem.Residual residual && round == 2) {
                    part(
                            residual.order(),
                            residual.side(),
                            new Part(item, false, BigInteger.valueOf(residual.quantityWh())));
                }
            }
        }
    }

    private void part(OrderRef order, Side side, Part part) {
        parts.computeIfAbsent(PointKey.of(order), key -> new ArrayList<>()).add(part);
        sides.put(PointKey.of(order), side);
    }

    /** Lines of the INITIAL run. */
    public static List<Line> initial(DeliveryTerms terms, List<ContractItem> items) {
        SlowDelivery slow = new SlowDelivery(terms, items);
        slow.parts.forEach((point, list) -> {
            slow.served.put(point, new HashMap<>());
            list.forEach(part -> slow.served.get(point).put(part, part.wh()));
            slow.estimated.put(point, false);
        });
        slow.itemLines();
        return slow.lines.stream()
                .filter(line -> line.wh().signum() > 0)
                .map(line -> line.at(line.wh(), false, line.balance()))
                .toList();
    }

    /**
     * Lines of a run after the lines of another.
     *
     * @param energies of the usage points that have readings
     * @param before lines of the run before
     */
    public static List<Line> run(
            DeliveryTerms terms, List<ContractItem> items, Map<PointKey, MeteredEnergy> energies, List<Line> before) {
        SlowDelivery slow = new SlowDelivery(terms, items);
        for (PointKey point : energies.keySet()) {
            slow.parts.putIfAbsent(point, new ArrayList<>());
            slow.sides.putIfAbsent(point, Side.SELL);
        }
        slow.parts.forEach(
                (point, list) -> slow.pour(point, list, energies.getOrDefault(point, MeteredEnergy.MISSING)));
        slow.itemLines();
        slow.parts.keySet().forEach(slow::ownLines);
        return slow.after(before);
    }

    private void pour(PointKey point, List<Part> list, MeteredEnergy energy) {
        BigInteger contracted = list.stream().map(Part::wh).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger missingMs = BigInteger.valueOf(terms.market().periodMs() - energy.coveredMs());
        BigInteger metered = BigInteger.valueOf(energy.exportWh()).subtract(BigInteger.valueOf(energy.importWh()));
        BigInteger left = (sides.get(point) == Side.BUY ? metered.negate() : metered)
                .add(contracted
                        .multiply(missingMs)
                        .divide(BigInteger.valueOf(terms.market().periodMs())));
        estimated.put(point, energy.estimated() || missingMs.signum() > 0);
        Map<Part, BigInteger> got = new HashMap<>();
        for (Part part : list) {
            BigInteger wh = left.min(part.wh()).max(BigInteger.ZERO);
            left = left.subtract(wh);
            got.put(part, wh);
        }
        served.put(point, got);
        beyond.put(point, left);
    }

    /** What is left after all items; negative where it flowed the other way. */
    private final Map<PointKey, BigInteger> beyond = new HashMap<>();

    private void itemLines() {
        for (ContractItem item : items) {
            if (item instanceof ContractItem.Traded traded) {
                tradeLines(traded);
            } else if (item instanceof ContractItem.Residual residual) {
                String reference = prefix() + "/residual/" + residual.order().path();
                gridEnergy(residual.side(), residual.order(), item, residual.quantityWh(), reference);
            }
        }
    }

    private void tradeLines(ContractItem.Traded trade) {
        String id = prefix() + "/" + trade.sequence();
        BigInteger q = BigInteger.valueOf(trade.routedWh());
        String seller = trade.sell().participant();
        String buyer = trade.buy().participant();
        MarketTerms charges = terms.market();
        String grid = terms.market().gridParticipant();
        String taxes = charges.taxParticipant();
        if (q.signum() > 0) {
            line(seller, buyer, trade.sell(), ChargeType.ENERGY, Direction.CREDIT, q, trade.price(), id, false);
            line(buyer, seller, trade.buy(), ChargeType.ENERGY, Direction.DEBIT, q, trade.price(), id, false);
            if (charges.gridFee() > 0) {
                line(buyer, grid, trade.buy(), ChargeType.GRID_FEE, Direction.DEBIT, q, charges.gridFee(), id, false);
                line(grid, buyer, trade.buy(), ChargeType.GRID_FEE, Direction.CREDIT, q, charges.gridFee(), id, false);
            }
            if (charges.energyTax() > 0) {
                line(buyer, taxes, trade.buy(), ChargeType.TAX, Direction.DEBIT, q, charges.energyTax(), id, false);
                line(taxes, buyer, trade.buy(), ChargeType.TAX, Direction.CREDIT, q, charges.energyTax(), id, false);
            }
        }
        if (trade.curtailedWh() > 0) {
            gridEnergy(Side.SELL, trade.sell(), trade, trade.curtailedWh(), id + "/curtailed/sell");
            gridEnergy(Side.BUY, trade.buy(), trade, trade.curtailedWh(), id + "/curtailed/buy");
        }
        missing(Side.SELL, trade.sell(), new Part(trade, true, q), id + "/imbalance/sell");
        missing(Side.BUY, trade.buy(), new Part(trade, true, q), id + "/imbalance/buy");
    }

    private void missing(Side side, OrderRef order, Part part, String reference) {
        PointKey point = PointKey.of(order);
        BigInteger missing = part.wh().subtract(served.get(point).get(part));
        if (missing.signum() > 0) {
            imbalance(order, side == Side.SELL, missing, reference);
        }
    }

    private void ownLines(PointKey point) {
        BigInteger left = beyond.get(point);
        if (left.signum() == 0) {
            return;
        }
        boolean imported = (sides.get(point) == Side.BUY) == (left.signum() > 0);
        String reference = prefix() + "/imbalance/" + escaped(point.participant()) + "/" + escaped(point.usagePoint())
                + (imported ? "/import" : "/export");
        imbalance(new OrderRef("", point.usagePoint(), point.participant()), imported, left.abs(), reference);
    }

    private void gridEnergy(Side side, OrderRef order, ContractItem item, long wh, String reference) {
        BigInteger got = served.get(PointKey.of(order)).get(new Part(item, false, BigInteger.valueOf(wh)));
        long price = side == Side.SELL
                ? terms.market().feedInTariff()
                : terms.market().retailTariff();
        both(
                order,
                ChargeType.GRID_ENERGY,
                side == Side.SELL ? Direction.CREDIT : Direction.DEBIT,
                got,
                price,
                reference);
    }

    private void imbalance(OrderRef order, boolean bought, BigInteger wh, String reference) {
        long spread = terms.market().imbalanceSpread();
        long price =
                bought ? terms.market().retailTariff() + spread : terms.market().feedInTariff() - spread;
        both(order, ChargeType.IMBALANCE, bought ? Direction.DEBIT : Direction.CREDIT, wh, price, reference);
    }

    private void both(
            OrderRef order, ChargeType charge, Direction direction, BigInteger wh, long price, String reference) {
        String grid = terms.market().gridParticipant();
        boolean isEstimated = estimated.get(PointKey.of(order));
        Direction mirrored = direction == Direction.DEBIT ? Direction.CREDIT : Direction.DEBIT;
        line(order.participant(), grid, order, charge, direction, wh, price, reference, isEstimated);
        line(grid, order.participant(), order, charge, mirrored, wh, price, reference, isEstimated);
    }

    private void line(
            String participant,
            String counterparty,
            OrderRef order,
            ChargeType charge,
            Direction direction,
            BigInteger wh,
            long price,
            String reference,
            boolean isEstimated) {
        lines.add(new Line(
                participant,
                counterparty,
                order.usagePoint(),
                order.orderId(),
                charge,
                direction,
                wh,
                BigInteger.valueOf(price),
                reference,
                isEstimated,
                BigInteger.ZERO));
    }

    /** Changes against the run before, and behind all lines those of the run before that are no more. */
    private List<Line> after(List<Line> before) {
        Map<List<Object>, Line> gone = new LinkedHashMap<>();
        before.forEach(line -> gone.put(line.id(), line));
        List<Line> all = new ArrayList<>();
        for (Line line : lines) {
            Line old = gone.remove(line.id());
            BigInteger was = old == null ? BigInteger.ZERO : old.balance();
            all.add(line.at(line.wh(), line.estimated(), line.balance().subtract(was)));
        }
        for (Line line : gone.values()) {
            String owner = line.participant().equals(terms.market().gridParticipant())
                    ? line.counterparty()
                    : line.participant();
            all.add(line.at(
                    BigInteger.ZERO,
                    estimated.get(new PointKey(owner, line.usagePoint())),
                    line.balance().negate()));
        }
        return all;
    }

    private String prefix() {
        return terms.area() + "/" + terms.periodStart();
    }

    private static String escaped(String part) {
        return part.replace("%", "%25").replace("/", "%2F");
    }
}
