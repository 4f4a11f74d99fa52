package io.gridclear.ops.demo;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.clearing.BookReplay;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.clearing.ClearingOutcome;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.market.routing.TradeRoutes;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.Trade;
import io.gridclear.records.BookEntryRecords;
import io.gridclear.records.FeederRecords;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.schemas.avro.ChargeType;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.TradeRoute;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One area and period, audited: what its log says must come out, beside what came out. The log is replayed through the
 * kernel as it comes in. Single-threaded.
 */
final class PeriodAudit implements ClearingJournal.Output {

    private final String area;
    private final long periodStart;
    private final BiFunction<TopicContract<?>, SpecificRecord, byte[]> encode;
    private final BookReplay replay;
    private final DeliveryAudit delivery;
    private final OrderSheet orders = new OrderSheet();
    private final RecordPrints expectedTrades = new RecordPrints();
    private final RecordPrints expectedLines = new RecordPrints();
    private final RecordPrints expectedRoutes = new RecordPrints();
    private final RecordPrints trades = new RecordPrints();
    private final RecordPrints routes = new RecordPrints();
    private final RecordPrints lines = new RecordPrints();
    private final Map<OrderSheet.Key, Long> settledWh = new HashMap<>();
    private @Nullable MarketTerms terms;
    private OutcomeRecords.@Nullable SettlementDay day;
    private @Nullable String logViolation;
    private @Nullable ClearingResult result;
    private int results;
    private long acceptedBids;
    private long gateClosedAt;
    private long requoteClosedAt;
    private long soldWh;
    private long boughtWh;

    PeriodAudit(
            String area,
            long periodStart,
            FeederSource feeders,
            BiFunction<TopicContract<?>, SpecificRecord, byte[]> encode) {
        this.area = area;
        this.periodStart = periodStart;
        this.encode = encode;
        this.replay = new BookReplay(this, feeders);
        this.delivery = new DeliveryAudit(area, periodStart, encode);
    }

    void entry(io.gridclear.schemas.avro.BookEntry record) {
        if (logViolation != null) {
            return;
        }
        try {
            BookEntry entry = BookEntryRecords.toEntry(record);
            if (entry instanceof BookEntry.PeriodOpened opened) {
                terms = opened.terms();
                day = OutcomeRecords.SettlementDay.of(SettlementPeriod.of(area, periodStart, opened.terms()));
            }
            if (entry instanceof BookEntry.GateClosed) {
                gateClosedAt = entry.position().recordedAt();
            }
            if (entry instanceof BookEntry.RequoteClosed) {
                requoteClosedAt = entry.position().recordedAt();
            }
            if (entry instanceof BookEntry.OrderEntered || entry instanceof BookEntry.OrderRequoted) {
                acceptedBids++;
            }
            orders.take(entry);
            replay.accept(entry);
            tellDelivery();
        } catch (IllegalArgumentException e) {
            logViolation = e.getMessage();
        }
    }

    /** A trade that the replay expects. */
    @Override
    public void trade(Trade trade) {
        expectedTrades.add(trade.sequence(), encode.apply(TopicCatalogue.TRADES, OutcomeRecords.toRecord(trade)));
    }

