package io.gridclear.topology.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.topology.app.StreamsProperties;
import io.gridclear.topology.metrics.MarketMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of the order store sort as the queues do, and no period meets another's: on RocksDB, against a sorted list. */
class StoreKeysTest {

    private record Queued(Side side, long price, long position) {}

    @TempDir
    Path directory;

    private KeyValueStore<Bytes, byte[]> store;
    private OrderQueueStore queues;

    @BeforeEach
    void openStore() {
        var context = new MockProcessorContext<Void, Void>(
                StreamsProperties.forTests("keys", directory.toString(), MarketMetrics.none()),
                new TaskId(0, 0),
                directory.toFile());
        store = Stores.persistentKeyValueStore("orders").get();
        store.init(context.getStateStoreContext(), store);
        queues = new OrderQueueStore(store);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void put(PeriodKey period, Queued order) {
        queues.put(
                period,
                order.side(),
                order.price(),
                order.position(),
                new QueuedOrder(1 + order.position(), -1, -1, new OrderRef("o" + order.position(), "u", "p"), "b"));
    }

    private List<Queued> scan(PeriodKey period, Side side, QueueCursor from) {
        List<Queued> scanned = new ArrayList<>();
        try (ScannedQueue queue = queues.scan(period, side, from)) {
            for (; !queue.isEmpty(); queue.next()) {
                scanned.add(new Queued(side, queue.headPrice(), queue.headPosition()));
                assertThat(queue.headOrder().ref().orderId()).isEqualTo("o" + queue.headPosition());
            }
        }
        return scanned;
    }

    private static List<Queued> sorted(List<Queued> orders, Side side) {
        Comparator<Queued> byPrice = Comparator.comparingLong(Queued::price);
        return orders.stream()
                .filter(order -> order.side() == side)
                .sorted((side == Side.SELL ? byPrice : byPrice.reversed()).thenComparingLong(Queued::position))
                .toList();
    }

    @Test
    void aScanIsAQueueFromAnyOfItsOrdersOn() {
        Random random = new Random(4);
        PeriodKey period = new PeriodKey("area", 900_000);
        List<Queued> orders = new ArrayList<>();
        for (int position = 1; position <= 300; position++) {
            // few prices, extreme ones among them; positions beyond one and two bytes
            long price = switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> Long.MAX_VALUE / 4;
                default -> 100L * random.nextInt(20);
            };
            orders.add(new Queued(random.nextBoolean() ? Side.SELL : Side.BUY, price, position * 997L));
        }
        orders.forEach(order -> put(period, order));
        for (Side side : Side.values()) {
            List<Queued> expected = sorted(orders, side);
            assertThat(scan(period, side, QueueCursor.START)).isEqualTo(expected);
            assertThat(scan(period, side, QueueCursor.END)).isEmpty();
            for (int i = 0; i < expected.size(); i += 17) {
                Queued head = expected.get(i);
                QueueCursor from = new QueueCursor(QueueCursor.Kind.HEAD, head.price(), head.position(), 1);
                assertThat(scan(period, side, from)).isEqualTo(expected.subList(i, expected.size()));
            }
        }
    }

    @Test
    void aQueueGoesOnOnlyAtAnOrderThatHoldsWhatIsSaidToBeLeftOfIt() {
        PeriodKey period = new PeriodKey("area", 900_000);
        put(period, new Queued(Side.BUY, 500, 7)); // of 8 Wh
        put(period, new Queued(Side.BUY, 400, 9));
        QueueCursor.Kind head = QueueCursor.Kind.HEAD;
        assertThat(scan(period, Side.BUY, new QueueCursor(head, 500, 7, 8))).hasSize(2);
        for (QueueCursor from : List.of(
                new QueueCursor(head, 500, 7, 9),
                new QueueCursor(head, 500, 7, -1),
                new QueueCursor(head, 500, 6, 8),
                new QueueCursor(head, 450, 7, 8),
                new QueueCursor(head, 400, 10, 8))) {
            assertThatThrownBy(() -> queues.scan(period, Side.BUY, from))
                    .as("%s", from)
                    .isInstanceOf(InvariantViolation.class)
                    .hasMessageContaining("the BUY queue of " + period + " goes on from " + from);
        }
    }

