package io.gridclear.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.billing.reconcile.Reconciliation;
import io.gridclear.billing.reconcile.RunVerdict;
import io.gridclear.billing.reconcile.Scope;
import io.gridclear.tests.support.BillingProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestProducer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is killed, the billing database comes to what an undisturbed one has. */
@OnCluster
class KilledBillingIT {

    /** So often billing is killed: {@code -Dgridclear.billing.kills}. */
    private static final int KILLS = Integer.getInteger("gridclear.billing.kills", 50);

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** What a JVM returns that has ended its shutdown hooks after SIGTERM. */
    private static final int TERMINATED = 143;

    /** A killed process is seen to write at most this much longer than it takes to start. */
    private static final int LONGEST_WITHOUT_PROGRESS_MS = 1_500;

    private final TestCluster cluster;
    private final long seed = Long.getLong("gridclear.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir(cleanup = CleanupMode.NEVER) // the server's own account may own it
    private Path directory;

    private KillableDatabase database;
    private TestProducer producer;
    private SettlementFlow flow;

    KilledBillingIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void start() {
        cluster.reset();
        database = new KillableDatabase(directory.resolve("postgres"));
        producer = new TestProducer(cluster);
        flow = new SettlementFlow(producer, random);
    }

    @AfterEach
    void stop() {
        producer.close();
        database.close();
    }

    private static long count(String url, String table) {
        return Long.parseLong(KillableDatabase.rows(url, "select count(*) from billing." + table)
                .get(0));
    }

    private static long linesOrNone(String url) {
        try {
            return count(url, "settlement_line");
        } catch (IllegalStateException e) {
            return 0; // the first process has not made the tables yet
        }
    }

    /** All that is comparable between two databases: when a record was rejected is not. */
    private static List<String> content(String url) {
        List<String> all = new ArrayList<>();
        for (String query : List.of(
                "select * from billing.settlement_line order by settlement_id",
                "select * from billing.settlement_run order by area_mrid, period_start, run_order",
                "select * from billing.receipt order by area_mrid, period_start, run_order, first_line_index",
                "select topic, partition_number, record_offset, reason, detail, record_key, record_value"
                        + " from billing.rejected_record order by 1, 2, 3",
                "select * from billing.consumer_offset order by 1, 2")) {
            all.addAll(KillableDatabase.rows(url, query));
        }
        return all;
    }

    private void awaitAll(String url, BillingProcess process) {
        awaitLines(url, flow.lines(), process);
        Awaitility.await("all receipts and totals")
                .atMost(PATIENCE)
                .until(() -> count(url, "receipt") == flow.runs() && count(url, "settlement_run") == flow.runs());
    }

    private static void awaitLines(String url, long lines, BillingProcess process) {
        Awaitility.await(lines + " lines")
                .atMost(PATIENCE)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .failFast("billing is alive", () -> !process.isAlive())
                .until(() -> linesOrNone(url) >= lines);
    }

    /** What an undisturbed process, of another group, writes into a database of its own. */
    private List<String> undisturbed() {
        String url = database.create("undisturbed");
        try (BillingProcess process = BillingProcess.start(cluster, "undisturbed", url, 5_000)) {
            awaitAll(url, process);
            awaitOffsets(url);
            assertThat(process.stop()).isEqualTo(TERMINATED);
        }
        return content(url);
    }

    /** Until every record is behind the offsets; markers and tombstones bring no row. */
    private void awaitOffsets(String url) {
        Awaitility.await("offsets that stand still")
                .atMost(PATIENCE)
                .pollInterval(500, TimeUnit.MILLISECONDS)
                .until(new StandingStill(url));
    }

    /** Twice the same sum of offsets. */
    private static final class StandingStill implements java.util.concurrent.Callable<Boolean> {
        private final String url;
        private String before = "";

        StandingStill(String url) {
            this.url = url;
        }

        @Override
        public Boolean call() {
            String now = KillableDatabase.rows(url, "select sum(next_offset) from billing.consumer_offset")
                    .get(0);
            boolean same = now.equals(before);
            before = now;
            return same;
        }
    }

    private static void assertReconciles(String url) throws Exception {
        List<RunVerdict> verdicts = new ArrayList<>();
        try (Connection connection = BillingDatabase.of(url).connect()) {
            assertThat(new Reconciliation(connection, null, true)
                            .run(Scope.ALL, verdicts::add)
                            .holds())
                    .as("%s", verdicts)
                    .isTrue();
        }
    }

    @Test
    void killedAtAnyTimeItRepeatsNothingAndLeavesNothingOut() throws Exception {
        String url = database.create("killed");
        for (int kill = 0; kill < KILLS; kill++) {
            long before = linesOrNone(url);
            flow.publishPeriod(100 + random.nextInt(200));
            // small transactions, so that there are many moments between them
            try (BillingProcess process = BillingProcess.start(cluster, "victim", url, 1 + random.nextInt(50))) {
                if (random.nextInt(4) == 0) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_WITHOUT_PROGRESS_MS));
                } else {
                    awaitLines(url, before + 1 + random.nextInt((int) (flow.lines() - before)), process);
                }
                process.kill();
            }
        }
        try (BillingProcess last = BillingProcess.start(cluster, "victim", url, 5_000)) {
            awaitAll(url, last);
            awaitOffsets(url);
            assertThat(last.stop()).as("a graceful stop").isEqualTo(TERMINATED);
        }

        assertReconciles(url);
        assertThat(content(url)).as("seed " + seed).isEqualTo(undisturbed());
    }

    @Test
    void aDatabaseThatIsKilledAndStartedAgainHasEverythingOnce() throws Exception {
        String url = database.create("killed");
        try (BillingProcess process = BillingProcess.start(cluster, "victim", url, 20)) {
            for (int kill = 0; kill < 3; kill++) {
                long before = linesOrNone(url);
                flow.publishPeriod(500);
                awaitLines(url, before + 1 + random.nextInt(500), process);
                database.kill();
                database.restart();
            }
            awaitAll(url, process);
            awaitOffsets(url);
            assertThat(process.lastLines()).contains("writing again");
            assertThat(process.stop()).isEqualTo(TERMINATED);
        }

        assertReconciles(url);
        assertThat(content(url)).as("seed " + seed).isEqualTo(undisturbed());
    }

    @Test
    void twoShareThePartitionsAndOneThatIsPausedIsOvertakenWithoutHarm() throws Exception {
        String url = database.create("shared");
        try (BillingProcess one = BillingProcess.start(cluster, "one", url, 20);
                BillingProcess two = BillingProcess.start(cluster, "two", url, 20)) {
            flow.publishPeriod(300);
            awaitAll(url, one);
            flow.publishPeriod(300);
            one.pause();
            // its partitions go to the other when its session has ended; then it wakes up amid what it had read
            awaitAll(url, two);
            one.resume();
            flow.publishPeriod(300);
            awaitAll(url, two);
            awaitOffsets(url);
            assertThat(one.stop()).isEqualTo(TERMINATED);
            assertThat(two.stop()).isEqualTo(TERMINATED);
        }

        assertReconciles(url);
        assertThat(content(url)).as("seed " + seed).isEqualTo(undisturbed());
    }
}
