package io.gridclear.records;

import io.gridclear.market.clearing.ClearingOutcome;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.Trade;
import io.gridclear.schemas.avro.ChargeType;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.SettlementRun;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Trades, settlement lines and clearing results as records. */
public final class OutcomeRecords {

    private OutcomeRecords() {}

    /** The record of a trade. */
    public static io.gridclear.schemas.avro.Trade toRecord(Trade trade) {
        return new io.gridclear.schemas.avro.Trade(
                trade.tradeId(),
                trade.area(),
                Instant.ofEpochMilli(trade.periodStart()),
                trade.sequence(),
                trade.stage(),
                trade.sell().orderId(),
                trade.sell().usagePoint(),
                trade.sell().participant(),
                trade.buy().orderId(),
                trade.buy().usagePoint(),
                trade.buy().participant(),
                trade.quantityWh(),
                trade.price(),
                trade.amountNano());
    }

    /**
     * The record of a settlement line.
     *
     * @param lineId 32 bytes
     * @param settlementId 32 bytes
     * @param day local date and number of the period
     */
    public static io.gridclear.schemas.avro.SettlementLine toRecord(
            SettlementLine line, byte[] lineId, byte[] settlementId, SettlementDay day) {
        return new io.gridclear.schemas.avro.SettlementLine(
                SettlementLine.hex(lineId),
                SettlementLine.hex(settlementId),
                SettlementRun.valueOf(line.run().kind().name()),
                line.run().revision(),
                line.lineIndex(),
                line.period().area(),
                Instant.ofEpochMilli(line.period().periodStart()),
                Instant.ofEpochMilli(line.period().periodEnd()),
                day.date(),
                day.periodNumber(),
                line.participant(),
                line.counterparty(),
                line.order().usagePoint(),
                line.order().orderId(),
                ChargeType.valueOf(line.charge().name()),
                Direction.valueOf(line.direction().name()),
                line.quantityWh(),
                line.price(),
                line.amountNano(),
                line.deltaNano(),
                line.reference(),
                line.period().currency(),
                line.estimated());
    }

    /**
     * Local date of a period, and its number within that date: carried for people, never a key.
     *
     * @param date ISO 8601
     * @param periodNumber from 1; a DST day has 92 or 100 quarter-hours
     */
    public record SettlementDay(String date, int periodNumber) {

        /**
         * Checks that the terms name a zone that this machine knows.
         *
         * @throws java.time.DateTimeException if not
         */
        public static ZoneId requireZone(MarketTerms terms) {
            return ZoneId.of(terms.timeZone());
        }

        /**
         * Day and number of a period.
         *
         * @throws java.time.DateTimeException if it names no known zone
         */
        public static SettlementDay of(SettlementPeriod period) {
            ZoneId zone = ZoneId.of(period.timeZone());
            long periodStart = period.periodStart();
            LocalDate date = Instant.ofEpochMilli(periodStart).atZone(zone).toLocalDate();
            long dayStart = date.atStartOfDay(zone).toInstant().toEpochMilli();
            return new SettlementDay(
                    date.toString(), Math.toIntExact((periodStart - dayStart) / period.periodMs() + 1));
        }
    }

    /**
     * The record of a clearing.
     *
     * @param bookEntries entries of the log for this area and period
     * @param inputHash hash over them, 32 bytes
     * @param gateClosedAt when the gate's tick was written, epoch ms
     * @param requoteClosedAt when the window's tick was written, epoch ms
     * @param publishedAt now, epoch ms
     */
    public static ClearingResult toRecord(
            String area,
            long periodStart,
            MarketTerms terms,
            ClearingOutcome outcome,
            long bookEntries,
            byte[] inputHash,
            long gateClosedAt,
            long requoteClosedAt,
            long publishedAt) {
        boolean dealt = outcome.trades() > 0;
        return ClearingResult.newBuilder()
                .setAreaMrid(area)
                .setPeriodStart(Instant.ofEpochMilli(periodStart))
                .setRuleVersion(MarketTerms.RULE_VERSION)
                .setTerms(TermsRecords.toRecord(terms))
                .setBookEntries(bookEntries)
                .setSellOrders(outcome.sellOrders())
                .setBuyOrders(outcome.buyOrders())
                .setSellWh(outcome.sellWh())
                .setBuyWh(outcome.buyWh())
                .setStage1Trades(outcome.stage1().count())
                .setStage2Trades(outcome.stage2().count())
                .setStage1Wh(outcome.stage1().energyWh())
                .setStage2Wh(outcome.stage2().energyWh())
                .setGridSoldWh(outcome.gridSoldWh())
                .setGridBoughtWh(outcome.gridBoughtWh())
                .setReferencePrice(outcome.referencePrice())
                .setMinPrice(
                        dealt
                                ? Math.min(
                                        outcome.stage1().minPrice(),
                                        outcome.stage2().minPrice())
                                : null)
                .setMaxPrice(
                        dealt
                                ? Math.max(
                                        outcome.stage1().maxPrice(),
                                        outcome.stage2().maxPrice())
                                : null)
                .setSettlementLines(outcome.lines())
                .setDebitNano(outcome.debitNano())
                .setCreditNano(outcome.creditNano())
                .setInputHash(ByteBuffer.wrap(inputHash))
                .setTradesRoot(ByteBuffer.wrap(outcome.tradesRootBytes()))
                .setSettlementRoot(ByteBuffer.wrap(outcome.settlementRootBytes()))
                .setCurtailedTrades(outcome.curtailedTrades())
                .setCurtailedWh(outcome.curtailedWh())
                .setRoutesRoot(ByteBuffer.wrap(outcome.routesRootBytes()))
                .setGateClosedAt(Instant.ofEpochMilli(gateClosedAt))
                .setRequoteClosedAt(Instant.ofEpochMilli(requoteClosedAt))
                .setPublishedAt(Instant.ofEpochMilli(publishedAt))
                .build();
    }
}
