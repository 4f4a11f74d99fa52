package io.gridclear.market.delivery;

import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.SettlementRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Re-executes METERED and CORRECTION runs of one period from its items and the runs' inputs alone. An object per item, as it
 * serves checks and not the live path. Single-threaded.
 */
public final class DeliveryReplay {

    /** The inputs are not those of a run that an honest application made. */
    public static final class InputViolation extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        InputViolation(String what, Throwable cause) {
            super(what, cause);
        }

        InputViolation(String what) {
            super(what);
        }
    }

    private final DeliveryTerms terms;
    private final List<PlacedTrade> trades = new ArrayList<>();
    private final List<PlacedResidual> residuals = new ArrayList<>();
    private final Map<PointKey, Contract> contracts = new TreeMap<>();
    private long sellWh;
    private long buyWh;

    /** A period without items yet. */
    public DeliveryReplay(DeliveryTerms terms) {
        this.terms = terms;
    }

    /** The period's next item: trades by sequence, then residuals as INITIAL had them. */
    public void item(ContractItem item) {
        if (item instanceof ContractItem.Traded traded) {
            PlacedTrade placed = PlacedTrade.after(
                    contract(PointKey.of(traded.sell())), contract(PointKey.of(traded.buy())), traded);
            trades.add(placed);
            add(PointKey.of(traded.sell()), Side.SELL, traded.routedWh(), traded.curtailedWh());
            add(PointKey.of(traded.buy()), Side.BUY, traded.routedWh(), traded.curtailedWh());
        } else if (item instanceof ContractItem.Residual residual) {
            PointKey point = PointKey.of(residual.order());
            residuals.add(PlacedResidual.after(contract(point), residual));
            add(point, residual.side(), 0, residual.quantityWh());
        }
    }

    private void add(PointKey point, Side side, long firmWh, long openWh) {
        contracts.put(point, contract(point).plus(side, firmWh, openWh));
        if (side == Side.SELL) {
            sellWh = Math.addExact(sellWh, firmWh + openWh);
        } else {
            buyWh = Math.addExact(buyWh, firmWh + openWh);
        }
    }

    private Contract contract(PointKey point) {
        return contracts.getOrDefault(point, Contract.NONE);
    }

    /**
     * Makes a run.
     *
     * @param inputs of all usage points with items or readings, in their order
     * @param output where the lines go
     * @throws InputViolation if no run has these inputs; lines may have gone out before
     */
    public DeliveryOutcome run(SettlementRun run, List<RunInput> inputs, DeliveryJournal.Output output) {
        RunOpening opening = new RunOpening(terms, run, RunOpening.State.empty());
        Map<PointKey, PointRun> points = open(opening, inputs);
        DeliveryJournal journal = new DeliveryJournal(terms, run, DeliveryJournal.State.empty(), output);
        for (PlacedTrade trade : trades) {
            journal.trade(trade, sell(points, trade), buy(points, trade));
        }
        for (PlacedResidual residual : residuals) {
            journal.residual(residual, point(points, PointKey.of(residual.item().order())));
        }
        points.values().forEach(journal::point);
        List<Integer> vanished = journal.vanished();
        for (int i = vanished.size() - 1; i >= 0; i--) {
            int revision = vanished.get(i);
            for (PlacedTrade trade : trades) {
                journal.vanishedOf(revision, trade, sell(points, trade), buy(points, trade));
            }
            points.values().forEach(point -> journal.vanishedOf(revision, point));
        }
        return journal.finish(opening.state(), trades.size(), sellWh, buyWh);
    }

    private Map<PointKey, PointRun> open(RunOpening opening, List<RunInput> inputs) {
        Map<PointKey, PointRun> points = new LinkedHashMap<>();
        PointKey last = null;
        for (RunInput input : inputs) {
            if (last != null && last.compareTo(input.point()) >= 0) {
                throw new InputViolation(input.point() + " stands behind " + last);
            }
            last = input.point();
            try {
                points.put(last, opening.take(input, contract(last)));
            } catch (InvariantViolation | IllegalArgumentException | ArithmeticException e) {
                throw new InputViolation(String.valueOf(e.getMessage()), e);
            }
        }
        for (PointKey contracted : contracts.keySet()) {
            point(points, contracted);
        }
        return points;
    }

    private static PointRun sell(Map<PointKey, PointRun> points, PlacedTrade trade) {
        return point(points, PointKey.of(trade.item().sell()));
    }

    private static PointRun buy(Map<PointKey, PointRun> points, PlacedTrade trade) {
        return point(points, PointKey.of(trade.item().buy()));
    }

    private static PointRun point(Map<PointKey, PointRun> points, PointKey key) {
        PointRun point = points.get(key);
        if (point == null) {
            throw new InputViolation(key + " has items, but no input");
        }
        return point;
    }
}
