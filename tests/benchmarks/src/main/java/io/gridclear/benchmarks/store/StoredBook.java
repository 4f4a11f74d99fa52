package io.gridclear.benchmarks.store;

import io.gridclear.market.book.BookOrder;
import io.gridclear.market.order.OrderDecision;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.ChargeSchedule;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.topology.app.StreamsProperties;
import io.gridclear.topology.areas.AreaRules;
import io.gridclear.topology.book.Books;
import io.gridclear.topology.book.OrderQueueStore;
import io.gridclear.topology.book.ParticipantStore;
import io.gridclear.topology.book.PeriodState;
import io.gridclear.topology.book.PeriodStore;
import io.gridclear.topology.metrics.MarketMetrics;
import io.gridclear.topology.output.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * One area's book in the application's RocksDB stores, filled through the application's own intake into the book. The orders
 * are those of traders without intelligence (Gode and Sunder 1993), one a participant, with ids of the length they have in
 * the field. Same seed, same book.
 */
final class StoredBook implements AutoCloseable {

    static final String AREA = "10YGRIDCLEAR-001";

    private static final long HOUR_MS = 3_600_000;
    private static final long NOW_MS = 1_767_225_600_000L;
    private static final long PERIOD_START = NOW_MS + 4 * HOUR_MS;
    private static final long MAX_WH = 2_000;

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

    private final List<KeyValueStore<Bytes, byte[]>> opened = new ArrayList<>();
    private final MockProcessorContext<Void, Void> context;
    private final OrderQueueStore queues;
    private final ParticipantStore participants;
    private final Books books;

    StoredBook(Path directory, Output output) {
        context = new MockProcessorContext<>(
                StreamsProperties.forTests("benchmark", directory.toString(), MarketMetrics.none()),
                new org.apache.kafka.streams.processor.TaskId(0, 0),
                directory.toFile());
        queues = new OrderQueueStore(open(OrderQueueStore.NAME));
        participants = new ParticipantStore(open(ParticipantStore.NAME));
        books = new Books(queues, participants, new PeriodStore(open(PeriodStore.NAME)), output, MarketMetrics.none());
    }

    private KeyValueStore<Bytes, byte[]> open(String name) {
        StoreBuilder<KeyValueStore<Bytes, byte[]>> builder = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled();
        KeyValueStore<Bytes, byte[]> store = builder.build();
        store.init(context.getStateStoreContext(), store);
        opened.add(store);
        return store;
    }

    OrderQueueStore queues() {
        return queues;
    }

    ParticipantStore participants() {
        return participants;
    }

    /** The one period, in a phase that has steps to do. */
    PeriodState period() {
        return books.in(phase -> true).get(0);
    }

    /** Offers so many orders, half of them sells. */
    void fill(int orders, long seed) {
        AreaRules rules = new AreaRules(AREA, TERMS, ChargeSchedule.EMPTY, 24 * HOUR_MS, false);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < orders; i++) {
            OrderDecision decision = books.keeper().offer(rules, PERIOD_START, order(random, i), NOW_MS);
            if (!(decision instanceof OrderDecision.Accepted)) {
                throw new IllegalStateException("an order of the benchmark was not accepted: " + decision);
            }
        }
    }

    private static BookOrder order(SplittableRandom random, int number) {
        Side side = random.nextBoolean() ? Side.SELL : Side.BUY;
        long quote = price(random, TERMS.feedInTariff(), TERMS.retailTariff());
        long end = side == Side.SELL ? TERMS.feedInTariff() : TERMS.retailTariff();
        return new BookOrder(
                uuid(random),
                0,
                uuid(random),
                "participant-%08d".formatted(number),
                side,
                1 + random.nextLong(MAX_WH),
                quote,
                price(random, Math.min(end, quote), Math.max(end, quote)),
                NOW_MS,
                new byte[0],
                number % 6,
                number / 6);
    }

    private static String uuid(SplittableRandom random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static long price(SplittableRandom random, long low, long high) {
        return low + TERMS.tick() * random.nextLong((high - low) / TERMS.tick() + 1);
    }

    /** Writes the gate's tick. */
    void closeGate() {
        books.clock().tickDue(TERMS.gateClosesAt(PERIOD_START));
    }

    /** Writes the tick that ends the re-quote window. */
    void closeRequote() {
        books.clock().tickDue(TERMS.requoteClosesAt(PERIOD_START));
    }

    @Override
    public void close() {
        opened.forEach(KeyValueStore::close);
    }
}
