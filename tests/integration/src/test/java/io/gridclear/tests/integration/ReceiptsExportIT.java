package io.gridclear.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ops.cli.ExitCode;
import io.gridclear.ops.cli.Gridclear;
import io.gridclear.ops.cli.Terminal;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.ClusterFailure;
import io.gridclear.tests.support.CometLedger;
import io.gridclear.tests.support.LocalBridge;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.RequiresCometBft;
import io.gridclear.tests.support.SettledPeriod;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a running cluster to files, with the command line, and from the files to a proof of every line without any cluster. */
@OnCluster
@RequiresCometBft
class ReceiptsExportIT {

    private static final Instant PERIOD = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant NEXT = PERIOD.plus(Duration.ofMinutes(15));

    private final TestCluster cluster;

    ReceiptsExportIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void linesOfARunningClusterAreExportedWithWhatProvesThem(@TempDir Path directory) throws Exception {
        try (TestMarket market = new TestMarket(cluster);
                CometLedger ledger =
                        CometLedger.start(directory.resolve("ledger")).withAgents(cluster)) {
            List<TestPoint> points = IntStream.range(0, 10)
                    .mapToObj(point -> TestPoint.in("area-0", "point-" + point))
                    .toList();
            market.register(points);
            market.producer()
                    .send(
                            TopicCatalogue.AREAS,
                            "area-0",
                            MarketArea.newBuilder()
                                    .setAreaMrid("area-0")
                                    .setTerms(PeriodTerms.newBuilder().build())
                                    .build());
            SettledPeriod period = new SettledPeriod(market.producer(), "area-0", PERIOD, points);
            period.settle(1);
            period.settle(2);
            SettledPeriod next;
            try (LocalBridge bridge = LocalBridge.start(cluster, "export", ledger.connect(), ledger.operator())) {
                awaitReceipts(market, period.items().size());
                next = new SettledPeriod(market.producer(), "area-0", NEXT, points);
                awaitReceipts(market, period.items().size() + 1);
                assertThat(bridge.hasFailed()).isFalse();
            }
            next.settle(3); // and nobody brings it before the ledger

            Path all = directory.resolve("all");
            Run export = export(all, "--node", ledger.rpc());
            long lines = period.lines() + next.lines();
            long unreceipted = next.lines(1);
            assertThat(export.exitCode()).as(export.err()).isZero();
            assertThat(export.out()).startsWith(lines - unreceipted + " lines and their receipts are in ");
            assertThat(export.err()).contains(unreceipted + " lines have no receipt, or none yet");
            Run verify = verify(all, all.resolve("trusted.json"));
            assertThat(verify.exitCode()).as(verify.out() + verify.err()).isZero();
            assertThat(verify.out())
                    .contains((lines - unreceipted) + " of " + (lines - unreceipted)
                            + " lines are proved, from header 1");

            Path some = directory.resolve("some");
            assertThat(export(some, "--from", NEXT.toString()).out())
                    .startsWith(next.lines() - unreceipted + " lines and their receipts are in ")
                    .contains("trusted.json is to come from whom you trust");
            assertThat(verify(some, all.resolve("trusted.json")).exitCode()).isZero();
            falsify(some.resolve("lines.jsonl"));
            assertThat(verify(some, all.resolve("trusted.json")).exitCode()).isEqualTo(ExitCode.REFUSED);

            Run nothing = export(directory.resolve("nothing"), "--area", "nowhere");
            assertThat(nothing.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(nothing.err()).contains("no line has a receipt");
        }
    }

    private static void awaitReceipts(TestMarket market, int runs) {
        Awaitility.await("receipts of " + runs + " runs")
                .atMost(ClusterFailure.PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> market.values(TopicCatalogue.RECEIPTS).size() >= runs);
    }

    /** One Wh more in the first line. */
    private static void falsify(Path lines) throws IOException {
        List<String> all = new ArrayList<>(Files.readAllLines(lines));
        String first = all.get(0);
        String quantity = first.replaceFirst(".*\"quantityWh\":([0-9]+),.*", "$1");
        all.set(
                0,
                first.replace(
                        "\"quantityWh\":" + quantity + ",", "\"quantityWh\":" + (Long.parseLong(quantity) + 1) + ","));
        Files.write(lines, all);
    }

    private Run export(Path out, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "receipts",
                "export",
                "--out",
                out.toString(),
                "--bootstrap",
                cluster.bootstrapServers(),
                "--registry",
                cluster.registryUrl(),
                "--log",
                out + ".log"));
        arguments.addAll(Arrays.asList(options));
        return Run.of(arguments);
    }

    private static Run verify(Path files, Path trusted) {
        return Run.of(List.of(
                "verify",
                "--all",
                "--line",
                files.resolve("lines.jsonl").toString(),
                "--receipt",
                files.resolve("receipts.jsonl").toString(),
                "--trusted",
                trusted.toString()));
    }

    /** A finished run of the command line within this process. */
    private record Run(int exitCode, String out, String err) {

        static Run of(List<String> arguments) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Terminal terminal = new Terminal(out, new PrintStream(err, true, StandardCharsets.UTF_8));
            int exitCode = Gridclear.execute(terminal, arguments.toArray(String[]::new));
            return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }
}
