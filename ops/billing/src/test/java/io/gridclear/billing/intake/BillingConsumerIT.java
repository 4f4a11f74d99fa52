package io.gridclear.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.billing.Rows;
import io.gridclear.billing.TestPostgres;
import io.gridclear.billing.TestSettlement;
import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.billing.intake.TopicsInMemory.Reading;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of the topics into a real PostgreSQL. */
class BillingConsumerIT {

    private static final String AREA = "area-1";
    private static final long START = TestSettlement.PERIOD_START;

    private final BillingDatabase database = TestPostgres.fresh();
    private final TopicsInMemory topics = new TopicsInMemory();

    private static TestSettlement initial() {
        return TestSettlement.initial(AREA, START)
                .trade(1, "alice", "bob", 1_250, 520_000)
                .soldToGrid("carol", 800, 450_000, false);
    }

    private void publish(TestSettlement settlement) {
        settlement.lines().forEach(line -> topics.publish(TopicCatalogue.SETTLEMENT_LINES, line));
    }

    private void readAll() {
        try (Reading reader = topics.reader(database)) {
            reader.readAll();
        }
    }

    private String dump() {
        return String.join("\n", Rows.of(database, "select * from billing.settlement_line order by settlement_id"))
                + String.join("\n", Rows.of(database, "select * from billing.settlement_run order by 1, 2, 5"))
                + String.join("\n", Rows.of(database, "select * from billing.receipt order by 1, 2, 5, 6"))
                + String.join("\n", Rows.of(database, "select * from billing.consumer_offset order by 1, 2"));
    }

    @Test
    void everyFieldOfALineIsInItsRow() {
        publish(initial());
        readAll();

        assertThat(Rows.of(database, "select * from billing.settlement_line order by line_index"))
                .hasSize(4)
                .first()
                .satisfies(row -> assertThat(row)
                        .contains(
                                "|INITIAL|0|0|0|area-1|2026-07-01 23:30:00+00|2026-07-01 23:45:00+00|2026-07-02|7|alice|bob|"
                                        + "point-alice|order|ENERGY|CREDIT|1250|520000|650000000|650000000|"
                                        + "area-1/" + START + "/1|EUR|f"));
        assertThat(Rows.only(
                        database,
                        "select next_offset from billing.consumer_offset where topic = 'settlement.lines.v1'"))
                .isEqualTo("4");
    }

    @Test
    void totalsAndReceiptsAreThereToo() {
        TestSettlement settlement = initial();
        publish(settlement);
        topics.publish(TopicCatalogue.CLEARINGS, settlement.clearing());
        topics.publish(TopicCatalogue.RECEIPTS, settlement.receipt(LedgerStatus.FINAL));
        readAll();

        assertThat(Rows.of(
                        database,
                        "select run, settlement_lines, debit_nano, credit_nano, time_zone from billing.settlement_run"))
                .containsExactly("INITIAL|4|1010000000|1010000000|Europe/Berlin");
        assertThat(Rows.of(database, "select status, leaf_count, first_line_index from billing.receipt"))
                .containsExactly("FINAL|4|0");
        assertThat(Rows.only(database, "select count(*) from billing.billable_line"))
                .isEqualTo("4");
        assertThat(Rows.of(database, "select * from billing.open_item")).isEmpty();
    }

    @Test
    void linesWithoutAFinalReceiptAreOpenItems() {
        TestSettlement settlement = initial();
        publish(settlement);
        readAll();
        assertThat(Rows.of(database, "select distinct ledger_status from billing.open_item"))
                .containsExactly("NO RECEIPT");

        topics.publish(TopicCatalogue.RECEIPTS, settlement.receipt(LedgerStatus.DISPUTED));
        readAll();
        assertThat(Rows.of(database, "select distinct ledger_status from billing.open_item"))
                .containsExactly("DISPUTED");
        assertThat(Rows.of(database, "select * from billing.billable_line")).isEmpty();
    }

