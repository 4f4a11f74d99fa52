package io.gridclear.experiments.scale;

import io.gridclear.market.book.BookOrder;
import io.gridclear.market.order.OrderDecision;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.market.rules.ChargeSchedule;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.seed.SeededDraws;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.topology.app.StreamsProperties;
import io.gridclear.topology.areas.AreaRules;
import io.gridclear.topology.book.Books;
import io.gridclear.topology.book.OrderQueueStore;
import io.gridclear.topology.book.ParticipantStore;
import io.gridclear.topology.book.PeriodState;
import io.gridclear.topology.book.PeriodStore;
import io.gridclear.topology.clearing.ClearingSteps;
import io.gridclear.topology.clearing.StepLimits;
import io.gridclear.topology.metrics.MarketMetrics;
import io.gridclear.topology.output.Output;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * What a period costs in the application: orders into the book in RocksDB, then the clearing's own steps, which read both
 * queues, match, and write every trade and settlement line up as a record; processor time of the one thread that does it.
 */
final class StoreCost {

    private static final long HOUR_MS = 3_600_000;
    private static final long NOW_MS = 1_767_225_600_000L;
    private static final long PERIOD_START = NOW_MS + 4 * HOUR_MS;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final MarketTerms TERMS = new MarketTerms(
            HOUR_MS,
            HOUR_MS,
            HOUR_MS / 4,
            100,
            450_000,
            670_000,
            ReferencePriceRule.MEAN,
            1_000_000,
            "grid",
            "EUR",
            "Europe/Berlin");

    private final long seed;

    StoreCost(long seed) {
        this.seed = seed;
    }

    /**
     * Runs of one size.
     *
     * @param intakeMs orders into the book
     * @param clearingMs the clearing
     */
    @SuppressWarnings("ArrayRecordComponent") // measured and drawn; never compared
    record Costs(double[] intakeMs, double[] clearingMs) {}

    /** Books of one size, each in a store of its own; one run before gets warm. */
    Costs byOrders(int size, int runs) throws IOException {
        Costs costs = new Costs(new double[runs], new double[runs]);
        DrawnOrders orders = new DrawnOrders(size, seed);
        for (int run = -1; run < runs; run++) {
            Path directory = Files.createTempDirectory("gridclear-scale-");
            try {
                double[] ms = period(orders, directory);
                if (run >= 0) {
                    costs.intakeMs()[run] = ms[0];
                    costs.clearingMs()[run] = ms[1];
                }
            } finally {
                delete(directory);
            }
        }
        return costs;
    }

    private double[] period(DrawnOrders orders, Path directory) {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>(
                StreamsProperties.forTests("scale", directory.toString(), MarketMetrics.none()),
                new TaskId(0, 0),
                directory.toFile());
        List<KeyValueStore<Bytes, byte[]>> opened = new ArrayList<>();
        try {
            OrderQueueStore queues = new OrderQueueStore(open(OrderQueueStore.NAME, context, opened));
            ParticipantStore participants = new ParticipantStore(open(ParticipantStore.NAME, context, opened));
            Books books = new Books(
                    queues,
                    participants,
                    new PeriodStore(open(PeriodStore.NAME, context, opened)),
                    new Nowhere(),
                    MarketMetrics.none());
            long began = THREADS.getCurrentThreadCpuTime();
            fill(books, orders);
            long filled = THREADS.getCurrentThreadCpuTime();
            ClearingSteps steps = new ClearingSteps(
                    queues, participants, FeederSource.NONE, new Nowhere(), MarketMetrics.none(), StepLimits.STANDARD);
            books.clock().tickDue(TERMS.gateClosesAt(PERIOD_START));
            PeriodState period = books.in(phase -> true).get(0);
            run(steps, period, PeriodState.Phase.STAGE_1);
            books.clock().tickDue(TERMS.requoteClosesAt(PERIOD_START));
            run(steps, period, PeriodState.Phase.STAGE_2);
            run(steps, period, PeriodState.Phase.RESIDUALS);
            long cleared = THREADS.getCurrentThreadCpuTime();
            return new double[] {(filled - began) / 1e6, (cleared - filled) / 1e6};
        } finally {
            opened.forEach(KeyValueStore::close);
        }
    }

    private static KeyValueStore<Bytes, byte[]> open(
            String name, MockProcessorContext<Void, Void> context, List<KeyValueStore<Bytes, byte[]>> opened) {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        opened.add(store);
        return store;
    }

    private void fill(Books books, DrawnOrders orders) {
        AreaRules rules = new AreaRules("scale", TERMS, ChargeSchedule.EMPTY, 24 * HOUR_MS, false);
        SeededDraws draws = SeededDraws.of(seed, "scale-names", orders.size());
        for (int i = 0; i < orders.size(); i++) {
            OrderDecision decision = books.keeper().offer(rules, PERIOD_START, order(orders, draws, i), NOW_MS);
            if (!(decision instanceof OrderDecision.Accepted)) {
                throw new IllegalStateException("order " + i + " was not accepted: " + decision);
            }
        }
    }

    private static BookOrder order(DrawnOrders orders, SeededDraws draws, int number) {
        return new BookOrder(
                uuid(draws),
                0,
                uuid(draws),
                "participant-" + number,
                "bus-" + number % 1_000,
                orders.side(number),
                orders.wh(number),
                orders.quote(number),
                orders.limit(number),
                NOW_MS,
                new byte[0],
                number % 6,
                number / 6);
    }

    private static String uuid(SeededDraws draws) {
        return new UUID(draws.nextLong(), draws.nextLong()).toString();
    }

    private static void run(ClearingSteps steps, PeriodState period, PeriodState.Phase phase) {
        while (period.phase() == phase) {
            steps.advance(period);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Records are made, and go nowhere. */
    private static final class Nowhere implements Output {
        @Override
        public void send(TopicContract<?> topic, String key, SpecificRecord value) {}

        @Override
        public long nowMs() {
            return 0;
        }
    }
}
