package io.gridclear.topology;

import static io.gridclear.topology.MarketDriver.AREA;
import static io.gridclear.topology.MarketDriver.PERIOD;
import static io.gridclear.topology.MarketDriver.PERIOD_MS;
import static io.gridclear.topology.MarketDriver.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.clearing.BookReplay;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.Trade;
import io.gridclear.records.BookEntryRecords;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path: bids are cleared, readings folded, deliveries settled; and all of it follows from the published logs. */
class DeliveryTopologyTest {

    private static final String OTHER_AREA = "feeder-2";
    private static final long GRACE_MS = 30_000;
    private static final long METERED_AT = PERIOD + PERIOD_MS + GRACE_MS;

    @TempDir
    Path stateDir;

    /** The items of every period, from the book's log. */
    private static Map<ReplayAudit.Period, List<ContractItem>> items(PublishedRecords published) {
        Map<ReplayAudit.Period, List<ContractItem>> items = new HashMap<>();
        Map<ReplayAudit.Period, BookReplay> replays = new HashMap<>();
        for (BookEntry entry : published.book()) {
            ReplayAudit.Period period = new ReplayAudit.Period(
                    entry.getAreaMrid(), entry.getPeriodStart().toEpochMilli());
            List<ContractItem> ofPeriod = items.computeIfAbsent(period, key -> new ArrayList<>());
            replays.computeIfAbsent(
                            period,
                            key -> new BookReplay(new ClearingJournal.Output() {
                                @Override
                                public void trade(Trade trade) {
                                    // its item follows
                                }

                                @Override
                                public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
                                    // its item follows
                                }

                                @Override
                                public void item(ContractItem item) {
                                    ofPeriod.add(item);
                                }
                            }))
                    .accept(BookEntryRecords.toEntry(entry));
        }
        return items;
    }

    @Test
    void fromBidAndReadingToTheLinesOfTheRuns() {
        try (MarketDriver market = MarketDriver.open(stateDir)) {
            market.configure(MarketDriver.area(AREA, terms -> {
                terms.setMeteringGraceMs(GRACE_MS);
                terms.setGridFee(10_000);
                terms.setImbalanceSpread(1_000);
            }));
            market.sell("pv-1", 500_000);
            market.buy("house-1", 600_000, bid -> bid.setQuantityWh(1_500));
            market.closeGate();
            market.closeWindow();
            market.advanceTo(PERIOD + PERIOD_MS);
            market.send(reading("pv-1", PERIOD, PERIOD + PERIOD_MS, 0, r -> r.setExportWh(900)));
            // metering folds it
            market.advance(1_000);
            market.turns(5);
            market.advanceTo(METERED_AT + 2_000);
            // late by two minutes, and another that corrects the first
            market.advance(120_000);
            market.send(reading("house-1", PERIOD, PERIOD + PERIOD_MS, 1_600, r -> {}));
            market.send(reading("pv-1", PERIOD, PERIOD + PERIOD_MS, 0, r -> {
                r.setExportWh(1_000);
                r.setRevision(1);
            }));
            market.advance(1_000);
            market.turns(5);
            market.advanceTo(METERED_AT + 300_000);

            PublishedRecords published = market.published();
            assertThat(ReplayAudit.check(published)).isPositive();
            Map<ReplayAudit.Period, List<ContractItem>> items = items(published);
            DeliveryAudit.check(published, items::get);
            List<SettlementRunResult> runs = published.read(TopicCatalogue.SETTLEMENT_RUNS).stream()
                    .filter(run -> run.getPeriodStart().toEpochMilli() == PERIOD)
                    .toList();
            assertThat(runs)
                    .extracting(
                            SettlementRunResult::getRun,
                            SettlementRunResult::getEstimatedPoints,
                            SettlementRunResult::getSellMissingWh,
                            SettlementRunResult::getExcessImportWh,
                            SettlementRunResult::getVanishedLines)
                    .containsExactly(
                            Tuple.tuple(SettlementRun.METERED, 1L, 100L, 0L, 0L),
                            Tuple.tuple(SettlementRun.CORRECTION, 0L, 0L, 100L, 2L));
            ClearingResult clearing = published.clearings().stream()
                    .filter(result -> result.getPeriodStart().toEpochMilli() == PERIOD)
                    .findFirst()
                    .orElseThrow();
            assertThat(runs.get(0).getInitialRoot()).isEqualTo(clearing.getSettlementRoot());
            assertThat(runs.get(0).getBookHash()).isEqualTo(clearing.getInputHash());
            // every period that was cleared and is over has its run, whether anybody traded or not
            long over = published.clearings().stream()
                    .filter(result ->
                            result.getPeriodStart().toEpochMilli() + PERIOD_MS + GRACE_MS <= METERED_AT + 300_000)
                    .count();
            assertThat(published.read(TopicCatalogue.SETTLEMENT_RUNS).stream()
                            .filter(run -> run.getRun() == SettlementRun.METERED))
                    .hasSize((int) over);
            assertThat(market.metric("gridclear.delivery.runs")).isEqualTo(over + 1);
        }
    }

    private static void configure(MarketDriver market, String area) {
        market.configure(MarketDriver.area(area, terms -> {
            terms.setMeteringGraceMs(GRACE_MS);
            terms.setImbalanceSpread(1_000);
        }));
    }

    private static List<SettlementRunResult> runs(PublishedRecords published, String area) {
        return published.read(TopicCatalogue.SETTLEMENT_RUNS).stream()
                .filter(run ->
                        run.getAreaMrid().equals(area) && run.getPeriodStart().toEpochMilli() == PERIOD)
                .toList();
    }

    private static List<String> lines(PublishedRecords published, String area, SettlementRun run, String participant) {
        return published.lines().stream()
                .filter(line -> line.getAreaMrid().equals(area)
                        && line.getPeriodStart().toEpochMilli() == PERIOD
                        && line.getRun() == run
                        && line.getMarketParticipantMrid().equals(participant))
                .map(line -> line.getDirection() + " " + line.getChargeType() + " " + line.getQuantityWh()
                        + ", changes " + line.getDeltaNano())
                .toList();
    }

    /**
     * A period is settled where it was contracted. Alice's was metered before she moved; anna's was not, so that the old area
     * takes her as contracted, and the new one finds energy that nobody contracted.
     */
    @Test
    void aUsagePointThatMovesIsSettledWhereItsPeriodWasContracted() {
        try (MarketDriver market = MarketDriver.open(stateDir)) {
            configure(market, AREA);
            configure(market, OTHER_AREA);
            market.register("pv-2", "anna");
            market.sell("pv-1", 500_000);
            market.sell("pv-2", 500_000);
            market.buy("house-1", 500_000, bid -> bid.setQuantityWh(2_000));
            market.closeGate();
            market.closeWindow();
            market.advanceTo(PERIOD + PERIOD_MS);
            market.send(reading("house-1", PERIOD, PERIOD + PERIOD_MS, 2_000, r -> {}));
            market.send(reading("pv-1", PERIOD, PERIOD + PERIOD_MS, 0, r -> r.setExportWh(900)));
            market.advance(1_000);
            market.turns(5);

            market.register("pv-1", "alice", OTHER_AREA);
            market.register("pv-2", "anna", OTHER_AREA);
            market.send(reading("pv-2", PERIOD, PERIOD + PERIOD_MS, 0, r -> r.setExportWh(700)));
            market.advance(1_000);
            market.turns(5);
            market.advanceTo(METERED_AT + 2_000);
            long next = PERIOD + 5 * PERIOD_MS;
            market.sell("pv-1", 500_000, bid -> bid.setPeriodStart(Instant.ofEpochMilli(next)));
            market.send(reading("pv-1", PERIOD, PERIOD + PERIOD_MS, 0, r -> {
                r.setExportWh(1_000);
                r.setRevision(1);
            }));
            market.advance(1_000);
            market.turns(5);
            market.advanceTo(METERED_AT + 300_000);

            PublishedRecords published = market.published();
            DeliveryAudit.check(published, items(published)::get);
            assertThat(runs(published, AREA))
                    .extracting(
                            SettlementRunResult::getRun,
                            SettlementRunResult::getEstimatedPoints,
                            SettlementRunResult::getSellMissingWh,
                            SettlementRunResult::getSellDeliveredWh)
                    .containsExactly(
                            Tuple.tuple(SettlementRun.METERED, 1L, 100L, 1_900L),
                            Tuple.tuple(SettlementRun.CORRECTION, 1L, 0L, 2_000L));
            assertThat(lines(published, AREA, SettlementRun.METERED, "alice"))
                    .containsExactly("CREDIT ENERGY 1000, changes 0", "DEBIT IMBALANCE 100, changes -67100000");
            assertThat(lines(published, AREA, SettlementRun.CORRECTION, "alice"))
                    .containsExactly("CREDIT ENERGY 1000, changes 0", "DEBIT IMBALANCE 0, changes 67100000");
            assertThat(lines(published, AREA, SettlementRun.METERED, "anna"))
                    .containsExactly("CREDIT ENERGY 1000, changes 0");
            assertThat(runs(published, OTHER_AREA))
                    .extracting(SettlementRunResult::getRun, SettlementRunResult::getExcessExportWh)
                    .containsExactly(Tuple.tuple(SettlementRun.METERED, 700L));
            assertThat(lines(published, OTHER_AREA, SettlementRun.METERED, "alice"))
                    .isEmpty();
            assertThat(lines(published, OTHER_AREA, SettlementRun.METERED, "anna"))
                    .containsExactly("CREDIT IMBALANCE 700, changes 314300000");
            assertThat(published.book())
                    .filteredOn(entry ->
                            entry.getOrder() != null && entry.getPeriodStart().toEpochMilli() == next)
                    .extracting(BookEntry::getAreaMrid)
                    .containsExactly(OTHER_AREA);
        }
    }
}