    @Test
    void whatIsLeftOfAnOrderFollowsFromWhereTheCursorStands() {
        for (Side side : Side.values()) {
            List<Queued> queue = sorted(
                    List.of(
                            new Queued(side, 100, 1),
                            new Queued(side, 100, 2),
                            new Queued(side, 200, 3),
                            new Queued(side, 300, 4)),
                    side);
            for (int head = 0; head < queue.size(); head++) {
                QueueCursor cursor = new QueueCursor(
                        QueueCursor.Kind.HEAD,
                        queue.get(head).price(),
                        queue.get(head).position(),
                        7);
                for (int i = 0; i < queue.size(); i++) {
                    long left = cursor.leftOf(
                            side, queue.get(i).price(), queue.get(i).position(), 50);
                    assertThat(left)
                            .as("%s, head %d, order %d", side, head, i)
                            .isEqualTo(i < head ? 0 : i == head ? 7 : 50);
                }
            }
            assertThat(QueueCursor.START.leftOf(side, 100, 1, 50)).isEqualTo(50);
            assertThat(QueueCursor.END.leftOf(side, 100, 1, 50)).isZero();
        }
    }

    /** Names that are beginnings of one another, hold the bytes of lengths and times, or sort unlike their lengths. */
    @Test
    void noPeriodMeetsAnothersOrders() {
        List<PeriodKey> periods = new ArrayList<>();
        for (String area : List.of(
                "a",
                "aa",
                "a\u0000",
                "\u0000",
                "b",
                "a\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001",
                "\uffff",
                "\u00ff",
                "x".repeat(128))) {
            for (long start : new long[] {0, 1, 255, 256, 900_000, Long.MAX_VALUE}) {
                periods.add(new PeriodKey(area, start));
            }
        }
        for (int i = 0; i < periods.size(); i++) {
            put(periods.get(i), new Queued(Side.SELL, 100, i));
            put(periods.get(i), new Queued(Side.BUY, 100, i));
            assertThat(PeriodKey.of(periods.get(i).prefix())).isEqualTo(periods.get(i));
        }
        for (int i = 0; i < periods.size(); i++) {
            assertThat(scan(periods.get(i), Side.SELL, QueueCursor.START))
                    .containsExactly(new Queued(Side.SELL, 100, i));
            assertThat(scan(periods.get(i), Side.BUY, QueueCursor.START)).containsExactly(new Queued(Side.BUY, 100, i));
        }
        ParticipantStore participants = new ParticipantStore(store);
        for (int i = 0; i < periods.size(); i += 2) {
            assertThat(queues.purge(periods.get(i), participants).step(100)).isTrue();
        }
        for (int i = 0; i < periods.size(); i++) {
            assertThat(scan(periods.get(i), Side.BUY, QueueCursor.START)).hasSize(i % 2);
        }
    }

    @Test
    void aPurgeIsBoundedAndSaysWhenItIsDone() {
        PeriodKey period = new PeriodKey("area", 900_000);
        PeriodKey next = new PeriodKey("area", 1_800_000);
        for (int position = 0; position < 10; position++) {
            put(period, new Queued(position % 2 == 0 ? Side.SELL : Side.BUY, 100, position));
        }
        put(next, new Queued(Side.SELL, 100, 0));
        PeriodPurge purge = queues.purge(
                period,
                new ParticipantStore(
                        Stores.inMemoryKeyValueStore("participants").get()));
        assertThat(purge.step(4)).isFalse();
        assertThat(scan(period, Side.SELL, QueueCursor.START)).hasSize(1);
        assertThat(purge.step(4)).isFalse();
        // two are left: whether they were the last is known at the end only
        assertThat(purge.step(2)).isFalse();
        assertThat(purge.step(2)).isTrue();
        assertThat(scan(period, Side.BUY, QueueCursor.START)).isEmpty();
        assertThat(scan(next, Side.SELL, QueueCursor.START)).hasSize(1);
    }
}