    @Test
    void readingAgainFromTheBeginningChangesNothing() {
        TestSettlement settlement = initial();
        publish(settlement);
        topics.publish(TopicCatalogue.CLEARINGS, settlement.clearing());
        topics.publish(TopicCatalogue.RECEIPTS, settlement.receipt(LedgerStatus.FINAL));
        readAll();
        String before = dump();

        assertThat(Rows.change(database, "delete from billing.consumer_offset")).isEqualTo(3);
        readAll();

        assertThat(dump()).isEqualTo(before);
        assertThat(Rows.of(database, "select * from billing.rejected_record")).isEmpty();
    }

    @Test
    void aLineThatComesTwiceInOneBatchIsThereOnce() {
        publish(initial());
        publish(initial());
        readAll();

        assertThat(Rows.only(database, "select count(*) from billing.settlement_line"))
                .isEqualTo("4");
        assertThat(Rows.of(database, "select * from billing.rejected_record")).isEmpty();
    }

    @Test
    void aLaterRunReplacesByLineIdAndALateOlderOneDoesNot() {
        TestSettlement first = initial();
        TestSettlement metered = first.next(SettlementRun.METERED)
                .trade(1, "alice", "bob", 1_250, 520_000)
                .soldToGrid("carol", 700, 450_000, true);
        TestSettlement corrected = metered.next(SettlementRun.correction(1))
                .trade(1, "alice", "bob", 1_250, 520_000)
                .soldToGrid("carol", 0, 450_000, false);
        publish(corrected);
        publish(first);
        publish(metered);
        readAll();

        assertThat(Rows.of(
                        database,
                        "select market_participant_mrid, run, revision, quantity_wh from billing.current_line"
                                + " order by line_index"))
                .containsExactly(
                        "alice|CORRECTION|1|1250",
                        "bob|CORRECTION|1|1250",
                        "carol|CORRECTION|1|0",
                        "grid|CORRECTION|1|0");
        assertThat(
                        Rows.of(
                                database,
                                "select balance_nano, lines from billing.participant_day where market_participant_mrid = 'carol'"))
                .containsExactly("0|1");
    }

    /** What is added up per participant, period and day has each line once, as its latest run has it. */
    @Test
    void sumsOfParticipantsCountTheLatestRunOfEachLine() {
        TestSettlement first = initial();
        TestSettlement metered = first.next(SettlementRun.METERED)
                .trade(1, "alice", "bob", 1_250, 520_000)
                .soldToGrid("carol", 700, 450_000, true)
                .missing(1, "alice", 250, 690_000);
        TestSettlement corrected = metered.next(SettlementRun.correction(1))
                .trade(1, "alice", "bob", 1_250, 520_000)
                .soldToGrid("carol", 750, 450_000, false)
                .missing(1, "alice", 0, 690_000);
        String sums =
                "select market_participant_mrid, lines, estimated_lines, debit_nano, credit_nano, balance_nano from ";

        publish(first);
        publish(metered);
        readAll();
        assertThat(Rows.of(database, sums + "billing.participant_day order by 1"))
                .isEqualTo(Rows.of(database, sums + "billing.participant_period order by 1"))
                .containsExactly(
                        "alice|2|0|172500000|650000000|477500000",
                        "bob|1|0|650000000|0|-650000000",
                        "carol|1|1|0|315000000|315000000",
                        "grid|2|1|315000000|172500000|-142500000");

        publish(corrected);
        readAll();
        assertThat(Rows.of(database, sums + "billing.participant_day order by 1"))
                .isEqualTo(Rows.of(database, sums + "billing.participant_period order by 1"))
                .containsExactly(
                        "alice|2|0|0|650000000|650000000",
                        "bob|1|0|650000000|0|-650000000",
                        "carol|1|0|0|337500000|337500000",
                        "grid|2|0|337500000|0|-337500000");
    }

