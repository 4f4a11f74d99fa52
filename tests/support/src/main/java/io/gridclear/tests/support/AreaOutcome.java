package io.gridclear.tests.support;

import io.gridclear.market.clearing.BookReplay;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.clearing.ClearingOutcome;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.records.BookEntryRecords;
import io.gridclear.records.FeederRecords;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.OutcomeRecords.SettlementDay;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Feeder;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * What came of the INITIAL run of an area's period, whatever later runs there are: as the application published it, or as the kernel alone works it out from the log. The
 * two must be equal.
 *
 * @param trades         in sequence
 * @param lines          by line index
 * @param inputHash      over the log
 * @param tradesRoot     over the trades
 * @param settlementRoot over the lines
 * @param debitNano      sum of debits
 * @param creditNano     sum of credits
 */
public record AreaOutcome(
        List<Trade> trades,
        List<SettlementLine> lines,
        ByteBuffer inputHash,
        ByteBuffer tradesRoot,
        ByteBuffer settlementRoot,
        long debitNano,
        long creditNano) {

    /**
     * What was published: trades as they stand in their topic, lines of all participants.
     *
     * @throws AssertionError if there is not exactly one result
     */
    public static AreaOutcome published(TopicReader reader, TestArea area) {
        List<ClearingResult> results = of(
                reader, TopicCatalogue.CLEARINGS, result -> isOf(area, result.getAreaMrid(), result.getPeriodStart()));
        if (results.size() != 1) {
            throw new AssertionError(area.mrid() + " has " + results.size() + " results, not one");
        }
        ClearingResult result = results.get(0);
        List<SettlementLine> lines = of(
                reader,
                TopicCatalogue.SETTLEMENT_LINES,
                line -> isOf(area, line.getAreaMrid(), line.getPeriodStart())
                        && line.getRun() == SettlementRun.INITIAL);
        return new AreaOutcome(
                of(reader, TopicCatalogue.TRADES, trade -> isOf(area, trade.getAreaMrid(), trade.getPeriodStart())),
                lines.stream()
                        .sorted(Comparator.comparingLong(SettlementLine::getLineIndex))
                        .toList(),
                result.getInputHash(),
                result.getTradesRoot(),
                result.getSettlementRoot(),
                result.getDebitNano(),
                result.getCreditNano());
    }

    /**
     * What the kernel makes of the log, which it re-executes rule by rule.
     *
     * @throws AssertionError if the log ends before its last tick
     */
    public static AreaOutcome replayed(TopicReader reader, TestArea area) {
        List<BookEntry> entries =
                of(reader, TopicCatalogue.BOOK, entry -> isOf(area, entry.getAreaMrid(), entry.getPeriodStart()));
        Collector collector = new Collector();
        BookReplay replay = new BookReplay(collector, feeders(reader));
        entries.forEach(entry -> replay.accept(BookEntryRecords.toEntry(entry)));
        ClearingOutcome outcome = replay.outcome();
        if (outcome == null) {
            throw new AssertionError("the log of " + area.mrid() + " ends before its last tick");
        }
        return new AreaOutcome(
                collector.trades,
                collector.lines,
                ByteBuffer.wrap(replay.inputHash()),
                ByteBuffer.wrap(outcome.tradesRootBytes()),
                ByteBuffer.wrap(outcome.settlementRootBytes()),
                outcome.debitNano(),
                outcome.creditNano());
    }

    /** The feeders that stand in their topic, each under the digest of its own bytes, whatever its key says. */
    private static FeederSource feeders(TopicReader reader) {
        Map<String, FeederGraph> graphs = new HashMap<>();
        for (Feeder record : of(reader, TopicCatalogue.FEEDERS, feeder -> true)) {
            var feeder = FeederRecords.toFeeder(record);
            graphs.put(HexFormat.of().formatHex(FeederCodec.digest(feeder)), new FeederGraph(feeder));
        }
        return graphs::get;
    }

    private static boolean isOf(TestArea area, String areaMrid, Instant periodStart) {
        return areaMrid.equals(area.mrid()) && periodStart.equals(area.periodStart());
    }

    private static <T extends SpecificRecord> List<T> of(
            TopicReader reader, TopicContract<T> topic, Predicate<T> wanted) {
        return reader.readAll(topic).stream()
                .map(TopicRecord::required)
                .filter(wanted)
                .toList();
    }

    private static final class Collector implements ClearingJournal.Output {
        private final List<Trade> trades = new ArrayList<>();
        private final List<SettlementLine> lines = new ArrayList<>();

        @Override
        public void trade(io.gridclear.market.settlement.Trade trade) {
            trades.add(OutcomeRecords.toRecord(trade));
        }

        @Override
        public void line(io.gridclear.market.settlement.SettlementLine line, byte[] lineId, byte[] settlementId) {
            SettlementDay day = SettlementDay.of(line.period());
            lines.add(OutcomeRecords.toRecord(line, lineId, settlementId, day));
        }
    }
}
