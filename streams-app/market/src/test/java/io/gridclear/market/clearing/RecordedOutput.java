package io.gridclear.market.clearing;

import io.gridclear.market.routing.TradeRoutes;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.Trade;
import io.gridclear.market.twin.SlowSettlement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Keeps everything that a journal writes. */
final class RecordedOutput implements ClearingJournal.Output {

    final List<Trade> trades = new ArrayList<>();
    final List<TradeRoutes> routes = new ArrayList<>();
    final List<SlowSettlement.Line> lines = new ArrayList<>();

    @Override
    public void trade(Trade trade) {
        trades.add(trade);
    }

    @Override
    public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
        lines.add(new SlowSettlement.Line(
                line, HexFormat.of().formatHex(lineId), HexFormat.of().formatHex(settlementId)));
    }

    @Override
    public void routes(Trade trade, TradeRoutes taken) {
        routes.add(taken);
    }
}
