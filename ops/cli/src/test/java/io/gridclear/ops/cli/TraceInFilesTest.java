package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridclear.ops.topic.Found;
import io.gridclear.ops.topic.RecordFiles;
import io.gridclear.ops.trace.Attestation;
import io.gridclear.ops.trace.Attestations;
import io.gridclear.ops.trace.TraceFiles;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.BookOrder;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.RoutePath;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.schemas.avro.TradeRoute;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.verify.BlockReceipt;
import io.gridclear.verify.ProvenSettlement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines traced in files, without any cluster: three runs that four agents decided. */
class TraceInFilesTest {

    private static final String UNKNOWN = "00".repeat(32);

    private static List<ProvenSettlement> runs;
    private static SettlementLine traced;
    private static String area;
    private static Instant start;

    @TempDir
    private Path folder;

    private long offset = 100;

    @BeforeAll
    static void settle() {
        runs = ProvenSettlement.ofRuns();
        // the seller misses some of the last trade in METERED and nothing any more in CORRECTION
        traced = runs.get(2).lines().stream()
                .filter(line -> line.getReference().endsWith("/2/imbalance/sell")
                        && line.getMarketParticipantMrid().equals("alice"))
                .findFirst()
                .orElseThrow();
        area = traced.getAreaMrid();
        start = traced.getPeriodStart();
    }

    @BeforeEach
    void write() throws IOException {
        try (RecordFiles files = new RecordFiles(TraceFiles.records(folder))) {
            writeBook(files);
            for (ProvenSettlement run : runs) {
                for (SettlementLine line : run.lines()) {
                    write(files, TopicCatalogue.SETTLEMENT_LINES, 3, line);
                }
                for (Receipt receipt : run.receipts()) {
                    write(files, TopicCatalogue.RECEIPTS, 2, receipt);
                }
            }
            for (int run = 1; run < runs.size(); run++) {
                SettlementLine line = runs.get(run).lines().get(0);
                write(
                        files,
                        TopicCatalogue.SETTLEMENT_RUNS,
                        1,
                        SettlementRunResult.newBuilder()
                                .setAreaMrid(area)
                                .setPeriodStart(start)
                                .setRun(line.getRun())
                                .setRevision(line.getRevision())
                                .build());
            }
        }
        Attestations.write(
                TraceFiles.attestations(folder), runs.get(runs.size() - 1).attestations());
    }

    private <T extends SpecificRecord> void write(RecordFiles files, TopicContract<T> topic, int partition, T record)
            throws IOException {
        files.write(new Found<SpecificRecord>(topic.name(), partition, offset++, record));
    }

    private static BookEntry.Builder entry(int sequence, BookEntryKind kind) {
        return BookEntry.newBuilder()
                .setAreaMrid(area)
                .setPeriodStart(start)
                .setSequence(sequence)
                .setKind(kind)
                .setRecordedAt(start.minusSeconds(1_800));
    }

    private static BookEntry order(int sequence, Side side, String owner) {
        return entry(sequence, BookEntryKind.ORDER)
                .setOrder(BookOrder.newBuilder()
                        .setSide(side)
                        .setUsagePointMrid("point-" + owner)
                        .setMarketParticipantMrid(owner)
                        .setOrderId("order-" + owner + "-2")
                        .setQuantityWh(1_000)
                        .setPrice(520_000)
                        .build())
                .build();
    }

    private void writeBook(RecordFiles files) throws IOException {
        PeriodTerms terms = PeriodTerms.newBuilder()
                .setFeeder(ByteBuffer.wrap(new byte[32]))
                .build();
        write(
                files,
                TopicCatalogue.BOOK,
                0,
                entry(0, BookEntryKind.PERIOD_OPENED).setTerms(terms).build());
        write(files, TopicCatalogue.BOOK, 0, order(1, Side.SELL, "alice"));
        write(files, TopicCatalogue.BOOK, 0, order(2, Side.BUY, "bob"));
        write(files, TopicCatalogue.BOOK, 0, order(3, Side.SELL, "carol"));
        write(
                files,
                TopicCatalogue.BOOK,
                0,
                entry(4, BookEntryKind.REQUOTE_CLOSED).build());
        String tradeId = area + "/" + start.toEpochMilli() + "/2";
        write(
                files,
                TopicCatalogue.TRADES,
                1,
                Trade.newBuilder()
                        .setTradeId(tradeId)
                        .setAreaMrid(area)
                        .setPeriodStart(start)
                        .setSequence(2)
                        .setStage(1)
                        .setSellOrderId("order-alice-2")
                        .setSellUsagePointMrid("point-alice")
                        .setSellParticipantMrid("alice")
                        .setBuyOrderId("order-bob-2")
                        .setBuyUsagePointMrid("point-bob")
                        .setBuyParticipantMrid("bob")
                        .setQuantityWh(1_000)
                        .setPrice(520_200)
                        .build());
        write(
                files,
                TopicCatalogue.ROUTES,
                1,
                TradeRoute.newBuilder()
                        .setTradeId(tradeId)
                        .setSellBus("1")
                        .setBuyBus("2")
                        .setPaths(List.of(RoutePath.newBuilder()
                                .setEnergyWh(1_000)
                                .setBuses(List.of("1", "2"))
                                .build()))
                        .build());
        write(
                files,
                TopicCatalogue.CLEARINGS,
                1,
                ClearingResult.newBuilder()
                        .setAreaMrid(area)
                        .setPeriodStart(start)
                        .setTerms(terms)
                        .setStage1Trades(3)
                        .build());
    }

