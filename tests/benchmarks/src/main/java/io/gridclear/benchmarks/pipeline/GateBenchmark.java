package io.gridclear.benchmarks.pipeline;

import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.tests.support.TestProducer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long a market waits for its prices: from the gate's tick until a reader of committed records has the reference price,
 * and from the tick that ends the re-quote window until it has the result. The window between the two is the market's own and
 * is not counted. Gates close one after the other, a second apart, each on a book of its own that was filled before.
 */
@Command(
        name = "GateBenchmark",
        mixinStandardHelpOptions = true,
        description = "From the gate's tick to the published result.")
final class GateBenchmark implements Callable<Integer> {

    private static final Duration BETWEEN_GATES = Duration.ofSeconds(1);
    private static final Duration REQUOTE_WINDOW = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long HIGHEST_MS = 600_000;

    @Option(names = "--areas", defaultValue = "4", description = "Areas (default: ${DEFAULT-VALUE}).")
    private int areas;

    @Option(names = "--periods", defaultValue = "25", description = "Periods of each area (default: ${DEFAULT-VALUE}).")
    private int periods;

    @Option(
            names = "--orders",
            defaultValue = "10000",
            description = "Orders in each book (default: ${DEFAULT-VALUE}).")
    private int orders;

    @Option(
            names = "--lead-seconds",
            defaultValue = "120",
            description = "Time to fill the books before the first gate closes (default: ${DEFAULT-VALUE}).")
    private int leadSeconds;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the bids (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--jvm", split = " ", defaultValue = "-Xmx1g", description = "Options of the application's JVM.")
    private List<String> jvmOptions = List.of();

    @Option(names = "--setting", description = "A setting of the application, key=value. May be repeated.")
    private Map<String, String> settings = new HashMap<>();

    /** Area and period. */
    private record Book(String area, Instant periodStart) {}

    private final Map<Book, Long> pricesSeenAt = new HashMap<>();
    private final Histogram toPrice = new Histogram(HIGHEST_MS, 3);
    private final Histogram toResult = new Histogram(HIGHEST_MS, 3);
    private final Histogram both = new Histogram(HIGHEST_MS, 3);

    public static void main(String[] args) {
        System.exit(new CommandLine(new GateBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Fleet fleet = new Fleet(seed, areas, areas * orders, false);
        Duration period = BETWEEN_GATES.multipliedBy(areas);
        Duration gateClosure = Duration.ofMinutes(10);
        long firstGate = Instant.now().plusSeconds(leadSeconds).toEpochMilli();
        long firstStart = Math.floorDiv(firstGate + gateClosure.toMillis() + 2 * period.toMillis(), period.toMillis())
                * period.toMillis();
        List<Instant> starts = new ArrayList<>();
        for (int i = 0; i < periods; i++) {
            starts.add(Instant.ofEpochMilli(firstStart + i * period.toMillis()));
        }
        Path stateDir = Files.createTempDirectory("gridclear-benchmark-");
        try (BenchmarkCluster cluster = BenchmarkCluster.start();
                Admin admin = cluster.admin();
                ApplicationProcess application =
                        ApplicationProcess.start(Workload.MARKET, cluster.settings(stateDir, settings), jvmOptions)) {
            Progress book = new Progress(admin, Workload.MARKET.outputTopic(), cluster.partitions());
            try (TestProducer producer = new TestProducer(cluster.cluster())) {
                for (int area = 0; area < areas; area++) {
                    Duration earlier = BETWEEN_GATES.multipliedBy(area);
                    fleet.configure(
                            producer, fleet.areas().get(area), period, gateClosure.plus(earlier), REQUOTE_WINDOW);
                }
                fleet.register(producer);
                application.run("gate");
                fleet.bid(producer, starts);
            }
            long bids = (long) areas * periods * orders;
            // the gates of the empty periods before write to the log as well: whether every bid was in time, results
            // tell
            book.awaitAtLeast(0, bids);
            System.out.printf(
                    "%,d bids in their books %.0f s before the first gate closes%n",
                    bids, (firstStart - gateClosure.toMillis() - period.toMillis() - System.currentTimeMillis()) / 1e3);
            readResults(cluster, firstStart);
        } finally {
            Directories.delete(stateDir);
        }
        System.out.printf("%d books of %,d orders%n", toResult.getTotalCount(), orders);
        print("gate's tick to the reference price", toPrice);
        print("window's tick to the result", toResult);
        print("both together", both);
        return 0;
    }

    private void readResults(BenchmarkCluster cluster, long firstStart) {
        try (RegistrySchemaLookup registry =
                        new RegistrySchemaLookup(cluster.cluster().registryUrl());
                Consumer<String, byte[]> consumer = consumer(cluster)) {
            ContractSerdes serdes = new ContractSerdes(registry);
            var prices = serdes.deserializer(TopicCatalogue.REFERENCE_PRICES);
            var results = serdes.deserializer(TopicCatalogue.CLEARINGS);
            List<TopicPartition> assigned = new ArrayList<>();
            for (int partition = 0; partition < cluster.partitions(); partition++) {
                assigned.add(new TopicPartition(TopicCatalogue.REFERENCE_PRICES.name(), partition));
                assigned.add(new TopicPartition(TopicCatalogue.CLEARINGS.name(), partition));
            }
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            long lastGate = firstStart + periods * BETWEEN_GATES.toMillis() * areas;
            long giveUp = lastGate + PATIENCE.toMillis();
            while (toResult.getTotalCount() < (long) areas * periods) {
                for (ConsumerRecord<String, byte[]> polled : consumer.poll(POLL)) {
                    long now = System.currentTimeMillis();
                    if (polled.topic().equals(TopicCatalogue.REFERENCE_PRICES.name())) {
                        ReferencePrice price = prices.deserialize(polled.topic(), polled.value());
                        pricesSeenAt.put(new Book(price.getAreaMrid(), price.getPeriodStart()), now);
                    } else {
                        record(results.deserialize(polled.topic(), polled.value()), now);
                    }
                }
                if (System.currentTimeMillis() > giveUp) {
                    throw new IllegalStateException("only " + toResult.getTotalCount() + " books were cleared in time");
                }
            }
        }
    }

    private void record(ClearingResult result, long now) {
        if (result.getSellOrders() + result.getBuyOrders() == 0) {
            return; // a period before those that were bid for
        }
        if (result.getSellOrders() + result.getBuyOrders() != orders) {
            throw new IllegalStateException(
                    "a gate closed before its book was full: give more --lead-seconds; " + result);
        }
        Long priceAt = pricesSeenAt.get(new Book(result.getAreaMrid(), result.getPeriodStart()));
        if (priceAt == null) {
            throw new IllegalStateException("a result came before its reference price: " + result);
        }
        long price = priceAt - result.getGateClosedAt().toEpochMilli();
        long last = now - result.getRequoteClosedAt().toEpochMilli();
        toPrice.recordValue(price);
        toResult.recordValue(last);
        both.recordValue(price + last);
    }

    private static Consumer<String, byte[]> consumer(BenchmarkCluster cluster) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.cluster().bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static void print(String what, Histogram histogram) {
        System.out.printf(
                "%-36s p50 %,5d ms  p90 %,5d ms  p99 %,5d ms  max %,5d ms%n",
                what,
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getMaxValue());
    }
}
