package io.gridclear.records;

import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryOutcome;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PointHistory;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.delivery.RunFigure;
import io.gridclear.market.delivery.RunFigures;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.schemas.avro.CountedEnergy;
import io.gridclear.schemas.avro.DeliveryEvent;
import io.gridclear.schemas.avro.ItemOrder;
import io.gridclear.schemas.avro.ItemResidual;
import io.gridclear.schemas.avro.ItemTrade;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.avro.SettlementInput;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Items, inputs and results of METERED and CORRECTION runs as records. */
public final class DeliveryRecords {

    private DeliveryRecords() {}

    /** The record of an item. */
    public static DeliveryEvent toRecord(String area, long periodStart, ContractItem item) {
        DeliveryEvent.Builder record =
                DeliveryEvent.newBuilder().setAreaMrid(area).setPeriodStart(Instant.ofEpochMilli(periodStart));
        if (item instanceof ContractItem.Traded traded) {
            record.setTrade(new ItemTrade(
                    traded.sequence(),
                    toRecord(traded.sell()),
                    toRecord(traded.buy()),
                    traded.price(),
                    traded.routedWh(),
                    traded.curtailedWh()));
        } else if (item instanceof ContractItem.Residual residual) {
            record.setResidual(new ItemResidual(
                    io.gridclear.schemas.avro.Side.valueOf(residual.side().name()),
                    toRecord(residual.order()),
                    residual.quantityWh()));
        }
        return record.build();
    }

    /**
     * The kernel's item.
     *
     * @throws IllegalArgumentException if the record has neither trade nor residual, or no such item can be
     */
    public static ContractItem toItem(DeliveryEvent record) {
        ItemTrade trade = record.getTrade();
        if (trade != null) {
            return new ContractItem.Traded(
                    trade.getSequence(),
                    toRef(trade.getSell()),
                    toRef(trade.getBuy()),
                    trade.getPrice(),
                    trade.getRoutedWh(),
                    trade.getCurtailedWh());
        }
        ItemResidual residual = record.getResidual();
        if (residual == null) {
            throw new IllegalArgumentException("neither trade nor residual: " + record);
        }
        return new ContractItem.Residual(
                Side.valueOf(residual.getSide().name()), toRef(residual.getOrder()), residual.getQuantityWh());
    }

    private static ItemOrder toRecord(OrderRef order) {
        return new ItemOrder(order.orderId(), order.usagePoint(), order.participant());
    }

    private static OrderRef toRef(ItemOrder order) {
        return new OrderRef(order.getOrderId(), order.getUsagePointMrid(), order.getMarketParticipantMrid());
    }

    /**
     * What the energy of a period means for a run.
     *
     * @throws IllegalArgumentException if an energy or time is negative
     */
    public static MeteredEnergy toEnergy(PeriodEnergy record) {
        return new MeteredEnergy(
                record.getImportWh(),
                record.getExportWh(),
                record.getCoveredMs(),
                record.getQuality() == ReadingQuality.ESTIMATED);
    }

    /**
     * One part of a run's inputs.
     *
     * @param part its number, from 0
     * @param isLast whether none follows
     */
    public static SettlementInputs toRecord(
            DeliveryTerms terms,
            io.gridclear.market.settlement.SettlementRun run,
            int part,
            boolean isLast,
            List<RunInput> inputs) {
        return new SettlementInputs(
                terms.area(),
                Instant.ofEpochMilli(terms.periodStart()),
                SettlementRun.valueOf(run.kind().name()),
                run.revision(),
                part,
                isLast,
                inputs.stream().map(DeliveryRecords::toRecord).toList());
    }

    private static SettlementInput toRecord(RunInput input) {
        return new SettlementInput(
                input.point().usagePoint(),
                input.point().participant(),
                input.energy().importWh(),
                input.energy().exportWh(),
                input.energy().coveredMs(),
                input.energy().estimated(),
                input.before().entries().stream()
                        .map(entry -> new CountedEnergy(entry.revision(), entry.deliveredWh()))
                        .toList());
    }

