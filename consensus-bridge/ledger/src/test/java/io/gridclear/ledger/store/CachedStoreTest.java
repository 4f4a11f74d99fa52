package io.gridclear.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.store.LedgerStore.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedStoreTest {

    /** Counts what is read. */
    private static final class CountingStore implements LedgerStore {
        private final MemoryStore store = new MemoryStore();
        private int gets;

        @Override
        public byte @Nullable [] get(byte[] key) {
            gets++;
            return store.get(key);
        }

        @Override
        public void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor) {
            store.scan(prefix, visitor);
        }

        @Override
        public void apply(Iterable<Change> changes) {
            store.apply(changes);
        }
    }

    private final CountingStore store = new CountingStore();

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void whatIsReadTwiceIsAskedForOnceAlsoIfItIsAbsent() {
        store.apply(List.of(new Change(bytes(1), bytes(7))));
        CachedStore cached = new CachedStore(store);
        for (int i = 0; i < 3; i++) {
            assertThat(cached.get(bytes(1))).containsExactly(7);
            assertThat(cached.get(bytes(2))).isNull();
        }
        assertThat(store.gets).isEqualTo(2);
    }

    @Test
    void whatIsWrittenIsReadWithoutAsking() {
        CachedStore cached = new CachedStore(store);
        assertThat(cached.get(bytes(1))).isNull();
        cached.apply(List.of(new Change(bytes(1), bytes(7)), new Change(bytes(2), bytes(8))));
        assertThat(cached.get(bytes(1))).containsExactly(7);
        assertThat(cached.get(bytes(2))).containsExactly(8);
        assertThat(store.gets).isEqualTo(1);
        cached.apply(List.of(new Change(bytes(1), null)));
        assertThat(cached.get(bytes(1))).isNull();
        assertThat(store.store.get(bytes(2))).as("and stands in the store").containsExactly(8);
    }

    @Test
    void theOldestIsForgottenFirst() {
        CachedStore cached = new CachedStore(store, 2 * (128 + 1 + 1));
        cached.apply(List.of(new Change(bytes(1), bytes(6)), new Change(bytes(2), bytes(8))));
        assertThat(cached.get(bytes(1))).containsExactly(6);
        assertThat(cached.get(bytes(2))).containsExactly(8);
        assertThat(store.gets).as("two have room").isZero();

        cached.apply(List.of(new Change(bytes(1), bytes(7))));
        cached.apply(List.of(new Change(bytes(3), bytes(9))));
        assertThat(cached.get(bytes(1))).as("written anew").containsExactly(7);
        assertThat(cached.get(bytes(3))).containsExactly(9);
        assertThat(store.gets).isZero();
        assertThat(cached.get(bytes(2))).containsExactly(8);
        assertThat(store.gets).isEqualTo(1);
    }

    @Test
    void anEntryLargerThanAllRoomIsNotKept() {
        CachedStore cached = new CachedStore(store, 200);
        cached.apply(List.of(new Change(bytes(1), new byte[100])));
        assertThat(cached.bytesKept()).isZero();
        assertThat(cached.get(bytes(1))).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void itHoldsWhatAMapHolds(long seed) {
        Random random = new Random(seed);
        int mostBytes = 130 * (1 + random.nextInt(40));
        CachedStore cached = new CachedStore(store, mostBytes);
        TreeMap<byte[], byte[]> twin = new TreeMap<>(Arrays::compareUnsigned);
        for (int step = 0; step < 5_000; step++) {
            if (random.nextInt(4) == 0) {
                TreeMap<byte[], Change> changes = new TreeMap<>(Arrays::compareUnsigned);
                for (int i = random.nextInt(6); i >= 0; i--) {
                    byte[] key = bytes(random.nextInt(8), random.nextInt(8));
                    byte[] value = random.nextInt(3) == 0 ? null : new byte[random.nextInt(30)];
                    changes.put(key, new Change(key, value));
                }
                List<Change> list = new ArrayList<>(changes.values());
                cached.apply(list);
                list.forEach(change -> {
                    if (change.value() == null) {
                        twin.remove(change.key());
                    } else {
                        twin.put(change.key(), change.value());
                    }
                });
            } else {
                byte[] key = bytes(random.nextInt(8), random.nextInt(8));
                assertThat(cached.get(key)).as("seed %d, step %d", seed, step).isEqualTo(twin.get(key));
            }
            assertThat(cached.bytesKept()).as("seed %d, step %d", seed, step).isBetween(0L, (long) mostBytes);
        }
        List<byte[]> scanned = new ArrayList<>();
        cached.scan(bytes(), (key, value) -> scanned.add(key));
        assertThat(scanned.toArray())
                .as("seed %d", seed)
                .isEqualTo(twin.keySet().toArray());
    }
}
