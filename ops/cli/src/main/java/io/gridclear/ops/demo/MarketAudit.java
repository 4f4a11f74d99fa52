package io.gridclear.ops.demo;

import io.gridclear.market.routing.FeederSource;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.schemas.avro.TradeRoute;
import io.gridclear.schemas.catalogue.TopicContract;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;

/**
 * Everything that stands in the market's topics for the periods of one run, audited as it comes in. Records of other
 * periods (those between the start of the application and the first bid) pass by. Single-threaded.
 */
final class MarketAudit {

    private final long firstStart;
    private final long endStart;
    private final MarketTerms terms;
    private final FeederSource feeders;
    private final BiFunction<TopicContract<?>, SpecificRecord, byte[]> encode;
    private final Map<String, Map<Long, PeriodAudit>> byArea = new TreeMap<>();
    private final ParticipantAccounts accounts = new ParticipantAccounts();
    private final Map<RejectReasonCode, Long> rejections = new EnumMap<>(RejectReasonCode.class);

    /**
     * An audit of the periods that start in [firstStart, endStart), epoch ms.
     *
     * @param terms terms that all areas were configured with, but for their feeder
     * @param feeders the areas' feeders
     * @param encode record to bytes, as the application writes them to a topic
     */
    MarketAudit(
            long firstStart,
            long endStart,
            MarketTerms terms,
            FeederSource feeders,
            BiFunction<TopicContract<?>, SpecificRecord, byte[]> encode) {
        this.firstStart = firstStart;
        this.endStart = endStart;
        this.terms = terms;
        this.feeders = feeders;
        this.encode = encode;
    }

    void take(SpecificRecord record, byte[] bytes) {
        if (record instanceof BookEntry entry) {
            if (covers(entry.getPeriodStart().toEpochMilli())) {
                period(entry.getAreaMrid(), entry.getPeriodStart().toEpochMilli())
                        .entry(entry);
            }
        } else if (record instanceof Trade trade) {
            if (covers(trade.getPeriodStart().toEpochMilli())) {
                period(trade.getAreaMrid(), trade.getPeriodStart().toEpochMilli())
                        .published(trade, bytes);
            }
        } else if (record instanceof SettlementLine line) {
            if (covers(line.getPeriodStart().toEpochMilli())) {
                take(line, bytes);
            }
        } else if (record instanceof TradeRoute route) {
            if (covers(route.getPeriodStart().toEpochMilli())) {
                period(route.getAreaMrid(), route.getPeriodStart().toEpochMilli())
                        .published(route, bytes);
            }
        } else if (record instanceof SettlementInputs part) {
            if (covers(part.getPeriodStart().toEpochMilli())) {
                period(part.getAreaMrid(), part.getPeriodStart().toEpochMilli())
                        .delivery()
                        .take(part);
            }
        } else if (record instanceof SettlementRunResult result) {
            if (covers(result.getPeriodStart().toEpochMilli())) {
                period(result.getAreaMrid(), result.getPeriodStart().toEpochMilli())
                        .delivery()
                        .take(result);
            }
        } else if (record instanceof ClearingResult result) {
            if (covers(result.getPeriodStart().toEpochMilli())) {
                period(result.getAreaMrid(), result.getPeriodStart().toEpochMilli())
                        .published(result);
            }
        } else if (record instanceof BidRejected rejection) {
            rejections.merge(rejection.getReasonCode(), 1L, Long::sum);
        }
    }

    private void take(SettlementLine line, byte[] bytes) {
        PeriodAudit period = period(line.getAreaMrid(), line.getPeriodStart().toEpochMilli());
        if (line.getRun() == SettlementRun.INITIAL) {
            period.published(line, bytes);
            accounts.add(line, terms);
        } else {
            period.delivery().take(line, bytes);
        }
    }

    private boolean covers(long periodStart) {
        return periodStart >= firstStart && periodStart < endStart;
    }

    private PeriodAudit period(String area, long periodStart) {
        return byArea.computeIfAbsent(area, name -> new TreeMap<>())
                .computeIfAbsent(periodStart, start -> new PeriodAudit(area, start, feeders, encode));
    }

    /** Every area and period, by area, then by start. */
    Collection<PeriodAudit> periods() {
        return byArea.values().stream()
                .flatMap(ofArea -> ofArea.values().stream())
                .toList();
    }

    /** One period over all areas. */
    Collection<PeriodAudit> period(long periodStart) {
        return periods().stream()
                .filter(period -> period.periodStart() == periodStart)
                .toList();
    }

    ParticipantAccounts accounts() {
        return accounts;
    }

    /** Bids that the market refused, by reason. */
    Map<RejectReasonCode, Long> rejections() {
        return rejections;
    }
}
