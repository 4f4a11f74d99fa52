package io.gridclear.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.store.LedgerStore.Change;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Overlay and memory store against a plain map of texts: the same seeded changes, the same entries. */
class OverlayTest {

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[1 + random.nextInt(2)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) * 127);
        }
        return bytes;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sameAsAPlainMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MemoryStore store = new MemoryStore();
        TreeMap<String, String> committed = new TreeMap<>();
        for (int block = 0; block < 200; block++) {
            Overlay overlay = new Overlay(store);
            TreeMap<String, String> plain = new TreeMap<>(committed);
            for (int step = random.nextInt(12); step > 0; step--) {
                byte[] key = bytes(random);
                if (random.nextInt(3) == 0) {
                    overlay.delete(key);
                    plain.remove(hex(key));
                } else {
                    byte[] value = bytes(random);
                    overlay.put(key, value);
                    plain.put(hex(key), hex(value));
                }
            }
            compare(overlay, plain, random, seed);
            assertThat(overlay.isEmpty()).as("seed %s", seed).isEqualTo(plain.equals(committed));
            for (Change change : overlay.changes()) {
                String value = change.value() == null ? null : hex(change.value());
                assertThat(value)
                        .as("a change changes something, seed %s", seed)
                        .isNotEqualTo(committed.get(hex(change.key())));
            }
            if (random.nextBoolean()) {
                store.apply(overlay.changes());
                committed = plain;
                compare(new Overlay(store), committed, random, seed);
                assertThat(store.size()).isEqualTo(committed.size());
            }
        }
    }

    private static void compare(Overlay overlay, TreeMap<String, String> plain, SplittableRandom random, long seed) {
        byte[] asked = bytes(random);
        byte[] found = overlay.get(asked);
        assertThat(found == null ? null : hex(found)).as("seed %s", seed).isEqualTo(plain.get(hex(asked)));
        byte[] prefix = bytes(random);
        List<String> scanned = new ArrayList<>();
        overlay.scan(prefix, (key, value) -> scanned.add(hex(key) + "=" + hex(value)));
        List<String> expected = new ArrayList<>();
        plain.forEach((key, value) -> {
            if (key.startsWith(hex(prefix))) {
                expected.add(key + "=" + value);
            }
        });
        assertThat(scanned).as("prefix %s, seed %s", hex(prefix), seed).isEqualTo(expected);
    }
}