    @Test
    void totalsOfLaterRunsStandBesideThoseOfTheClearing() {
        TestSettlement first = initial();
        TestSettlement metered = first.next(SettlementRun.METERED)
                .trade(1, "alice", "bob", 1_250, 520_000)
                .soldToGrid("carol", 700, 450_000, true);
        topics.publish(TopicCatalogue.CLEARINGS, first.clearing());
        topics.publish(TopicCatalogue.SETTLEMENT_RUNS, metered.totals());
        topics.publish(TopicCatalogue.SETTLEMENT_RUNS, metered.totals());
        topics.publish(
                TopicCatalogue.SETTLEMENT_RUNS,
                io.gridclear.schemas.avro.SettlementRunResult.newBuilder(metered.totals())
                        .setDebitNano(1)
                        .build());
        topics.publish(
                TopicCatalogue.SETTLEMENT_RUNS,
                io.gridclear.schemas.avro.SettlementRunResult.newBuilder(metered.totals())
                        .setRun(io.gridclear.schemas.avro.SettlementRun.INITIAL)
                        .build());
        readAll();

        assertThat(Rows.of(
                        database,
                        "select run, settlement_lines, debit_nano, changed_lines, vanished_lines from billing.settlement_run"
                                + " order by run_order"))
                .containsExactly("INITIAL|4|1010000000|null|null", "METERED|4|965000000|2|0");
        assertThat(Rows.of(database, "select topic, record_offset, reason from billing.rejected_record order by 2"))
                .containsExactly("settlement.runs.v1|2|CONTRADICTS", "settlement.runs.v1|3|INVALID");
    }

