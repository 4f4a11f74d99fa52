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
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.ClusterKind;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestProducer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.postgresql.PGConnection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How fast billing brings lines from their topic into PostgreSQL: reading, decoding, checking every id and amount, writing,
 * all indexes kept. Beside it the same rows into the same table by COPY, and by the driver's batches.
 */
@Command(
        name = "BillingBenchmark",
        mixinStandardHelpOptions = true,
        description = "Lines from their topic into PostgreSQL, beside COPY and batches of the same rows.")
final class BillingBenchmark implements Callable<Integer> {

    private static final int BATCH_ROWS = 5_000;
    private static final long LOOK_EVERY_MS = 20;

    private static final String COLUMNS = "settlement_id, line_id, run, revision, line_index, area_mrid, period_start,"
            + " period_end, settlement_date, period_number, market_participant_mrid, counterparty_mrid,"
            + " usage_point_mrid, order_id, charge_type, direction, quantity_wh, price_nano_per_wh, amount_nano,"
            + " delta_nano, reference, currency, estimated";

    @Option(names = "--lines", defaultValue = "200000", description = "Settlement lines (${DEFAULT-VALUE}).")
    private int lines;

    @Option(names = "--passes", defaultValue = "3", description = "Passes; the first warms up (${DEFAULT-VALUE}).")
    private int passes;

    public static void main(String[] args) {
        System.exit(new CommandLine(new BillingBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        try (TestCluster cluster = ClusterKind.EMBEDDED.start();
                EmbeddedDatabase server = EmbeddedDatabase.start(0)) {
            cluster.reset();
            publish(cluster);
            for (int pass = 1; pass <= passes; pass++) {
                BillingDatabase database = BillingDatabase.of(server.url());
                database.migrate();
                empty(database);
                double billing = linesPerSecond(() -> bill(cluster, database));
                byte[] rows = copyOut(database);
                double copy = linesPerSecond(() -> copyIn(database, rows));
                double batches = linesPerSecond(() -> batches(database, rows));
                System.out.printf(
                        Locale.ROOT,
                        "pass %d: billing %,.0f lines/s, COPY %,.0f, batches of %d %,.0f; billing : COPY %.2f,"
                                + " billing : batches %.2f%n",
                        pass,
                        billing,
                        copy,
                        BATCH_ROWS,
                        batches,
                        billing / copy,
                        billing / batches);
            }
        }
        return 0;
    }

    private void publish(TestCluster cluster) {
        SettlementPeriod period = new SettlementPeriod("area-1", 1_800_000_000_000L, 900_000, "EUR", "Europe/Berlin");
        Sha256 sha256 = new Sha256();
        CanonicalWriter writer = new CanonicalWriter();
        SettlementDay day = SettlementDay.of(period);
        try (TestProducer producer = new TestProducer(cluster)) {
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
            producer.flush();
        }
    }

    /** Something that is timed. */
    private interface Work {
        void run() throws Exception;
    }

    private double linesPerSecond(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return lines / ((System.nanoTime() - start) / 1e9);
    }

    private static void empty(BillingDatabase database) throws SQLException {
        execute(
                database,
                "truncate billing.settlement_line, billing.invoice_line, billing.consumer_offset, billing.rejected_record",
                "drop table if exists plain",
                "create table plain (like billing.settlement_line including all)",
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

    /** From the start of the process, its join of the group included, to the last line. */
    private void bill(TestCluster cluster, BillingDatabase database) throws Exception {
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
            while (written(connection) < lines) {
                if (billing.hasFailed()) {
                    throw new IllegalStateException("billing has failed");
                }
                Thread.sleep(LOOK_EVERY_MS);
            }
        }
    }

    /** By the offsets, which cost nothing to look at. */
    private static long written(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select coalesce(sum(next_offset), 0) from billing.consumer_offset"
                                + " where topic = '" + TopicCatalogue.SETTLEMENT_LINES.name() + "'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static byte[] copyOut(BillingDatabase database) throws SQLException, IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        try (Connection connection = database.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (select " + COLUMNS + " from billing.settlement_line) to stdout", rows);
        }
        return rows.toByteArray();
    }

    private static void copyIn(BillingDatabase database, byte[] rows) throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy plain (" + COLUMNS + ") from stdin", new ByteArrayInputStream(rows));
            connection.commit();
        }
    }

    private static void batches(BillingDatabase database, byte[] rows) throws SQLException {
        execute(database, "truncate plain");
        List<String> texts = new String(rows, StandardCharsets.UTF_8).lines().toList();
        int columns = COLUMNS.split(",").length;
        BillingDatabase rewriting =
                BillingDatabase.of(database.url() + "&stringtype=unspecified&reWriteBatchedInserts=true");
        try (Connection connection = rewriting.connect();
                PreparedStatement statement = connection.prepareStatement("insert into plain (" + COLUMNS + ") values ("
                        + String.join(", ", Collections.nCopies(columns, "?")) + ") on conflict do nothing")) {
            int waiting = 0;
            for (String text : texts) {
                String[] fields = text.split("\t", -1);
                for (int i = 0; i < columns; i++) {
                    statement.setString(i + 1, fields[i]);
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
