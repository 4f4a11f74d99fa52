package io.gridclear.benchmarks.store;

import io.gridclear.benchmarks.kernel.ProcessorTime;
import io.gridclear.benchmarks.pipeline.Directories;
import io.gridclear.market.auction.LeftoverQueue;
import io.gridclear.market.auction.Matching;
import io.gridclear.market.order.Side;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.topology.book.PeriodState;
import io.gridclear.topology.book.QueueCursor;
import io.gridclear.topology.book.ScannedQueue;
import io.gridclear.topology.clearing.ClearingSteps;
import io.gridclear.topology.clearing.StepLimits;
import io.gridclear.topology.metrics.MarketMetrics;
import io.gridclear.topology.output.Outgoing;
import io.gridclear.topology.output.OutgoingSerializer;
import io.gridclear.topology.output.Output;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Clears a book out of the application's state store. Timed apart, in this thread's processor time and in wall-clock time:
 * reading all orders; reading and matching, both stages, which is what clearing is; and the application's own steps, which
 * write every trade and line up as well (names, hashes, records, and as last column their bytes).
 */
@Command(
        name = "StoreClearingBenchmark",
        mixinStandardHelpOptions = true,
        description = "Clears a large book out of RocksDB.")
final class StoreClearingBenchmark implements Callable<Integer> {

    /** What a violation would name. */
    private static final String BOOK = "benchmark";

    private static final StepLimits ALL_AT_ONCE =
            new StepLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    @Option(
            names = "--orders",
            defaultValue = "1000000",
            description = "Orders in the book (default: ${DEFAULT-VALUE}).")
    private int orders;

    @Option(
            names = "--runs",
            defaultValue = "5",
            description = "Timed runs, after as many to get warm (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the book (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** What came of both stages. */
    private record Matched(long deals, long energyWh) {}

    /** Takes records the whole way to bytes, or nowhere. */
    private static final class Sink implements Output {
        private final @Nullable OutgoingSerializer serializer;
        private long records;
        private long bytes;
        private @Nullable ClearingResult result;

        Sink(boolean serializes) {
            serializer =
                    serializes ? new OutgoingSerializer(new ContractSerdes(FixedSchemaLookup.ofCatalogue())) : null;
        }

        @Override
        public void send(TopicContract<?> topic, String key, SpecificRecord value) {
            records++;
            if (serializer != null) {
                byte[] serialized = serializer.serialize(topic.name(), new Outgoing(topic, value));
                bytes += serialized == null ? 0 : serialized.length;
            }
            if (value instanceof ClearingResult cleared) {
                result = cleared;
            }
        }

        @Override
        public long nowMs() {
            return 0;
        }
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new StoreClearingBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("gridclear-benchmark-store-");
        try (StoredBook book = new StoredBook(directory, new Sink(false))) {
            time("into the book", 1, () -> book.fill(orders, seed));
            book.closeGate();
            for (int warm = 0; warm < 2; warm++) {
                match(book);
            }
            time("read", runs, () -> read(book));
            Matched[] matched = new Matched[1];
            time("read and match both stages", runs, () -> matched[0] = match(book));
            wholeClearing(book, matched[0]);
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    /** The application's own steps; they change the period, so that they are timed once. */
    private void wholeClearing(StoredBook book, Matched expected) {
        Sink sink = new Sink(true);
        ClearingSteps steps = new ClearingSteps(
                book.queues(), book.participants(), FeederSource.NONE, sink, MarketMetrics.none(), StepLimits.STANDARD);
        PeriodState period = book.period();
        time("steps of stage 1, published", 1, () -> run(steps, period, PeriodState.Phase.STAGE_1));
        book.closeRequote();
        long before = usedHeap();
        time("steps of stage 2, published", 1, () -> run(steps, period, PeriodState.Phase.STAGE_2));
        System.out.printf("heap held for an order: %.1f bytes%n", (double) (usedHeap() - before) / orders);
        time("steps of the residuals, published", 1, () -> run(steps, period, PeriodState.Phase.RESIDUALS));
        System.out.printf("%,d deals; %,d records of %,d bytes%n", expected.deals(), sink.records, sink.bytes);
        ClearingResult result = sink.result;
        if (result == null
                || result.getStage1Trades() + result.getStage2Trades() != expected.deals()
                || result.getStage1Wh() + result.getStage2Wh() != expected.energyWh()) {
            throw new IllegalStateException("the steps cleared " + result + ", matching alone " + expected);
        }
    }

    private static void run(ClearingSteps steps, PeriodState period, PeriodState.Phase phase) {
        while (period.phase() == phase) {
            steps.advance(period);
        }
    }

    private static void read(StoredBook book) {
        for (Side side : Side.values()) {
            try (ScannedQueue scan = book.queues().scan(book.period().key(), side, QueueCursor.START)) {
                while (!scan.isEmpty()) {
                    scan.next();
                }
            }
        }
    }

    /** Both stages as the steps do them, in one go and with nothing written up. */
    private static Matched match(StoredBook book) {
        PeriodState period = book.period();
        long[] dealsAndEnergy = new long[2];
        long[] priceSum = new long[1];
        Matching.DealSink sink = (quantityWh, price) -> {
            dealsAndEnergy[0]++;
            dealsAndEnergy[1] += quantityWh;
            priceSum[0] += price;
        };
        QueueCursor sellsFrom;
        QueueCursor buysFrom;
        try (ScannedQueue sells = book.queues().scan(period.key(), Side.SELL, QueueCursor.START);
                ScannedQueue buys = book.queues().scan(period.key(), Side.BUY, QueueCursor.START)) {
            Matching.run(BOOK, sells, buys, ALL_AT_ONCE.deals(), sink);
            sellsFrom = sells.cursor();
            buysFrom = buys.cursor();
        }
        long tick = period.terms().tick();
        long deals = dealsAndEnergy[0];
        long referencePrice = (priceSum[0] + deals * tick / 2) / (deals * tick) * tick;
        LeftoverQueue sells = leftover(book, Side.SELL, sellsFrom, referencePrice);
        LeftoverQueue buys = leftover(book, Side.BUY, buysFrom, referencePrice);
        Matching.run(BOOK, sells, buys, ALL_AT_ONCE.deals(), sink);
        return new Matched(dealsAndEnergy[0], dealsAndEnergy[1]);
    }

    private static LeftoverQueue leftover(StoredBook book, Side side, QueueCursor from, long referencePrice) {
        PeriodState period = book.period();
        LeftoverQueue queue = new LeftoverQueue(BOOK, side, period.terms(), referencePrice);
        try (ScannedQueue scan = book.queues().scan(period.key(), side, from)) {
            for (; !scan.isEmpty(); scan.next()) {
                queue.add(
                        scan.headPrice(),
                        scan.headLimit(),
                        scan.headRevisedPrice(),
                        scan.headPosition(),
                        scan.headWh());
            }
        }
        queue.seal();
        return queue;
    }

    private void time(String what, int times, Runnable work) {
        double[] seconds = new double[times];
        double[] processorSeconds = new double[times];
        for (int i = 0; i < times; i++) {
            long wall = System.nanoTime();
            long processor = ProcessorTime.nanos();
            work.run();
            processorSeconds[i] = (ProcessorTime.nanos() - processor) / 1e9;
            seconds[i] = (System.nanoTime() - wall) / 1e9;
        }
        Arrays.sort(seconds);
        Arrays.sort(processorSeconds);
        System.out.printf(
                "%-34s %,12.0f orders/s of processor time, %,12.0f of wall-clock time (median of %d)%n",
                what, orders / processorSeconds[times / 2], orders / seconds[times / 2], times);
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