    /** Runs in any order, any of them twice: what is current is what a map of the highest run has. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsCurrentDependsOnTheSetOfLinesAlone(long seed) {
        Random random = new Random(seed);
        List<SettlementLine> lines = new ArrayList<>();
        TestSettlement run = TestSettlement.initial(AREA, START);
        for (int number = 0; number < 6; number++) {
            for (int trade = 0; trade < 5; trade++) {
                run.trade(trade, "seller-" + trade, "buyer-" + trade, random.nextInt(1_000), 500_000);
            }
            lines.addAll(run.lines());
            run = run.next(number == 0 ? SettlementRun.METERED : SettlementRun.correction(number));
        }
        for (int repeat = 0; repeat < 20; repeat++) {
            lines.add(lines.get(random.nextInt(lines.size())));
        }
        Collections.shuffle(lines, random);
        Map<String, SettlementLine> current = new HashMap<>();
        lines.forEach(line ->
                current.merge(line.getLineId(), line, (one, other) -> order(one) >= order(other) ? one : other));

        for (SettlementLine line : lines) {
            topics.publish(TopicCatalogue.SETTLEMENT_LINES, line);
            if (random.nextInt(10) == 0) {
                readAll();
            }
        }
        readAll();

        assertThat(Rows.of(database, "select settlement_id from billing.current_line"))
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(current.values().stream()
                        .map(SettlementLine::getSettlementId)
                        .toList());
        assertThat(Rows.only(database, "select sum(balance_nano) from billing.current_line"))
                .isEqualTo("0");
    }

    private static int order(SettlementLine line) {
        return switch (line.getRun()) {
            case INITIAL -> 0;
            case METERED -> 1;
            default -> 1 + line.getRevision();
        };
    }

    @Test
    void recordsThatCannotBeAreSetAsideWithTheirReasonAndTheRestGoesOn() {
        List<SettlementLine> lines = initial().lines();
        topics.publish("settlement.lines.v1", "no record".getBytes(StandardCharsets.UTF_8));
        topics.publish(TopicCatalogue.SETTLEMENT_LINES, lines.get(0));
        SettlementLine wrongAmount =
                SettlementLine.newBuilder(lines.get(1)).setAmountNano(1).build();
        topics.publish(TopicCatalogue.SETTLEMENT_LINES, wrongAmount);
        SettlementLine otherEnergy = SettlementLine.newBuilder(lines.get(0))
                .setQuantityWh(1)
                .setAmountNano(520_000)
                .build();
        topics.publish(TopicCatalogue.SETTLEMENT_LINES, otherEnergy);
        topics.publish("settlement.lines.v1", null);
        SettlementLine unheld = SettlementLine.newBuilder(lines.get(2))
                .setOrderId("nul \0 character")
                .build();
        topics.publish(TopicCatalogue.SETTLEMENT_LINES, unheld);
        topics.publish(TopicCatalogue.SETTLEMENT_LINES, lines.get(3));
        readAll();

        assertThat(Rows.of(database, "select line_index from billing.settlement_line order by line_index"))
                .containsExactly("0", "3");
        assertThat(Rows.of(
                        database,
                        "select record_offset, reason from billing.rejected_record"
                                + " where topic = 'settlement.lines.v1' and partition_number = 0 order by 1"))
                .containsExactly("0|UNDECODABLE", "2|INVALID", "3|CONTRADICTS", "5|REFUSED");
        assertThat(Rows.only(database, "select detail from billing.rejected_record where record_offset = 2"))
                .isEqualTo("its amountNano is 1, but 650000000 follows from its other fields");
        assertThat(
                        Rows.only(
                                database,
                                "select convert_from(record_value, 'UTF8') from billing.rejected_record where record_offset = 0"))
                .isEqualTo("no record");
    }

    @Test
    void aSecondOutcomeOfARunIsSetAside() {
        TestSettlement settlement = initial();
        topics.publish(TopicCatalogue.CLEARINGS, settlement.clearing());
        topics.publish(
                TopicCatalogue.CLEARINGS,
                io.gridclear.schemas.avro.ClearingResult.newBuilder(settlement.clearing())
                        .setDebitNano(1)
                        .build());
        topics.publish(TopicCatalogue.RECEIPTS, settlement.receipt(LedgerStatus.FINAL));
        topics.publish(TopicCatalogue.RECEIPTS, settlement.receipt(LedgerStatus.DISPUTED));
        readAll();

        assertThat(Rows.of(database, "select topic, reason from billing.rejected_record order by topic"))
                .containsExactly("ledger.receipts.v1|CONTRADICTS", "market.clearings.v1|CONTRADICTS");
        assertThat(Rows.only(database, "select status from billing.receipt")).isEqualTo("FINAL");
    }

    @Test
    void aConnectionThatBreaksLosesNothing() {
        try (Reading reader = topics.reader(database)) {
            publish(initial());
            reader.readAll();
            Rows.of(
                    database,
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where datname = current_database() and pid <> pg_backend_pid()");
            publish(initial().next(SettlementRun.METERED).trade(1, "alice", "bob", 1_250, 520_000));

            assertThat(reader.turn()).as("with the connection broken").isFalse();
            reader.readAll();

            assertThat(Rows.only(database, "select count(*) from billing.settlement_line"))
                    .isEqualTo("6");
        }
    }

    @Test
    void whoeverWasOvertakenWritesNothingAndGoesOnFromWhereTheDatabaseStands() {
        TestSettlement first = initial();
        try (Reading paused = topics.reader(database);
                Reading other = topics.reader(database)) {
            topics.publish(TopicCatalogue.SETTLEMENT_LINES, first.lines().get(0));
            paused.readAll();
            topics.publish(TopicCatalogue.SETTLEMENT_LINES, first.lines().get(1));
            other.readAll();
            topics.publish("settlement.lines.v1", "no record".getBytes(StandardCharsets.UTF_8));
            paused.turn();
            assertThat(Rows.of(database, "select * from billing.rejected_record"))
                    .as("written by who was overtaken")
                    .isEmpty();

            paused.readAll();

            assertThat(Rows.only(
                            database,
                            "select next_offset from billing.consumer_offset where topic = 'settlement.lines.v1'"))
                    .isEqualTo("3");
            assertThat(Rows.of(database, "select record_offset from billing.rejected_record"))
                    .containsExactly("2");
        }
    }

    @Test
    void aPartitionThatBroughtNothingHasNoRow() {
        publish(initial());

        readAll();

        assertThat(Rows.of(database, "select topic from billing.consumer_offset"))
                .containsExactly("settlement.lines.v1");
    }

    @Test
    void everyColumnSaysWhatItHolds() {
        readAll();
        assertThat(Rows.of(
                        database,
                        "select c.table_name || '.' || c.column_name from information_schema.columns c"
                                + " join information_schema.tables t using (table_schema, table_name)"
                                + " where c.table_schema = 'billing' and t.table_type = 'BASE TABLE'"
                                + " and t.table_name <> 'schema_version'"
                                + " and col_description((c.table_schema || '.' || c.table_name)::regclass,"
                                + " c.ordinal_position) is null"))
                .isEmpty();
        assertThat(Rows.only(
                        database,
                        "select count(*) from information_schema.columns where table_schema = 'billing'"
                                + " and table_name = 'settlement_line'"))
                .as("fields of a line, and the order of its run")
                .isEqualTo(Integer.toString(
                        SettlementLine.getClassSchema().getFields().size() + 1));
    }
}
