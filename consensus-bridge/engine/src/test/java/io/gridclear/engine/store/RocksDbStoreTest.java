package io.gridclear.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.engine.testnet.MapStore;
import io.gridclear.ledger.store.LedgerStore;
import io.gridclear.ledger.store.LedgerStore.Change;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbStoreTest {
    @TempDir
    Path directory;

    @Test
    void keepsWhatWasAppliedOverARestart() {
        try (RocksDbStore store = RocksDbStore.open(directory)) {
            store.apply(List.of(change("a", "1"), change("b", "2")));
            store.apply(List.of(change("a", null), change("c", "3")));
        }
        try (RocksDbStore store = RocksDbStore.open(directory)) {
            assertThat(store.get(bytes("a"))).isNull();
            assertThat(store.get(bytes("b"))).isEqualTo(bytes("2"));
            assertThat(store.get(bytes("c"))).isEqualTo(bytes("3"));
            assertThat(store.get(bytes("d"))).isNull();
        }
    }

    @Test
    void anEmptyBatchAndAnEmptyValueAreFine() {
        try (RocksDbStore store = RocksDbStore.open(directory)) {
            store.apply(List.of());
            store.apply(List.of(new Change(bytes("k"), new byte[0])));
            assertThat(store.get(bytes("k"))).isEmpty();
            store.apply(List.of(change("not there", null)));
        }
    }

    @Test
    void scansAsTheSortedMapDoes() {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        MapStore twin = new MapStore();
        try (RocksDbStore store = RocksDbStore.open(directory)) {
            for (int block = 0; block < 60; block++) {
                List<Change> changes = batch(random);
                twin.apply(changes);
                store.apply(changes);
                byte[] prefix = new byte[random.nextInt(3)];
                for (int i = 0; i < prefix.length; i++) {
                    prefix[i] = edgy(random);
                }
                assertThat(entries(store, prefix))
                        .as("seed " + seed + ", block " + block)
                        .isEqualTo(entries(twin, prefix));
            }
            assertThat(entries(store, new byte[0])).hasSizeGreaterThan(50);
            assertThat(entries(store, new byte[] {(byte) 0xff, (byte) 0xff}))
                    .as("a prefix without an upper bound")
                    .isNotEmpty()
                    .isEqualTo(entries(twin, new byte[] {(byte) 0xff, (byte) 0xff}));
        }
    }

    @Test
    void aVisitorThatFailsLeavesTheStoreUsable() {
        try (RocksDbStore store = RocksDbStore.open(directory)) {
            store.apply(List.of(change("a", "1")));
            assertThatThrownBy(() -> store.scan(new byte[0], (key, value) -> {
                        throw new IllegalStateException("enough");
                    }))
                    .hasMessage("enough");
            store.apply(List.of(change("b", "2")));
            assertThat(entries(store, new byte[0])).hasSize(2);
        }
    }

    @Test
    void oneProcessAtATime() {
        RocksDbStore first = RocksDbStore.open(directory);
        assertThatThrownBy(() -> RocksDbStore.open(directory))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("in use")
                .hasMessageContaining(directory.toString());
        first.close();
        RocksDbStore.open(directory).close();
    }

    @Test
    void aPlaceThatIsNoneIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        assertThatThrownBy(() -> RocksDbStore.open(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void closingWaitsForReadersAndRefusesLaterOnes() throws Exception {
        RocksDbStore store = RocksDbStore.open(directory);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            changes.add(change("%05d".formatted(i), "v"));
        }
        store.apply(changes);
        CountDownLatch reading = new CountDownLatch(20);
        List<CompletableFuture<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(CompletableFuture.supplyAsync(() -> {
                int scans = 0;
                try {
                    while (true) { // until the store is closed
                        assertThat(entries(store, new byte[0])).hasSize(2_000);
                        scans++;
                        reading.countDown();
                    }
                } catch (IllegalStateException closed) {
                    return scans;
                }
            }));
        }
        assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
        store.close();
        store.close();
        for (CompletableFuture<Integer> reader : readers) {
            assertThat(reader.get(30, TimeUnit.SECONDS)).isNotNegative();
        }
        assertThatThrownBy(() -> store.get(bytes("a"))).hasMessageContaining("is closed");
        assertThatThrownBy(() -> store.apply(List.of())).hasMessageContaining("is closed");
    }

    static List<Change> batch(SplittableRandom random) {
        TreeMap<byte[], byte[]> changes = new TreeMap<>(Arrays::compareUnsigned);
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            byte[] key = new byte[random.nextInt(1, 4)];
            for (int j = 0; j < key.length; j++) {
                key[j] = edgy(random);
            }
            byte[] value = new byte[random.nextInt(200)];
            random.nextBytes(value);
            changes.put(key, random.nextInt(4) == 0 ? null : value);
        }
        return changes.entrySet().stream()
                .map(entry -> new Change(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Few bytes, so that keys repeat, and those around the sign. */
    private static byte edgy(SplittableRandom random) {
        byte[] bytes = {0, 1, 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff};
        return bytes[random.nextInt(bytes.length)];
    }

    static List<String> entries(LedgerStore store, byte[] prefix) {
        List<String> entries = new ArrayList<>();
        HexFormat hex = HexFormat.of();
        store.scan(prefix, (key, value) -> entries.add(hex.formatHex(key) + "=" + hex.formatHex(value)));
        return entries;
    }

    private static Change change(String key, String value) {
        return new Change(bytes(key), value == null ? null : bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
