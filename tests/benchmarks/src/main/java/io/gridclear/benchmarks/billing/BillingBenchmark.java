package io.gridclear.benchmarks.billing;

import io.gridclear.billing.app.BillingApplication;
import io.gridclear.billing.app.BillingSettings;
import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.ops.stack.EmbeddedDatabase;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.OutcomeRecords.SettlementDay;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.tests.support.ClusterKind;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestProducer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.postgresql.PGConnection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How fast billing brings lines, and then receipts, from their topic into PostgreSQL: reading, decoding, checking (of lines
 * every id and amount), writing, all indexes kept. Beside it the same rows into the same table by COPY, and by the driver's
 * batches.
 */
@Command(
        name = "BillingBenchmark",
        mixinStandardHelpOptions = true,
        description = "Lines and receipts from their topics into PostgreSQL, beside COPY and batches of the same rows.")
final class BillingBenchmark implements Callable<Integer> {

    private static final int BATCH_ROWS = 5_000;
    private static final long LOOK_EVERY_MS = 20;

    /** Bytes of a receipt's proof with four validators, see RESULTS.md. */
    private static final int PROOF_BYTES = 1_554;

    private static final long PERIOD_START = 1_800_000_000_000L;
    private static final long PERIOD_MS = 900_000;

    /** A kind of rows: its topic, its table and the columns that are not generated. */
    private enum Kind {
        LINES(
                TopicCatalogue.SETTLEMENT_LINES,
                "billing.settlement_line",
                "settlement_id, line_id, run, revision, line_index, area_mrid, period_start,"
                        + " period_end, settlement_date, period_number, market_participant_mrid, counterparty_mrid,"
                        + " usage_point_mrid, order_id, charge_type, direction, quantity_wh, price_nano_per_wh,"
                        + " amount_nano, delta_nano, reference, currency, estimated"),
        RECEIPTS(
                TopicCatalogue.RECEIPTS,
                "billing.receipt",
                "area_mrid, period_start, run, revision, first_line_index, status, settlement_lines, settlement_root,"
                        + " batch_digest, claimed_hash, verified_hash, leaf_hashes, path, chain_id, decided_height,"
                        + " proof, published_at");

        private final TopicContract<?> topic;
        private final String table;
        private final String columns;

