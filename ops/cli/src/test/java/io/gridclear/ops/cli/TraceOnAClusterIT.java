package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridclear.ops.stack.EmbeddedStack;
import io.gridclear.ops.stack.StackOptions;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.BookOrder;
import io.gridclear.schemas.avro.ChargeType;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.RoutePath;
import io.gridclear.schemas.avro.SettlementInput;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.schemas.avro.TradeRoute;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.verify.ProvenSettlement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines traced through the topics of a real broker, among records of others. */
class TraceOnAClusterIT {

    private static final String AREA = "area-metered";
    private static final Instant START = Instant.parse("2026-07-01T10:00:00Z");
    private static final Instant END = START.plusSeconds(900);
    private static final Instant BEFORE = START.minusSeconds(1_800);
    private static final String TRADE = AREA + "/" + START.toEpochMilli() + "/3";
    private static final String LINE = "ab".repeat(32);
    private static final String UNKNOWN = "00".repeat(32);

    private static EmbeddedStack stack;
    private static RegistrySchemaLookup lookup;
    private static KafkaProducer<byte[], byte[]> producer;
    private static ProvenSettlement proven;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void publish() throws Exception {
        stack = EmbeddedStack.start(StackOptions.TEMPORARY);
        lookup = new RegistrySchemaLookup(stack.registryUrl());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer());
        publishMetered();
        proven = ProvenSettlement.ofLines(20);
        publishProven();
    }

    @AfterAll
    static void stop() {
        producer.close();
        lookup.close();
        stack.close();
    }

    private static <T extends SpecificRecord> void send(TopicContract<T> topic, String key, Instant at, T record)
            throws InterruptedException, ExecutionException {
        byte[] value = new ContractSerdes(lookup).serializer(topic).serialize(topic.name(), record);
        producer.send(new ProducerRecord<>(
                        topic.name(), null, at.toEpochMilli(), key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    private static SettlementLine line(SettlementRun run, int revision, long wh, long delta) {
        return SettlementLine.newBuilder()
                .setLineId(LINE)
                .setSettlementId(String.format("%064x", run.ordinal() * 16 + revision))
                .setRun(run)
                .setRevision(revision)
                .setLineIndex(7)
                .setAreaMrid(AREA)
                .setPeriodStart(START)
                .setPeriodEnd(END)
                .setSettlementDate("2026-07-01")
                .setPeriodNumber(49)
                .setMarketParticipantMrid("alice")
                .setCounterpartyMrid("grid")
                .setUsagePointMrid("roof")
                .setOrderId("sell-1")
                .setChargeType(ChargeType.GRID_ENERGY)
                .setDirection(Direction.CREDIT)
                .setQuantityWh(wh)
                .setPrice(450_000)
                .setAmountNano(wh * 450_000)
                .setDeltaNano(delta)
                .setReference(TRADE + "/curtailed/sell")
                .build();
    }

    private static BookEntry.Builder entry(int sequence, BookEntryKind kind) {
        return BookEntry.newBuilder()
                .setAreaMrid(AREA)
                .setPeriodStart(START)
                .setSequence(sequence)
                .setKind(kind)
                .setRecordedAt(BEFORE.plusSeconds(sequence));
    }

    private static BookEntry order(int sequence, Side side, String point, String id) {
        BookOrder order = BookOrder.newBuilder()
                .setSide(side)
                .setUsagePointMrid(point)
                .setMarketParticipantMrid(side == Side.SELL ? "alice" : "bob")
                .setOrderId(id)
                .setQuantityWh(1_000)
                .setPrice(520_000)
                .setBus("bus-" + side)
                .build();
        return entry(sequence, BookEntryKind.ORDER).setOrder(order).build();
    }

    private static void publishMetered() throws Exception {
        PeriodTerms terms = PeriodTerms.newBuilder()
                .setFeeder(ByteBuffer.wrap(new byte[32]))
                .setGridFee(8_000)
                .build();
        // the entry that opens the period bears the time of a bid that is older than any horizon
        send(
                TopicCatalogue.BOOK,
                AREA,
                START.minus(Duration.ofDays(30)),
                entry(0, BookEntryKind.PERIOD_OPENED).setTerms(terms).build());
        send(TopicCatalogue.BOOK, AREA, BEFORE, order(1, Side.SELL, "roof", "sell-1"));
        send(TopicCatalogue.BOOK, AREA, BEFORE, order(2, Side.SELL, "elsewhere", "sell-1"));
        send(TopicCatalogue.BOOK, AREA, BEFORE, order(3, Side.BUY, "house", "buy-1"));
        send(
                TopicCatalogue.BOOK,
                AREA,
                BEFORE,
                entry(4, BookEntryKind.GATE_CLOSED).build());
        send(
                TopicCatalogue.BOOK,
                AREA,
                BEFORE,
                entry(5, BookEntryKind.REQUOTE_CLOSED).build());
        for (int sequence : new int[] {1, 3, 30}) {
            String id = AREA + "/" + START.toEpochMilli() + "/" + sequence;
            send(
                    TopicCatalogue.TRADES,
                    AREA,
                    BEFORE,
                    Trade.newBuilder()
                            .setTradeId(id)
                            .setAreaMrid(AREA)
                            .setPeriodStart(START)
                            .setSequence(sequence)
                            .setStage(1)
                            .setSellOrderId("sell-1")
                            .setSellUsagePointMrid("roof")
                            .setSellParticipantMrid("alice")
                            .setBuyOrderId("buy-1")
                            .setBuyUsagePointMrid("house")
                            .setBuyParticipantMrid("bob")
                            .setQuantityWh(1_000)
                            .setPrice(520_000)
                            .build());
            send(
                    TopicCatalogue.ROUTES,
                    AREA,
                    BEFORE,
                    TradeRoute.newBuilder()
                            .setTradeId(id)
                            .setAreaMrid(AREA)
                            .setSellBus("1")
                            .setBuyBus("4")
                            .setCurtailedWh(400)
                            .setPaths(List.of(new RoutePath(600L, List.of("1", "2", "4"), List.of("a", "b"))))
                            .build());
        }
        send(
                TopicCatalogue.CLEARINGS,
                AREA,
                BEFORE,
                ClearingResult.newBuilder()
                        .setAreaMrid(AREA)
                        .setPeriodStart(START)
                        .setTerms(terms)
                        .setStage1Trades(31)
                        .build());
        send(TopicCatalogue.SETTLEMENT_LINES, "alice", BEFORE, line(SettlementRun.INITIAL, 0, 400, 180_000_000));
        Instant later = END.plusSeconds(3_600);
        send(
                TopicCatalogue.READINGS,
                "roof",
                END,
                MeterReading.newBuilder()
                        .setUsagePointMrid("roof")
                        .setIntervalStart(START)
                        .setIntervalEnd(END)
                        .setExportWh(700)
                        .build());
        send(
                TopicCatalogue.READINGS,
                "roof",
                END,
                MeterReading.newBuilder()
                        .setUsagePointMrid("roof")
                        .setIntervalStart(END)
                        .setIntervalEnd(END.plusSeconds(900))
                        .setExportWh(1)
                        .build());
        send(
                TopicCatalogue.PERIOD_ENERGY,
                "roof",
                END,
                PeriodEnergy.newBuilder()
                        .setUsagePointMrid("roof")
                        .setPeriodStart(START)
                        .setExportWh(700)
                        .setQuality(ReadingQuality.VALID)
                        .build());
        run(SettlementRun.METERED, 0, later, 700, line(SettlementRun.METERED, 0, 100, -135_000_000));
        run(SettlementRun.CORRECTION, 1, later, 750, line(SettlementRun.CORRECTION, 1, 150, 22_500_000));
    }

    private static void run(SettlementRun run, int revision, Instant at, long exportWh, SettlementLine line)
            throws Exception {
        send(
                TopicCatalogue.SETTLEMENT_INPUTS,
                AREA,
                at,
                new SettlementInputs(
                        AREA,
                        START,
                        run,
                        revision,
                        0,
                        true,
                        List.of(
                                new SettlementInput("elsewhere", "carol", 9L, 9L, 9L, false, List.of()),
                                new SettlementInput("roof", "alice", 0L, exportWh, 900_000L, false, List.of()))));
        send(TopicCatalogue.SETTLEMENT_LINES, "alice", at, line);
        send(
                TopicCatalogue.SETTLEMENT_RUNS,
                AREA,
                at,
                SettlementRunResult.newBuilder()
                        .setAreaMrid(AREA)
                        .setPeriodStart(START)
                        .setRun(run)
                        .setRevision(revision)
                        .setChangedLines(2)
                        .build());
    }

    /** The chain decides a period of the year to come; an area may take bids that far ahead. */
    private static void publishProven() throws Exception {
        SettlementLine first = proven.lines().get(0);
        Instant now = Instant.now();
        send(
                TopicCatalogue.AREAS,
                first.getAreaMrid(),
                now,
                MarketArea.newBuilder()
                        .setAreaMrid(first.getAreaMrid())
                        .setHorizonMs(Duration.ofDays(10_000).toMillis())
                        .build());
        for (SettlementLine line : proven.lines()) {
            send(TopicCatalogue.SETTLEMENT_LINES, line.getMarketParticipantMrid(), now, line);
        }
        for (Receipt receipt : proven.receipts()) {
            send(TopicCatalogue.RECEIPTS, receipt.getAreaMrid(), now, receipt);
        }
    }

    private static Run trace(String... arguments) {
        String[] all = new String[arguments.length + 7];
        all[0] = "trace";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        String[] cluster = {
            "--bootstrap",
            stack.bootstrap(),
            "--registry",
            stack.registryUrl(),
            "--log",
            folder.resolve("run.log").toString()
        };
        System.arraycopy(cluster, 0, all, arguments.length + 1, cluster.length);
        return Run.of(all);
    }

    @Test
    void aLineIsTracedThroughAllItsRuns() {
        Run run = trace(LINE);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsSubsequence(
                        "line " + LINE,
                        "INITIAL: 400 Wh at 450000, 0.180000000 EUR, change 0.180000000",
                        "METERED: 100 Wh at 450000, 0.045000000 EUR, change -0.135000000",
                        "CORRECTION 1: 150 Wh at 450000, 0.067500000 EUR, change 0.022500000",
                        TRADE + ", stage 1: 1000 Wh at 520000",
                        "from bus 1 to bus 4, 400 Wh curtailed",
                        "600 Wh over 1 - 2 - 4",
                        "entry 0, PERIOD_OPENED",
                        "grid fee 8000",
                        "entry 1, ORDER",
                        "SELL 1000 Wh at 520000 by alice, roof, order sell-1, bus bus-SELL",
                        "entry 3, ORDER",
                        "entry 4, GATE_CLOSED",
                        "entry 5, REQUOTE_CLOSED",
                        "31 trades",
                        "reading roof, revision 0: import 0 Wh, export 700 Wh",
                        "energy roof, revision 0: import 0 Wh, export 700 Wh, VALID",
                        "METERED: 0 lines, 2 changed",
                        "from roof: import 0 Wh, export 700 Wh",
                        "CORRECTION 1: 0 lines, 2 changed",
                        "from roof: import 0 Wh, export 750 Wh",
                        "no receipt yet")
                .doesNotContain("elsewhere");
        assertThat(run.err())
                .contains("records of settlement.lines.v1, all partitions")
                .contains("of settlement.lines.v1, the partition of alice, since 2026-06-29T10:00:00Z");
    }

    /** Every place that is told is where the record stands. */
    @Test
    void jsonHasEveryRecordInFullWithItsPlace() throws IOException {
        Run run = trace(LINE, "--json", "--participant", "alice", "--since", "2026-07-01T00:00:00Z");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("settlement.lines.v1, all partitions");
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("lineId").textValue()).isEqualTo(LINE);
        assertThat(json.get("lines")).hasSize(3);
        assertThat(json.get("lines").findValuesAsText("deltaNano"))
                .containsExactly("180000000", "-135000000", "22500000");
        assertThat(json.get("trade").get("value").get("sequence").asLong()).isEqualTo(3);
        assertThat(json.get("route").get("value").get("tradeId").textValue()).isEqualTo(TRADE);
        assertThat(json.get("entries").findValuesAsText("sequence")).containsExactly("0", "1", "3", "4", "5");
        assertThat(json.get("readings")).hasSize(1);
        assertThat(json.get("inputs").findValuesAsText("exportWh")).containsExactly("700", "750");
        JsonNode last = json.get("lines").get(2);
        Run tail = Run.of(
                "tail",
                last.get("topic").textValue(),
                "--partition",
                last.get("partition").asText(),
                "--from-beginning",
                "--timeout",
                "1",
                "--bootstrap",
                stack.bootstrap(),
                "--registry",
                stack.registryUrl(),
                "--log",
                folder.resolve("tail.log").toString());
        assertThat(tail.out().lines())
                .filteredOn(
                        line -> line.contains("\"offset\":" + last.get("offset").asText() + ","))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("\"CORRECTION\"", LINE));
    }

    @Test
    void aSettlementIdIsOfTheSameLine() {
        String id = line(SettlementRun.METERED, 0, 100, 0).getSettlementId();

        assertThat(trace(id).out()).isEqualTo(trace(LINE).out()).contains("CORRECTION 1");
    }

    @Test
    void receiptsSayWhoProducedAndHowManyAttestedToWhich() {
        SettlementLine line = proven.lines().get(12);

        Run run = trace(line.getLineId());

        var outcome =
                io.gridclear.verify.BlockReceipt.of(proven.receipts().get(0)).outcome();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsSubsequence(
                        "INITIAL: FINAL at height " + outcome.height() + " of gridclear-proven",
                        "attested by " + outcome.attestations() + " of 4 agents, produced by "
                                + java.util.HexFormat.of().formatHex(outcome.producer()),
                        "h attested      " + java.util.HexFormat.of().formatHex(outcome.verifiedHash()))
                .doesNotContain("h claimed")
                .contains("nothing is metered or settled of it yet");
    }

    @Test
    void anUnknownLineIsRefusedInOneSentence() {
        Run everywhere = trace(UNKNOWN);
        Run inPart = trace(LINE, "--since", "2026-07-01T12:00:00Z");

        assertThat(everywhere.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(everywhere.out()).isEmpty();
        assertThat(everywhere.err())
                .endsWith("gridclear trace: no line of settlement.lines.v1 has the lineId or settlementId " + UNKNOWN
                        + "\n");
        assertThat(inPart.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(inPart.err()).endsWith(LINE + " in the part that was read\n");
    }

    @Test
    void whatIsNoIdOrNoTimeIsAWrongCommandLine() {
        assertThat(trace("abc").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(trace("abc").err()).contains("has 64 hexadecimal digits, abc has not");
        assertThat(trace(LINE, "--since", "yesterday").err()).contains("--since yesterday is not a time such as");
    }
}