    /**
     * The inputs of a part.
     *
     * @throws IllegalArgumentException if an energy is negative or a history out of order
     */
    public static List<RunInput> toInputs(SettlementInputs record) {
        return record.getInputs().stream()
                .map(input -> new RunInput(
                        new PointKey(input.getMarketParticipantMrid(), input.getUsagePointMrid()),
                        new MeteredEnergy(
                                input.getImportWh(), input.getExportWh(), input.getCoveredMs(), input.getEstimated()),
                        new PointHistory(input.getBefore().stream()
                                .map(entry -> new PointHistory.Entry(entry.getRevision(), entry.getDeliveredWh()))
                                .toList())))
                .toList();
    }

    /**
     * The record of a run.
     *
     * @param bookHash input hash of the INITIAL run, 32 bytes
     * @param initialRoot settlement root of the INITIAL run, 32 bytes
     * @param runHash h of the run, 32 bytes
     * @param publishedAt now, epoch ms
     */
    public static SettlementRunResult toRecord(
            DeliveryTerms terms,
            io.gridclear.market.settlement.SettlementRun run,
            byte[] bookHash,
            byte[] initialRoot,
            DeliveryOutcome outcome,
            byte[] runHash,
            long publishedAt) {
        RunFigures figures = outcome.figures();
        return SettlementRunResult.newBuilder()
                .setAreaMrid(terms.area())
                .setPeriodStart(Instant.ofEpochMilli(terms.periodStart()))
                .setRun(SettlementRun.valueOf(run.kind().name()))
                .setRevision(run.revision())
                .setRuleVersion(MarketTerms.RULE_VERSION)
                .setTerms(TermsRecords.toRecord(terms.market()))
                .setBookHash(ByteBuffer.wrap(bookHash))
                .setInitialRoot(ByteBuffer.wrap(initialRoot))
                .setInputs(outcome.inputs())
                .setInputHash(hash(outcome.inputHash()))
                .setStateBefore(hash(outcome.stateBefore()))
                .setStateAfter(hash(outcome.stateAfter()))
                .setEstimatedPoints(figures.get(RunFigure.ESTIMATED_POINTS))
                .setTrades(figures.get(RunFigure.TRADES))
                .setSellContractedWh(figures.get(RunFigure.SELL_CONTRACTED_WH))
                .setBuyContractedWh(figures.get(RunFigure.BUY_CONTRACTED_WH))
                .setSellDeliveredWh(figures.get(RunFigure.SELL_DELIVERED_WH))
                .setBuyDeliveredWh(figures.get(RunFigure.BUY_DELIVERED_WH))
                .setSellAllocatedWh(figures.get(RunFigure.SELL_ALLOCATED_WH))
                .setBuyAllocatedWh(figures.get(RunFigure.BUY_ALLOCATED_WH))
                .setGridSoldWh(figures.get(RunFigure.GRID_SOLD_WH))
                .setGridBoughtWh(figures.get(RunFigure.GRID_BOUGHT_WH))
                .setSellMissingWh(figures.get(RunFigure.SELL_MISSING_WH))
                .setBuyMissingWh(figures.get(RunFigure.BUY_MISSING_WH))
                .setExcessExportWh(figures.get(RunFigure.EXCESS_EXPORT_WH))
                .setExcessImportWh(figures.get(RunFigure.EXCESS_IMPORT_WH))
                .setChangedLines(figures.get(RunFigure.CHANGED_LINES))
                .setVanishedLines(figures.get(RunFigure.VANISHED_LINES))
                .setSettlementLines(outcome.lines())
                .setDebitNano(figures.get(RunFigure.DEBIT_NANO))
                .setCreditNano(figures.get(RunFigure.CREDIT_NANO))
                .setSettlementRoot(hash(outcome.settlementRoot()))
                .setRunHash(ByteBuffer.wrap(runHash))
                .setPublishedAt(Instant.ofEpochMilli(publishedAt))
                .build();
    }

    private static ByteBuffer hash(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
