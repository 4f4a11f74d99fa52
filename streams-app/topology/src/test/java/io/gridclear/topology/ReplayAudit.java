package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.clearing.BookReplay;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.clearing.ClearingOutcome;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.market.routing.TradeRoutes;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.Trade;
import io.gridclear.records.BookEntryRecords;
import io.gridclear.records.FeederRecords;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.avro.TradeRoute;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Replays the published log of every area and period through the kernel, and compares what comes out with what was
 * published, byte for byte. What belongs to an open period must be a beginning of what will come.
 */
final class ReplayAudit {

    record Period(String area, long start) {}

    /** What the kernel makes of one period's log. */
    private static final class Replayed implements ClearingJournal.Output {
        final List<byte[]> trades = new ArrayList<>();
        final List<byte[]> lines = new ArrayList<>();
        final List<byte[]> routes = new ArrayList<>();
        final BookReplay replay;
        private final Serializer<io.gridclear.schemas.avro.Trade> tradeSerializer;
        private final Serializer<io.gridclear.schemas.avro.SettlementLine> lineSerializer;
        private final Serializer<TradeRoute> routeSerializer;
        MarketTerms terms;
        long gateClosedAt;
        long requoteClosedAt;

        Replayed(ContractSerdes serdes, FeederSource feeders) {
            replay = new BookReplay(this, feeders);
            routeSerializer = serdes.serializer(TopicCatalogue.ROUTES);
            tradeSerializer = serdes.serializer(TopicCatalogue.TRADES);
            lineSerializer = serdes.serializer(TopicCatalogue.SETTLEMENT_LINES);
        }

        void accept(BookEntry entry) {
            if (entry instanceof BookEntry.PeriodOpened opened) {
                terms = opened.terms();
            } else if (entry instanceof BookEntry.GateClosed) {
                gateClosedAt = entry.position().recordedAt();
            } else if (entry instanceof BookEntry.RequoteClosed) {
                requoteClosedAt = entry.position().recordedAt();
            }
            replay.accept(entry);
        }

        @Override
        public void trade(Trade trade) {
            trades.add(tradeSerializer.serialize("", OutcomeRecords.toRecord(trade)));
        }

        @Override
        public void routes(Trade trade, TradeRoutes taken) {
            routes.add(routeSerializer.serialize("", FeederRecords.toRecord(trade, taken)));
        }

