package io.gridclear.market.clearing;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleFrontier;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.order.Side;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.Router;
import io.gridclear.market.routing.RoutingState;
import io.gridclear.market.routing.TradeRoutes;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.ConnectedOrder;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.Trade;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes up one clearing: makes trades of deals and settlement lines of trades and residuals, in sequence, and keeps the
 * totals and roots over them. It can be saved between any two calls and go on from there. Single-threaded.
 *
 * <p>Order of the lines: for every trade the seller's, then the buyer's; then for every residual the participant's, then
 * the grid's; residual sells in queue order first, then residual buys.
 */
public final class ClearingJournal {

    /** Where trades and lines go, in sequence. */
    public interface Output {

        /** A trade. */
        void trade(Trade trade);

        /**
         * A settlement line.
         *
         * @param lineId hash that names the line in every run, 32 bytes
         * @param settlementId hash that names it in this run, 32 bytes
         */
        void line(SettlementLine line, byte[] lineId, byte[] settlementId);

        /** The routes of a trade, between it and its lines; only where the area has a feeder. */
        default void routes(Trade trade, TradeRoutes routes) {}

        /** What a trade or residual obliges its usage points to, after its lines: the later runs are made of it. */
        default void item(ContractItem item) {}
    }

    /**
     * All that a journal must remember to go on.
     *
     * @param stage1 totals of stage 1
     * @param stage2 totals of stage 2
     * @param gridSoldWh residual energy sold to the grid so far, Wh
     * @param gridBoughtWh residual energy bought from the grid so far, Wh
     * @param curtailedTrades trades so far of which something found no path
     * @param curtailedWh energy so far that found no path, Wh
     * @param debitNano debits so far
     * @param creditNano credits so far
     * @param tradeSubtrees {@link MerkleFrontier#subtrees()} of the trades
     * @param lines lines so far
     * @param lineSubtrees {@link MerkleFrontier#subtrees()} of the lines
     * @param routing what the router must remember
     */
    public record State(
            DealTotals stage1,
            DealTotals stage2,
            long gridSoldWh,
            long gridBoughtWh,
            long curtailedTrades,
            long curtailedWh,
            long debitNano,
            long creditNano,
            List<byte[]> tradeSubtrees,
            long lines,
            List<byte[]> lineSubtrees,
            RoutingState routing) {

        /** Nothing written yet. */
        public static State empty() {
            return new State(
                    new DealTotals(),
                    new DealTotals(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    List.of(),
                    0,
                    List.of(),
                    RoutingState.empty());
        }
    }

    private final String area;
    private final long periodStart;
    private final MarketTerms terms;
    private final SettlementPeriod period;
    private final Output output;
    private final Sha256 sha256 = new Sha256();
    private final CanonicalWriter writer = new CanonicalWriter();
    private final DealTotals stage1;
    private final DealTotals stage2;
    private final MerkleFrontier trades;
    private final MerkleFrontier lines;
    private final @Nullable Router router;
    private long gridSoldWh;
    private long gridBoughtWh;
    private long curtailedTrades;
    private long curtailedWh;
    private long debitNano;
    private long creditNano;

    /** A journal of an area without a feeder that goes on from a state. */
    public ClearingJournal(String area, long periodStart, MarketTerms terms, State state, Output output) {
        this(area, periodStart, terms, null, state, output);
    }

    /**
     * A journal that goes on from a state.
     *
     * @param feeder the feeder that the terms name; null if and only if they name none
     * @throws IllegalArgumentException if it is another one
     */
    public ClearingJournal(
            String area,
            long periodStart,
            MarketTerms terms,
            @Nullable FeederGraph feeder,
            State state,
            Output output) {
        if (!terms.feeder().equals(feeder == null ? "" : SettlementLine.hex(feeder.digest()))) {
            throw new IllegalArgumentException("the terms of " + area + ", period " + periodStart + " name the feeder '"
                    + terms.feeder() + "', another is given");
        }
        this.area = area;
        this.periodStart = periodStart;
        this.terms = terms;
        period = SettlementPeriod.of(area, periodStart, terms);
        this.output = output;
        stage1 = new DealTotals();
        stage1.addAll(state.stage1());
        stage2 = new DealTotals();
        stage2.addAll(state.stage2());
        trades = new MerkleFrontier(sha256, stage1.count() + stage2.count(), state.tradeSubtrees());
        lines = new MerkleFrontier(sha256, state.lines(), state.lineSubtrees());
        gridSoldWh = state.gridSoldWh();
        gridBoughtWh = state.gridBoughtWh();
        curtailedTrades = state.curtailedTrades();
        curtailedWh = state.curtailedWh();
        router = feeder == null ? null : new Router(feeder, terms.periodMs(), state.routing());
        debitNano = state.debitNano();
        creditNano = state.creditNano();
    }

    /** What must be remembered to go on from here. */
    public State state() {
        DealTotals one = new DealTotals();
        one.addAll(stage1);
        DealTotals two = new DealTotals();
        two.addAll(stage2);
        return new State(
                one,
                two,
                gridSoldWh,
                gridBoughtWh,
                curtailedTrades,
                curtailedWh,
                debitNano,
                creditNano,
                trades.subtrees(),
                lines.leaves(),
                lines.subtrees(),
                router == null ? RoutingState.empty() : router.state());
    }

    /**
     * Pa by the deals of stage 1, micro-currency per kWh.
     *
     * @param possibleWh the smaller of supply and demand at gate closure, Wh
     */
    public long referencePrice(long possibleWh) {
        return stage1.referencePrice(terms, possibleWh);
    }

    /** Totals of stage 1 so far. */
    public DealTotals stage1() {
        return stage1;
    }

    /**
     * A deal of stage 1 or 2.
     *
     * @param quantityWh energy, Wh, &gt; 0
     * @param price micro-currency per kWh, in the band
     * @throws InvariantViolation if no deal can be like that
     */
    public void deal(int stage, ConnectedOrder sell, ConnectedOrder buy, long quantityWh, long price) {
        boolean follows = stage == 1 ? stage2.count() == 0 : stage == 2;
        if (!follows || quantityWh <= 0 || !terms.isInBand(price)) {
            throw new InvariantViolation("deal " + trades.leaves() + " of " + quantityWh + " Wh at " + price
                    + " in stage " + stage + " after " + stage2.count() + " deals of stage 2" + where());
        }
        Trade trade = new Trade(area, periodStart, trades.leaves(), stage, sell.ref(), buy.ref(), quantityWh, price);
        (stage == 1 ? stage1 : stage2).add(quantityWh, price);
        trades.add(trade.write(writer));
        output.trade(trade);
        long left = curtailed(trade, sell.bus(), buy.bus());
        if (left < quantityWh) {
            routed(trade, quantityWh - left);
        }
        if (left > 0) {
            curtailedTrades++;
            curtailedWh = Math.addExact(curtailedWh, left);
            String reference = trade.tradeId() + "/curtailed";
            gridEnergy(Side.SELL, trade.sell(), left, reference + "/sell");
            gridEnergy(Side.BUY, trade.buy(), left, reference + "/buy");
        }
        output.item(
                new ContractItem.Traded(trade.sequence(), trade.sell(), trade.buy(), price, quantityWh - left, left));
    }

    /** What the feeder cannot carry of a trade, Wh. */
    private long curtailed(Trade trade, String fromBus, String toBus) {
        if (router == null) {
            return 0;
        }
        TradeRoutes routes = router.route(fromBus, toBus, trade.quantityWh());
        long left = routes.curtailedWh();
        if (routes.sequence() != trade.sequence() || left < 0 || left > trade.quantityWh()) {
            throw new InvariantViolation("trade " + trade.sequence() + " of " + trade.quantityWh()
                    + " Wh has the routes " + routes.sequence() + ", which leave " + left + " Wh" + where());
        }
        output.routes(trade, routes);
        return left;
    }

    private void routed(Trade trade, long routedWh) {
        OrderRef sell = trade.sell();
        OrderRef buy = trade.buy();
        String seller = sell.participant();
        String buyer = buy.participant();
        String reference = trade.tradeId();
        line(seller, buyer, sell, ChargeType.ENERGY, Direction.CREDIT, routedWh, trade.price(), reference);
        line(buyer, seller, buy, ChargeType.ENERGY, Direction.DEBIT, routedWh, trade.price(), reference);
        charge(buy, terms.gridParticipant(), ChargeType.GRID_FEE, routedWh, terms.gridFee(), reference);
        charge(buy, terms.taxParticipant(), ChargeType.TAX, routedWh, terms.energyTax(), reference);
    }

    /** What the buyer of a trade owes for its energy besides the price; no lines where nothing is charged. */
    private void charge(
            OrderRef buy, String receiver, ChargeType charge, long quantityWh, long price, String reference) {
        if (price == 0) {
            return;
        }
        line(buy.participant(), receiver, buy, charge, Direction.DEBIT, quantityWh, price, reference);
        line(receiver, buy.participant(), buy, charge, Direction.CREDIT, quantityWh, price, reference);
    }

    /**
     * What neither stage matched of an order: traded with the grid at the tariff.
     *
     * @param quantityWh energy, Wh, &gt; 0
     * @throws InvariantViolation if nothing is left
     */
    public void residual(Side side, OrderRef order, long quantityWh) {
        if (quantityWh <= 0) {
            throw new InvariantViolation("residual of " + quantityWh + " Wh for " + order + where());
        }
        String reference = area + "/" + periodStart + "/residual/" + order.path();
        if (side == Side.SELL) {
            gridSoldWh = Math.addExact(gridSoldWh, quantityWh);
        } else {
            gridBoughtWh = Math.addExact(gridBoughtWh, quantityWh);
        }
        gridEnergy(side, order, quantityWh, reference);
        output.item(new ContractItem.Residual(side, order, quantityWh));
    }

    private void gridEnergy(Side side, OrderRef order, long quantityWh, String reference) {
        boolean sells = side == Side.SELL;
        long price = sells ? terms.feedInTariff() : terms.retailTariff();
        String grid = terms.gridParticipant();
        Direction own = sells ? Direction.CREDIT : Direction.DEBIT;
        Direction mirrored = sells ? Direction.DEBIT : Direction.CREDIT;
        line(order.participant(), grid, order, ChargeType.GRID_ENERGY, own, quantityWh, price, reference);
        line(grid, order.participant(), order, ChargeType.GRID_ENERGY, mirrored, quantityWh, price, reference);
    }

    private void line(
            String participant,
            String counterparty,
            OrderRef order,
            ChargeType charge,
            Direction direction,
            long quantityWh,
            long price,
            String reference) {
        SettlementLine line = SettlementLine.initial(
                period,
                lines.leaves(),
                participant,
                counterparty,
                order,
                charge,
                direction,
                quantityWh,
                price,
                reference);
        if (direction == Direction.DEBIT) {
            debitNano = Math.addExact(debitNano, line.amountNano());
        } else {
            creditNano = Math.addExact(creditNano, line.amountNano());
        }
        byte[] lineId = line.lineId(writer, sha256);
        byte[] settlementId = line.settlementId(lineId, writer, sha256);
        lines.add(line.write(writer, lineId));
        output.line(line, lineId, settlementId);
    }

    /**
     * Closes the journal. The sums of each side tell an order that was settled twice or left out.
     *
     * @param sellOrders live sell orders at gate closure
     * @param buyOrders live buy orders at gate closure
     * @param sellWh their energy, Wh
     * @param buyWh their energy, Wh
     * @throws InvariantViolation if more or less than a side's energy was settled, or debits are not credits
     */
    public ClearingOutcome finish(long sellOrders, long buyOrders, long sellWh, long buyWh) {
        long peerWh = Math.addExact(stage1.energyWh(), stage2.energyWh());
        if (Math.addExact(peerWh, gridSoldWh) != sellWh || Math.addExact(peerWh, gridBoughtWh) != buyWh) {
            throw new InvariantViolation("orders of " + sellWh + " Wh and " + buyWh + " Wh were settled as " + peerWh
                    + " Wh between peers, " + gridSoldWh + " Wh sold to and " + gridBoughtWh
                    + " Wh bought from the grid" + where());
        }
        if (debitNano != creditNano) {
            throw new InvariantViolation("debits " + debitNano + " are not credits " + creditNano + where());
        }
        State end = state();
        return new ClearingOutcome(
                sellOrders,
                buyOrders,
                sellWh,
                buyWh,
                end.stage1(),
                end.stage2(),
                referencePrice(Math.min(sellWh, buyWh)),
                gridSoldWh,
                gridBoughtWh,
                curtailedTrades,
                curtailedWh,
                lines.leaves(),
                debitNano,
                creditNano,
                SettlementLine.hex(trades.root()),
                SettlementLine.hex(lines.root()),
                SettlementLine.hex(router == null ? ClearingOutcome.noRoutes() : router.routesRoot()));
    }

    private String where() {
        return " (" + area + ", " + periodStart + ")";
    }
}
