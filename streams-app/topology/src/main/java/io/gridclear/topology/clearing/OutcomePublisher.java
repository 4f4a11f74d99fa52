package io.gridclear.topology.clearing;

import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.routing.TradeRoutes;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.Trade;
import io.gridclear.records.FeederRecords;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.topology.book.PeriodKey;
import io.gridclear.topology.delivery.DeliveryEvents;
import io.gridclear.topology.metrics.MarketMetrics;
import io.gridclear.topology.output.LinePublisher;
import io.gridclear.topology.output.Output;

/** Sends trades, routes and settlement lines to their topics as the journal writes them. */
final class OutcomePublisher implements ClearingJournal.Output {

    private final Output output;
    private final MarketMetrics metrics;
    private final PeriodKey key;
    private final LinePublisher lines;

    OutcomePublisher(Output output, MarketMetrics metrics, PeriodKey key, MarketTerms terms) {
        this.output = output;
        this.metrics = metrics;
        this.lines = new LinePublisher(output, SettlementPeriod.of(key.area(), key.periodStart(), terms));
        this.key = key;
    }

    @Override
    public void trade(Trade trade) {
        output.send(TopicCatalogue.TRADES, trade.area(), OutcomeRecords.toRecord(trade));
        metrics.traded();
    }

    @Override
    public void routes(Trade trade, TradeRoutes routes) {
        output.send(TopicCatalogue.ROUTES, trade.area(), FeederRecords.toRecord(trade, routes));
    }

    @Override
    public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
        lines.line(line, lineId, settlementId);
    }

    @Override
    public void item(ContractItem item) {
        DeliveryEvents.send(output, key.area(), key.periodStart(), item);
    }
}