        Kind(TopicContract<?> topic, String table, String columns) {
            this.topic = topic;
            this.table = table;
            this.columns = columns;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--lines", defaultValue = "200000", description = "Settlement lines (${DEFAULT-VALUE}).")
    private int lines;

    @Option(names = "--receipts", defaultValue = "20000", description = "Receipts (${DEFAULT-VALUE}).")
    private int receipts;

    @Option(
            names = "--receipt-lines",
            defaultValue = "100",
            description = "Lines that a receipt is of, 32 bytes each (${DEFAULT-VALUE}).")
    private int receiptLines;

    @Option(names = "--passes", defaultValue = "3", description = "Passes; the first warms up (${DEFAULT-VALUE}).")
    private int passes;

    public static void main(String[] args) {
        System.exit(new CommandLine(new BillingBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        try (TestCluster cluster = ClusterKind.EMBEDDED.start();
                EmbeddedDatabase server = EmbeddedDatabase.start(0)) {
            for (Kind kind : Kind.values()) {
                cluster.reset();
                publish(cluster, kind);
                for (int pass = 1; pass <= passes; pass++) {
                    pass(cluster, server, kind, pass);
                }
            }
        }
        return 0;
    }

    private void pass(TestCluster cluster, EmbeddedDatabase server, Kind kind, int pass) throws Exception {
        BillingDatabase database = BillingDatabase.of(server.url());
        database.migrate();
        empty(database, kind);
        double billing = rowsPerSecond(kind, () -> bill(cluster, database, kind));
        byte[] rows = copyOut(database, kind);
        double copy = rowsPerSecond(kind, () -> copyIn(database, rows, kind));
        double batches = rowsPerSecond(kind, () -> batches(database, rows, kind));
        System.out.printf(
                Locale.ROOT,
                "pass %d, %,d %s of %,d bytes: billing %,.0f rows/s, COPY %,.0f, batches of %d %,.0f; billing : COPY"
                        + " %.2f, billing : batches %.2f%n",
                pass,
                number(kind),
                kind,
                rows.length / number(kind),
                billing,
                copy,
                BATCH_ROWS,
                batches,
                billing / copy,
                billing / batches);
    }

    private int number(Kind kind) {
        return kind == Kind.LINES ? lines : receipts;
    }

    private void publish(TestCluster cluster, Kind kind) {
        try (TestProducer producer = new TestProducer(cluster)) {
            if (kind == Kind.LINES) {
                publishLines(producer);
            } else {
                publishReceipts(producer);
            }
            producer.flush();
        }
    }

    private void publishLines(TestProducer producer) {
        SettlementPeriod period = new SettlementPeriod("area-1", PERIOD_START, PERIOD_MS, "EUR", "Europe/Berlin");
        Sha256 sha256 = new Sha256();
        CanonicalWriter writer = new CanonicalWriter();
        SettlementDay day = SettlementDay.of(period);
        for (int index = 0; index < lines; index++) {
            String participant = "owner-" + index % 10_000;
            SettlementLine line = SettlementLine.initial(
                    period,
                    index,
                    participant,
                    "owner-" + (index + 1) % 10_000,
                    new OrderRef("order-" + index, "point-" + index % 10_000, participant),
                    ChargeType.ENERGY,
                    index % 2 == 0 ? Direction.CREDIT : Direction.DEBIT,
                    1_000 + index % 1_000,
                    520_000,
                    "area-1/1800000000000/" + index / 2);
            byte[] lineId = line.lineId(writer, sha256);
            producer.send(
                    TopicCatalogue.SETTLEMENT_LINES,
                    participant,
                    OutcomeRecords.toRecord(line, lineId, line.settlementId(lineId, writer, sha256), day));
        }
    }

    /** One a run, each of another period: as the areas of a market have it, whose runs have fewer than 4,096 lines. */
    private void publishReceipts(TestProducer producer) {
        SplittableRandom random = new SplittableRandom(1);
        for (int index = 0; index < receipts; index++) {
            String area = "area-" + index % 100;
            ByteBuffer hash = bytes(random, Sha256.LENGTH);
            producer.send(
                    TopicCatalogue.RECEIPTS,
                    area,
                    Receipt.newBuilder()
                            .setAreaMrid(area)
                            .setPeriodStart(Instant.ofEpochMilli(PERIOD_START + index / 100 * PERIOD_MS))
                            .setRun(SettlementRun.METERED)
                            .setStatus(LedgerStatus.FINAL)
                            .setSettlementLines(receiptLines)
                            .setSettlementRoot(bytes(random, Sha256.LENGTH))
                            .setBatchDigest(bytes(random, Sha256.LENGTH))
                            .setClaimedHash(hash)
                            .setVerifiedHash(hash)
                            .setLeafHashes(bytes(random, receiptLines * Sha256.LENGTH))
                            .setChainId("benchmark")
                            .setDecidedHeight(index + 1)
                            .setProof(bytes(random, PROOF_BYTES))
                            .setPublishedAt(Instant.ofEpochMilli(PERIOD_START))
                            .build());
        }
    }

    private static ByteBuffer bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Something that is timed. */
    private interface Work {
        void run() throws Exception;
    }

    private double rowsPerSecond(Kind kind, Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return number(kind) / ((System.nanoTime() - start) / 1e9);
    }

    private static void empty(BillingDatabase database, Kind kind) throws SQLException {
        execute(
                database,
                "truncate billing.settlement_line, billing.invoice_line, billing.receipt, billing.consumer_offset,"
                        + " billing.rejected_record",
                "drop table if exists plain",
                "create table plain (like " + kind.table + " including all)",
                "checkpoint");
    }

    private static void execute(BillingDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** From the start of the process, its join of the group included, to the last row. */
    private void bill(TestCluster cluster, BillingDatabase database, Kind kind) throws Exception {
        try (BillingApplication billing = BillingApplication.start(BillingSettings.of(
                        Map.of(
                                "bootstrap.servers", cluster.bootstrapServers(),
                                "registry.url", cluster.registryUrl(),
                                "database", database.url(),
                                "group.id", "benchmark-" + System.nanoTime(),
                                "batch.records", Integer.toString(BATCH_ROWS),
                                "http.port", "0"),
                        name -> null,
                        new Properties()));
                Connection connection = database.connect()) {
            connection.setAutoCommit(true);
            while (written(connection, kind) < number(kind)) {
                if (billing.hasFailed()) {
                    throw new IllegalStateException("billing has failed");
                }
                Thread.sleep(LOOK_EVERY_MS);
            }
        }
    }

    /** By the offsets, which cost nothing to look at. */
    private static long written(Connection connection, Kind kind) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select coalesce(sum(next_offset), 0) from billing.consumer_offset"
                                + " where topic = '" + kind.topic.name() + "'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static byte[] copyOut(BillingDatabase database, Kind kind) throws SQLException, IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        try (Connection connection = database.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (select " + kind.columns + " from " + kind.table + ") to stdout", rows);
        }
        return rows.toByteArray();
    }

    private static void copyIn(BillingDatabase database, byte[] rows, Kind kind) throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy plain (" + kind.columns + ") from stdin", new ByteArrayInputStream(rows));
            connection.commit();
        }
    }

    private static void batches(BillingDatabase database, byte[] rows, Kind kind) throws SQLException {
        execute(database, "truncate plain");
        List<String> texts = new String(rows, StandardCharsets.UTF_8).lines().toList();
        int columns = kind.columns.split(",").length;
        BillingDatabase rewriting =
                BillingDatabase.of(database.url() + "&stringtype=unspecified&reWriteBatchedInserts=true");
        try (Connection connection = rewriting.connect();
                PreparedStatement statement =
                        connection.prepareStatement("insert into plain (" + kind.columns + ") values ("
                                + String.join(", ", Collections.nCopies(columns, "?")) + ") on conflict do nothing")) {
            int waiting = 0;
            for (String text : texts) {
                String[] fields = text.split("\t", -1);
                for (int i = 0; i < columns; i++) {
                    // COPY escapes the backslash with which bytea begins
                    statement.setString(i + 1, fields[i].replace("\\\\", "\\"));
                }
                statement.addBatch();
                waiting++;
                if (waiting == BATCH_ROWS) {
                    statement.executeBatch();
                    connection.commit();
                    waiting = 0;
                }
            }
            statement.executeBatch();
            connection.commit();
        }
    }
}