        @Override
        public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
            var day = OutcomeRecords.SettlementDay.of(line.period());
            lines.add(lineSerializer.serialize("", OutcomeRecords.toRecord(line, lineId, settlementId, day)));
        }
    }

    private final PublishedRecords published;
    private final Map<Period, Replayed> replayed = new LinkedHashMap<>();

    private ReplayAudit(PublishedRecords published, FeederSource feeders) {
        this.published = published;
        ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
        for (var entry : published.book()) {
            replayed.computeIfAbsent(
                            new Period(
                                    entry.getAreaMrid(), entry.getPeriodStart().toEpochMilli()),
                            period -> new Replayed(serdes, feeders))
                    .accept(BookEntryRecords.toEntry(entry));
        }
    }

    /** Compares, and checks the accounts by themselves. Returns how many periods are cleared. */
    static int check(PublishedRecords all) {
        return check(all, FeederSource.NONE);
    }

    /** The same for areas that have feeders. */
    static int check(PublishedRecords all, FeederSource feeders) {
        PublishedRecords published = all.cleared();
        ReplayAudit audit = new ReplayAudit(published, feeders);
        int cleared = audit.checkResults();
        audit.checkReferencePrices();
        audit.checkSequence(
                TopicCatalogue.TRADES,
                one -> one.trades,
                trade -> new Period(trade.getAreaMrid(), trade.getPeriodStart().toEpochMilli()));
        audit.checkSequence(
                TopicCatalogue.SETTLEMENT_LINES,
                one -> one.lines,
                line -> new Period(line.getAreaMrid(), line.getPeriodStart().toEpochMilli()));
        audit.checkSequence(
                TopicCatalogue.ROUTES,
                one -> one.routes,
                route -> new Period(route.getAreaMrid(), route.getPeriodStart().toEpochMilli()));
        audit.checkKeys();
        AccountsAudit.check(published);
        return cleared;
    }

    private int checkResults() {
        Map<Period, ClearingResult> results = new HashMap<>();
        for (ClearingResult result : published.clearings()) {
            Period period =
                    new Period(result.getAreaMrid(), result.getPeriodStart().toEpochMilli());
            assertThat(results.put(period, result))
                    .as("second result of %s", period)
                    .isNull();
        }
        replayed.forEach((period, one) -> {
            ClearingOutcome outcome = one.replay.outcome();
            ClearingResult result = results.remove(period);
            if (result == null) {
                return;
            }
            assertThat(outcome)
                    .as("a result before the last tick of %s", period)
                    .isNotNull();
            assertThat(result)
                    .as("result of %s", period)
                    .isEqualTo(OutcomeRecords.toRecord(
                            period.area(),
                            period.start(),
                            one.terms,
                            outcome,
                            one.replay.entries(),
                            one.replay.inputHash(),
                            one.gateClosedAt,
                            one.requoteClosedAt,
                            result.getPublishedAt().toEpochMilli()));
        });
        assertThat(results.keySet()).as("results without a log").isEmpty();
        return published.clearings().size();
    }

    private void checkReferencePrices() {
        Map<Period, ReferencePrice> prices = new HashMap<>();
        for (ReferencePrice price : published.referencePrices()) {
            Period period =
                    new Period(price.getAreaMrid(), price.getPeriodStart().toEpochMilli());
            assertThat(prices.put(period, price)).as("second Pa of %s", period).isNull();
        }
        for (ClearingResult result : published.clearings()) {
            ReferencePrice price = prices.get(
                    new Period(result.getAreaMrid(), result.getPeriodStart().toEpochMilli()));
            assertThat(price.getPrice()).isEqualTo(result.getReferencePrice());
            assertThat(price.getDealCount()).isEqualTo(result.getStage1Trades());
            assertThat(price.getDealWh()).isEqualTo(result.getStage1Wh());
        }
    }

    /** The published records of a period are the replayed ones, or their beginning where it is not cleared yet. */
    private <T extends SpecificRecord> void checkSequence(
            TopicContract<T> topic,
            java.util.function.Function<Replayed, List<byte[]>> expected,
            java.util.function.Function<T, Period> periodOf) {
        List<T> values = published.read(topic);
        Map<Period, List<byte[]>> byPeriod = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            byPeriod.computeIfAbsent(periodOf.apply(values.get(i)), period -> new ArrayList<>())
                    .add(published.of(topic).get(i).value());
        }
        List<Period> cleared = published.clearings().stream()
                .map(result ->
                        new Period(result.getAreaMrid(), result.getPeriodStart().toEpochMilli()))
                .toList();
        replayed.forEach((period, one) -> {
            List<byte[]> records = byPeriod.getOrDefault(period, List.of());
            List<byte[]> replays = expected.apply(one);
            if (cleared.contains(period)) {
                assertThat(records).as("%s of %s", topic.name(), period).hasSameSizeAs(replays);
            }
            if (one.replay.outcome() != null) {
                assertThat(replays).as("%s of %s", topic.name(), period).hasSizeGreaterThanOrEqualTo(records.size());
                for (int i = 0; i < records.size(); i++) {
                    assertThat(records.get(i))
                            .as("%s of %s, record %d", topic.name(), period, i)
                            .isEqualTo(replays.get(i));
                }
            }
        });
        assertThat(replayed.keySet()).containsAll(byPeriod.keySet());
    }

    private void checkKeys() {
        for (TopicContract<?> topic : List.of(TopicCatalogue.BOOK, TopicCatalogue.TRADES, TopicCatalogue.CLEARINGS)) {
            List<String> areas = published.read(topic).stream()
                    .map(record -> String.valueOf(
                            record.get(record.getSchema().getField("areaMrid").pos())))
                    .toList();
            assertThat(published.of(topic))
                    .extracting(PublishedRecords.Published::key)
                    .isEqualTo(areas);
        }
        var lines = published.lines();
        assertThat(published.of(TopicCatalogue.SETTLEMENT_LINES))
                .extracting(PublishedRecords.Published::key)
                .isEqualTo(lines.stream()
                        .map(line -> line.getMarketParticipantMrid())
                        .toList());
        // every line has an entry of its own among the latest
        Map<String, byte[]> latest = published.of(TopicCatalogue.SETTLEMENT_LATEST).stream()
                .collect(Collectors.toMap(PublishedRecords.Published::key, PublishedRecords.Published::value));
        assertThat(latest).hasSameSizeAs(lines);
        lines.forEach(line -> assertThat(latest)
                .containsKey(line.getMarketParticipantMrid() + "/"
                        + line.getPeriodStart().toEpochMilli() + "/" + line.getLineId()));
    }
}