    private Run trace(String... arguments) {
        String[] all = new String[arguments.length + 5];
        all[0] = "trace";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        String[] where = {
            "--files", folder.toString(), "--log", folder.resolve("run.log").toString()
        };
        System.arraycopy(where, 0, all, arguments.length + 1, where.length);
        return Run.of(all);
    }

    private static BlockReceipt receipt(int run) {
        return BlockReceipt.of(runs.get(run).receipts().get(0));
    }

    private static String h(int run) {
        return HexFormat.of().formatHex(receipt(run).outcome().verifiedHash());
    }

    @Test
    void aLineIsTracedToTradeOrdersRouteAndEveryAttester() {
        Run run = trace(traced.getLineId());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsSubsequence(
                        "line " + traced.getLineId(),
                        "METERED: 500 Wh",
                        "settlement.lines.v1-3@",
                        "CORRECTION 1: 0 Wh",
                        "/2, stage 1: 1000 Wh at 520200",
                        "market.trades.v1-1@105",
                        "from bus 1 to bus 2",
                        "market.routes.v1-1@106",
                        "entry 1, ORDER",
                        "market.book.v1-0@101",
                        "by alice, point-alice",
                        "by bob, point-bob",
                        "3 trades",
                        "market.clearings.v1-1@107",
                        "METERED: FINAL at height " + receipt(1).outcome().height() + " of gridclear-proven",
                        "validator-",
                        "CORRECTION 1: FINAL at height " + receipt(2).outcome().height())
                .doesNotContain("carol")
                .doesNotContain("INITIAL: FINAL");
        for (int later = 1; later < runs.size(); later++) {
            for (int validator = 1; validator <= 4; validator++) {
                assertThat(run.out())
                        .containsPattern("validator-" + validator + " +at height \\d+ to " + h(later) + "\n");
            }
        }
        assertThat(run.out()).doesNotContain(h(0));
    }

    @Test
    void jsonNamesTheSameAttestersAsTheReceiptsCount() throws IOException {
        Run run = trace(traced.getSettlementId(), "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("lines")).hasSize(2);
        assertThat(json.get("entries").findValuesAsText("sequence")).containsExactly("0", "1", "2", "4");
        assertThat(json.get("receipts")).hasSize(2);
        for (JsonNode attestation : json.get("attestations")) {
            int index = attestation.get("run").textValue().equals("METERED") ? 1 : 2;
            assertThat(attestation.get("revision").intValue()).isEqualTo(index - 1);
            assertThat(attestation.get("hash").textValue()).isEqualTo(h(index));
            assertThat(attestation.get("height").longValue()).isPositive();
        }
        for (String later : List.of("METERED", "CORRECTION")) {
            assertThat(json.get("attestations"))
                    .filteredOn(one -> one.get("run").textValue().equals(later))
                    .extracting(one -> one.get("agent").textValue())
                    .containsExactlyInAnyOrder("validator-1", "validator-2", "validator-3", "validator-4");
        }
        // what decided stood in its block, or in one before it
        long decided = receipt(1).outcome().height();
        assertThat(json.get("attestations"))
                .filteredOn(one -> one.get("run").textValue().equals("METERED")
                        && one.get("height").longValue() <= decided)
                .hasSize(receipt(1).outcome().attestations());
    }

    @Test
    void anAgentThatAttestedToSomethingElseStandsThereWithIt() throws IOException {
        Attestation other = new Attestation(
                area, start.toEpochMilli(), "METERED", 0, "validator-9", "09".repeat(20), "ee".repeat(32), 7);
        Attestations.write(TraceFiles.attestations(folder), List.of(other));

        assertThat(trace(traced.getLineId()).out())
                .containsPattern("validator-9 +at height 7 to " + "ee".repeat(32))
                .doesNotContain("validator-1 ");
    }

    @Test
    void withoutAttestationsTheReceiptsSayHowMany() throws IOException {
        Files.delete(TraceFiles.attestations(folder));

        Run run = trace(traced.getLineId());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("of 4 agents, produced by").doesNotContain("validator-");
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        Run unknown = trace(UNKNOWN);
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(unknown.err()).endsWith("has the lineId or settlementId " + UNKNOWN + "\n");

        Run elsewhere =
                Run.of("trace", UNKNOWN, "--files", folder.resolve("nowhere").toString());
        assertThat(elsewhere.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(elsewhere.err()).contains("has no folder 'records'");

        Path trades = TraceFiles.records(folder).resolve("market.trades.v1.jsonl");
        Files.writeString(trades, "{\"partition\":0}\n");
        Run broken = trace(traced.getLineId());
        assertThat(broken.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(broken.err()).contains("market.trades.v1.jsonl:1 is no record of market.trades.v1");

        Files.writeString(TraceFiles.attestations(folder), "nonsense\n", StandardOpenOption.APPEND);
        Files.delete(trades);
        Run nonsense = trace(traced.getLineId());
        assertThat(nonsense.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(nonsense.err()).contains("attestations.jsonl:");
    }
}
