package io.gridclear.market.delivery;

import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.canonical.MerkleFrontier;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementRun;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Makes the lines of one METERED or CORRECTION run, with their hashes and the exact sums. Whoever makes the run, the live
 * application or a replay, calls for every trade by sequence, every residual in INITIAL's order, every usage point in the
 * order of the inputs; then, for each revision of {@link #vanished()} from the highest down, for every trade and every usage
 * point again. Stands in {@link State} between any two calls. Single-threaded.
 *
 * <p>Lines that vanish are those of imbalance alone: a trade is republished as it was, and an open item with what it got, if
 * only nothing. A run's vanished lines stand in the order of the run before, where those that had vanished already stood
 * last. So a line stands the later the longer ago it was last made, and among equals as it stood then: that order needs no
 * list of lines, only in which run each was last made, which the usage point's history tells.
 */
public final class DeliveryJournal {

    /** Where lines go, in sequence. */
    public interface Output {

        /**
         * A settlement line.
         *
         * @param lineId hash that names the line in every run, 32 bytes
         * @param settlementId hash that names it in this run, 32 bytes
         */
        void line(SettlementLine line, byte[] lineId, byte[] settlementId);
    }

    /**
     * All that a journal must remember to go on.
     *
     * @param figures counts and sums so far
     * @param pointContractedWh energy of the contracts of the usage points so far, Wh
     * @param vanishedDue lines found that this run does not make any more
     * @param vanishedIn revisions that they were last made in, ascending
     * @param lines lines so far
     * @param lineSubtrees {@link MerkleFrontier#subtrees()} of the lines
     */
    public record State(
            RunFigures figures,
            long pointContractedWh,
            long vanishedDue,
            List<Integer> vanishedIn,
            long lines,
            List<byte[]> lineSubtrees) {

        /** Nothing written yet. */
        public static State empty() {
            return new State(new RunFigures(), 0, 0, List.of(), 0, List.of());
        }
    }

    private final DeliveryTerms terms;
    private final SettlementRun run;
    private final RunFigures figures;
    private final RunLines lines;
    private final NavigableSet<Integer> vanishedIn;
    private final String grid;
    private long pointContractedWh;
    private long vanishedDue;

    /** A journal that goes on from a state. */
    public DeliveryJournal(DeliveryTerms terms, SettlementRun run, State state, Output output) {
        this.terms = terms;
        this.run = run;
        grid = terms.market().gridParticipant();
        figures = new RunFigures(state.figures().values());
        lines = new RunLines(terms, run, figures, state.lines(), state.lineSubtrees(), output);
        vanishedIn = new TreeSet<>(state.vanishedIn());
        pointContractedWh = state.pointContractedWh();
        vanishedDue = state.vanishedDue();
    }

    /** What must be remembered to go on from here. */
    public State state() {
        return new State(
                new RunFigures(figures.values()),
                pointContractedWh,
                vanishedDue,
                List.copyOf(vanishedIn),
                lines.tree().leaves(),
                lines.tree().subtrees());
    }

    /** Revisions that lines were last made in which this run does not make, ascending; whole after the last usage point. */
    public List<Integer> vanished() {
        return List.copyOf(vanishedIn);
    }

    /**
     * A trade: what it obliges to, republished, then what its curtailed part got, then what its firm part lacks.
     *
     * @param sell the seller's usage point in this run
     * @param buy the buyer's
     * @throws InvariantViolation if the trade is not the next one, or a usage point is not its own
     */
    public void trade(PlacedTrade trade, PointRun sell, PointRun buy) {
        ContractItem.Traded item = trade.item();
        if (item.sequence() != figures.get(RunFigure.TRADES)) {
            throw new InvariantViolation(
                    "trade " + item.sequence() + " is not the next, " + figures.get(RunFigure.TRADES) + where());
        }
        requireOwner(item.sell(), Side.SELL, sell);
        requireOwner(item.buy(), Side.BUY, buy);
        figures.add(RunFigure.TRADES, 1);
        if (item.routedWh() > 0) {
            republish(item);
        }
        for (Side side : Side.values()) {
            PointRun point = side == Side.SELL ? sell : buy;
            if (item.curtailedWh() > 0) {
                String reference = tradeId(item) + "/curtailed/" + name(side);
                open(
                        side,
                        item.order(side),
                        point,
                        trade.openWh(side, point.allocation()),
                        trade.openWh(side, point.allocationBefore()),
                        reference);
            }
            figures.add(contracted(side), item.quantityWh());
        }
        for (Side side : Side.values()) {
            PointRun point = side == Side.SELL ? sell : buy;
            long missingWh = trade.missingWh(side, point.allocation());
            figures.add(allocated(side), item.routedWh() - missingWh);
            figures.add(side == Side.SELL ? RunFigure.SELL_MISSING_WH : RunFigure.BUY_MISSING_WH, missingWh);
            shortfall(trade, side, point).publish(-1);
        }
    }

    /**
     * The lines of a trade that this run does not make and a revision was the last to make.
     *
     * @return how many
     */
    public int vanishedOf(int revision, PlacedTrade trade, PointRun sell, PointRun buy) {
        long before = figures.get(RunFigure.VANISHED_LINES);
        shortfall(trade, Side.SELL, sell).publish(revision);
        shortfall(trade, Side.BUY, buy).publish(revision);
        return (int) (figures.get(RunFigure.VANISHED_LINES) - before);
    }

    /**
     * A residual with what it got, if only nothing.
     *
     * @throws InvariantViolation if the usage point is not its own
     */
    public void residual(PlacedResidual residual, PointRun point) {
        ContractItem.Residual item = residual.item();
        requireOwner(item.order(), item.side(), point);
        figures.add(contracted(item.side()), item.quantityWh());
        open(
                item.side(),
                item.order(),
                point,
                residual.openWh(point.allocation()),
                residual.openWh(point.allocationBefore()),
                prefix() + "/residual/" + item.order().path());
    }

    /** A usage point with items or readings: what flowed beyond its items or against their direction. */
    public void point(PointRun point) {
        Side side = point.contract().side();
        Allocation allocation = point.allocation();
        figures.add(RunFigure.POINTS, 1);
        figures.add(RunFigure.ESTIMATED_POINTS, point.now().estimated() ? 1 : 0);
        figures.add(
                side == Side.SELL ? RunFigure.SELL_DELIVERED_WH : RunFigure.BUY_DELIVERED_WH,
                point.now().wh());
        pointContractedWh = Math.addExact(pointContractedWh, point.contract().contractedWh());
        figures.add(RunFigure.EXCESS_EXPORT_WH, excessExportWh(allocation));
        figures.add(RunFigure.EXCESS_IMPORT_WH, excessImportWh(allocation));
        excess(point, Direction.DEBIT).publish(-1);
        excess(point, Direction.CREDIT).publish(-1);
    }

    /**
     * The own lines of a usage point that this run does not make and a revision was the last to make.
     *
     * @return how many
     */
    public int vanishedOf(int revision, PointRun point) {
        long before = figures.get(RunFigure.VANISHED_LINES);
        excess(point, Direction.DEBIT).publish(revision);
        excess(point, Direction.CREDIT).publish(revision);
        return (int) (figures.get(RunFigure.VANISHED_LINES) - before);
    }

    /**
     * Closes the journal.
     *
     * @param opening the inputs that the run took up
     * @param trades trades of the clearing
     * @param sellWh energy of the clearing's sell orders, Wh
     * @param buyWh energy of its buy orders, Wh
     * @throws InvariantViolation if an item was left out or settled twice, energy was made or lost, a vanished line was not
     *     republished, or debits are not credits
     */
    public DeliveryOutcome finish(RunOpening.State opening, long trades, long sellWh, long buyWh) {
        require(figures.get(RunFigure.TRADES), trades, "trades");
        require(figures.get(RunFigure.SELL_CONTRACTED_WH), sellWh, "Wh of the sell orders");
        require(figures.get(RunFigure.BUY_CONTRACTED_WH), buyWh, "Wh of the buy orders");
        require(figures.get(RunFigure.POINTS), opening.inputs(), "usage points");
        require(pointContractedWh, Math.addExact(sellWh, buyWh), "Wh of the usage points' contracts");
        // what flowed is what items got and what went to or came from the grid besides
        long flowedWh = figures.get(RunFigure.SELL_DELIVERED_WH) - figures.get(RunFigure.BUY_DELIVERED_WH);
        long settledWh = figures.get(RunFigure.SELL_ALLOCATED_WH)
                - figures.get(RunFigure.BUY_ALLOCATED_WH)
                + figures.get(RunFigure.EXCESS_EXPORT_WH)
                - figures.get(RunFigure.EXCESS_IMPORT_WH);
        require(settledWh, flowedWh, "Wh of net export");
        require(figures.get(RunFigure.VANISHED_LINES), vanishedDue, "vanished lines");
        require(figures.get(RunFigure.DEBIT_NANO), figures.get(RunFigure.CREDIT_NANO), "debits as credits");
        return DeliveryOutcome.of(
                opening,
                new RunFigures(figures.values()),
                lines.tree().leaves(),
                lines.tree().root());
    }

    private void require(long found, long expected, String what) {
        if (found != expected) {
            throw new InvariantViolation(found + " " + what + ", not " + expected + where());
        }
    }

    private void requireOwner(OrderRef order, Side side, PointRun point) {
        if (!point.point().equals(PointKey.of(order)) || point.contract().side() != side) {
            throw new InvariantViolation(point + " is not the usage point of " + side + " " + order + where());
        }
    }

    /** The trade as INITIAL had it: it is firm. */
    private void republish(ContractItem.Traded item) {
        String reference = tradeId(item);
        long wh = item.routedWh();
        String buyer = item.buy().participant();
        lines.firm(item.sell(), buyer, item.buy(), ChargeType.ENERGY, Direction.CREDIT, wh, item.price(), reference);
        firmCharge(item, ChargeType.GRID_FEE, terms.market().gridFee(), grid, reference);
        firmCharge(
                item, ChargeType.TAX, terms.market().energyTax(), terms.market().taxParticipant(), reference);
    }

    private void firmCharge(
            ContractItem.Traded item, ChargeType charge, long price, String receiver, String reference) {
        if (price > 0) {
            OrderRef order = item.buy();
            lines.firm(order, receiver, order, charge, Direction.DEBIT, item.routedWh(), price, reference);
        }
    }

    private void open(Side side, OrderRef order, PointRun point, long wh, long whBefore, String reference) {
        boolean sells = side == Side.SELL;
        figures.add(sells ? RunFigure.GRID_SOLD_WH : RunFigure.GRID_BOUGHT_WH, wh);
        figures.add(allocated(side), wh);
        lines.withGrid(
                order,
                ChargeType.GRID_ENERGY,
                sells ? Direction.CREDIT : Direction.DEBIT,
                wh,
                whBefore,
                sells ? terms.market().feedInTariff() : terms.market().retailTariff(),
                reference,
                point.now().estimated());
    }

    private interface Energy {
        long of(Allocation allocation);
    }

    /** A place where a run has two lines of imbalance, a usage point's and the grid's, or has none. */
    private final class Imbalance {
        private final PointRun point;
        private final OrderRef order;
        private final Direction direction;
        private final String reference;
        private final Energy energy;

        Imbalance(PointRun point, OrderRef order, Direction direction, String reference, Energy energy) {
            this.point = point;
            this.order = order;
            this.direction = direction;
            this.reference = reference;
            this.energy = energy;
        }

        /** Publishes what the run makes here, or, where it makes nothing, what a revision was the last to make. */
        void publish(int vanishedRevision) {
            long wh = energy.of(point.allocation());
            if (wh > 0) {
                if (vanishedRevision < 0) {
                    write(wh);
                }
                return;
            }
            int lastMade = point.lastAboveZero(energy::of);
            if (lastMade < 0) {
                return;
            }
            if (vanishedRevision < 0) {
                vanishedIn.add(lastMade);
                vanishedDue += 2;
            } else if (lastMade == vanishedRevision) {
                figures.add(RunFigure.VANISHED_LINES, 2);
                write(0);
            }
        }

        private void write(long wh) {
            lines.withGrid(
                    order,
                    ChargeType.IMBALANCE,
                    direction,
                    wh,
                    energy.of(point.allocationBefore()),
                    direction == Direction.DEBIT ? terms.imbalanceBuyPrice() : terms.imbalanceSellPrice(),
                    reference,
                    point.now().estimated());
        }
    }

    /** Firm energy that a side did not deliver or take: bought from the grid by a seller, sold to it by a buyer. */
    private Imbalance shortfall(PlacedTrade trade, Side side, PointRun point) {
        return new Imbalance(
                point,
                trade.item().order(side),
                side == Side.SELL ? Direction.DEBIT : Direction.CREDIT,
                tradeId(trade.item()) + "/imbalance/" + name(side),
                allocation -> trade.missingWh(side, allocation));
    }

    /** Energy of a usage point that none of its items asked for: imported is bought, exported is sold. */
    private Imbalance excess(PointRun point, Direction direction) {
        PointKey key = point.point();
        boolean bought = direction == Direction.DEBIT;
        return new Imbalance(
                point,
                new OrderRef("", key.usagePoint(), key.participant()),
                direction,
                prefix() + "/imbalance/" + OrderRef.escaped(key.participant()) + "/"
                        + OrderRef.escaped(key.usagePoint()) + (bought ? "/import" : "/export"),
                bought ? DeliveryJournal::excessImportWh : DeliveryJournal::excessExportWh);
    }

    private static long excessExportWh(Allocation allocation) {
        return allocation.contract().side() == Side.SELL ? allocation.beyondWh() : allocation.againstWh();
    }

    private static long excessImportWh(Allocation allocation) {
        return allocation.contract().side() == Side.SELL ? allocation.againstWh() : allocation.beyondWh();
    }

    private static RunFigure contracted(Side side) {
        return side == Side.SELL ? RunFigure.SELL_CONTRACTED_WH : RunFigure.BUY_CONTRACTED_WH;
    }

    private static RunFigure allocated(Side side) {
        return side == Side.SELL ? RunFigure.SELL_ALLOCATED_WH : RunFigure.BUY_ALLOCATED_WH;
    }

    private static String name(Side side) {
        return side == Side.SELL ? "sell" : "buy";
    }

    private String prefix() {
        return terms.area() + "/" + terms.periodStart();
    }

    private String tradeId(ContractItem.Traded item) {
        return prefix() + "/" + item.sequence();
    }

    private String where() {
        return " (" + terms.area() + ", " + terms.periodStart() + ", " + run + ")";
    }
}