    /** A line that the replay expects. */
    @Override
    public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
        if (day == null) {
            throw new IllegalStateException("a line before the period was opened");
        }
        var record = OutcomeRecords.toRecord(line, lineId, settlementId, day);
        expectedLines.add(line.lineIndex(), encode.apply(TopicCatalogue.SETTLEMENT_LINES, record));
    }

    /** Routes that the replay expects. */
    @Override
    public void routes(Trade trade, TradeRoutes found) {
        expectedRoutes.add(trade.sequence(), encode.apply(TopicCatalogue.ROUTES, FeederRecords.toRecord(trade, found)));
    }

    /** What the replay says that somebody is obliged to. */
    @Override
    public void item(ContractItem item) {
        delivery.item(item);
    }

    /** A trade that was published. */
    void published(io.gridclear.schemas.avro.Trade trade, byte[] bytes) {
        trades.add(trade.getSequence(), bytes);
    }

    /** Routes that were published. */
    void published(TradeRoute route, byte[] bytes) {
        routes.add(route.getSequence(), bytes);
    }

    /** A line of the INITIAL run that was published. */
    void published(io.gridclear.schemas.avro.SettlementLine line, byte[] bytes) {
        lines.add(line.getLineIndex(), bytes);
        delivery.initial(line);
        tellDelivery();
        ChargeType charge = line.getChargeType();
        if (charge == ChargeType.ENERGY || charge == ChargeType.GRID_ENERGY) {
            settledWh.merge(
                    new OrderSheet.Key(line.getMarketParticipantMrid(), line.getUsagePointMrid(), line.getOrderId()),
                    line.getQuantityWh(),
                    Math::addExact);
        }
        if (charge == ChargeType.ENERGY) {
            switch (line.getDirection()) {
                case CREDIT -> soldWh = Math.addExact(soldWh, line.getQuantityWh());
                case DEBIT -> boughtWh = Math.addExact(boughtWh, line.getQuantityWh());
                case UNSPECIFIED -> throw new IllegalStateException("a line without a direction: " + line.getLineId());
            }
        }
    }

    /** The result that was published. */
    void published(ClearingResult published) {
        result = published;
        results++;
        tellDelivery();
    }

    /** Later runs are looked at from when the INITIAL one is whole. */
    private void tellDelivery() {
        ClearingResult published = result;
        if (published != null && replay.outcome() != null && lines.size() == published.getSettlementLines()) {
            delivery.settledInitially();
        }
    }

    /** The runs after the clearing. */
    DeliveryAudit delivery() {
        return delivery;
    }

    String area() {
        return area;
    }

    long periodStart() {
        return periodStart;
    }

    OrderSheet orders() {
        return orders;
    }

    long trades() {
        return trades.size();
    }

    long acceptedBids() {
        return acceptedBids;
    }

    @Nullable
    ClearingResult result() {
        return result;
    }

    /** Whether one result was published, once. */
    boolean isClearedOnce() {
        return results == 1;
    }

    boolean boughtEqualsSold() {
        return soldWh == boughtWh;
    }

    /** Whether each live order's own lines add up to its energy, and nobody else was settled but the grid. */
    boolean everyOrderIsSettledOnce() {
        Map<OrderSheet.Key, Long> left = new HashMap<>(settledWh);
        for (Map.Entry<OrderSheet.Key, Long> order : orders.quantities().entrySet()) {
            Long settled = left.remove(order.getKey());
            if (settled == null || !settled.equals(order.getValue())) {
                return false;
            }
        }
        String grid = terms == null ? "" : terms.gridParticipant();
        return left.keySet().stream().allMatch(key -> key.participant().equals(grid));
    }

    /** Why the replay does not come to what was published, or null where it does. */
    @Nullable
    String replayDifference() {
        if (logViolation != null) {
            return logViolation;
        }
        ClearingOutcome outcome = replay.outcome();
        ClearingResult published = result;
        String where = area + ", period " + periodStart + ": ";
        if (outcome == null || published == null || terms == null) {
            return where + (published == null ? "no result was published" : "the log does not end in a clearing");
        }
        if (!expectedTrades.isSameAs(trades)) {
            return where + "the log gives " + expectedTrades.size() + " trades, " + trades.size()
                    + " were published, and they are not the same bytes";
        }
        if (!expectedRoutes.isSameAs(routes)) {
            return where + "the log gives routes of " + expectedRoutes.size() + " trades, those of " + routes.size()
                    + " were published, and they are not the same bytes";
        }
        if (!expectedLines.isSameAs(lines)) {
            return where + "the log gives " + expectedLines.size() + " settlement lines, " + lines.size()
                    + " were published, and they are not the same bytes";
        }
        ClearingResult expected = OutcomeRecords.toRecord(
                area,
                periodStart,
                terms,
                outcome,
                replay.entries(),
                replay.inputHash(),
                gateClosedAt,
                requoteClosedAt,
                published.getPublishedAt().toEpochMilli());
        return expected.equals(published) ? null : where + "the log gives " + expected + ", published was " + published;
    }
}
