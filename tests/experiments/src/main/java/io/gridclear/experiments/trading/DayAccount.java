package io.gridclear.experiments.trading;

import io.gridclear.market.order.Side;
import java.util.List;

/** What a day came to, beside what it would have come to with the grid alone. Exact until a share is asked for. */
final class DayAccount {

    private static final int PARTICIPANTS = TradingDay.BUYERS + TradingDay.SELLERS;

    private final long[] energyWh = new long[PARTICIPANTS];
    private final long[] tradedWh = new long[PARTICIPANTS];
    private final long[] amountNano = new long[PARTICIPANTS];
    private long possibleWh;
    private long welfareNano;
    private long optimumNano;
    private long operatorNano;

    /** One hour more. */
    void add(List<Bid> bids, Outcome outcome) {
        long offeredWh = 0;
        long askedWh = 0;
        for (int i = 0; i < bids.size(); i++) {
            Bid bid = bids.get(i);
            energyWh[bid.participant()] += bid.wh();
            tradedWh[bid.participant()] += outcome.tradedWh()[i];
            amountNano[bid.participant()] += outcome.amountNano()[i];
            offeredWh += bid.side() == Side.SELL ? bid.wh() : 0;
            askedWh += bid.side() == Side.BUY ? bid.wh() : 0;
        }
        possibleWh += Math.min(offeredWh, askedWh);
        welfareNano += outcome.welfareNano(bids);
        optimumNano += MeritOrder.byValue(bids).gainNano(bids, Bid::value);
        operatorNano += outcome.operatorNano(bids);
    }

    /** One hour more of which welfare alone is known, such as a mean over many outcomes. */
    void addWelfare(List<Bid> bids, long hourNano) {
        welfareNano += hourNano;
        optimumNano += MeritOrder.byValue(bids).gainNano(bids, Bid::value);
    }

    /** What a seller earns or a buyer pays, the grid's part included, against the grid alone, percent. */
    double changePercent(int participant) {
        return change(participant, participant + 1);
    }

    /** Sellers' income together against "surplus to grid", percent. */
    double incomeChangePercent() {
        return change(TradingDay.BUYERS, PARTICIPANTS);
    }

    /** Buyers' cost together against the retail tariff, percent; a saving is negative. */
    double costChangePercent() {
        return change(0, TradingDay.BUYERS);
    }

    private double change(int from, int to) {
        long tariff = TradingDay.side(from) == Side.SELL ? TwoStage.FEED_IN : TwoStage.RETAIL;
        long grid = 0;
        long market = 0;
        for (int p = from; p < to; p++) {
            grid += energyWh[p] * tariff;
            market += amountNano[p] + (energyWh[p] - tradedWh[p]) * tariff;
        }
        return 100.0 * (market - grid) / grid;
    }

    /** Energy between peers in percent of what supply and demand of each hour would allow. */
    double peerSharePercent() {
        return share(soldWh(), possibleWh);
    }

    /** Energy between peers in percent of all supply. */
    double soldSharePercent() {
        return share(soldWh(), sum(energyWh, TradingDay.BUYERS, PARTICIPANTS));
    }

    /** Energy between peers in percent of all demand. */
    double boughtSharePercent() {
        return share(soldWh(), sum(energyWh, 0, TradingDay.BUYERS));
    }

    /** Gains from trade by private values in percent of the most that is possible. */
    double welfareSharePercent() {
        return share(welfareNano, optimumNano);
    }

    /** What the operator keeps (or adds: negative) in percent of the most that can be gained. */
    double operatorSharePercent() {
        return optimumNano == 0 ? 0 : 100.0 * operatorNano / optimumNano;
    }

    /** Mean price that buyers pay between peers, currency per kWh; the middle of the band where nothing is traded. */
    double meanPrice() {
        long bought = sum(tradedWh, 0, TradingDay.BUYERS);
        return bought == 0
                ? (TwoStage.FEED_IN + TwoStage.RETAIL) / 2e6
                : sum(amountNano, 0, TradingDay.BUYERS) / 1e6 / bought;
    }

    long welfareNano() {
        return welfareNano;
    }

    long optimumNano() {
        return optimumNano;
    }

    private long soldWh() {
        return sum(tradedWh, TradingDay.BUYERS, PARTICIPANTS);
    }

    private static long sum(long[] values, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }

    /** Where nothing is possible, nothing is missed. */
    private static double share(long part, long whole) {
        return whole == 0 ? 100 : 100.0 * part / whole;
    }
}
