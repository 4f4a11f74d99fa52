package io.gridclear.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    private static Table<Long, Long> table(Overlay overlay) {
        return new Table<>(
                overlay,
                Keyspace.OPEN_ITEM,
                new Table.Codec<>(Keyspace::int64, TableTest::number, Keyspace::int64, TableTest::number));
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sameAsAPlainMapAcrossWritesBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MemoryStore store = new MemoryStore();
        TreeMap<Long, Long> plain = new TreeMap<>();
        for (int block = 0; block < 100; block++) {
            Overlay overlay = new Overlay(store);
            Table<Long, Long> table = table(overlay);
            for (int step = random.nextInt(20); step > 0; step--) {
                long key = random.nextInt(12);
                switch (random.nextInt(5)) {
                    case 0 -> {
                        table.remove(key);
                        plain.remove(key);
                    }
                    case 1 -> assertThat(table.get(key)).as("seed %s", seed).isEqualTo(plain.get(key));
                    case 2 -> assertThat(table.all()).as("seed %s", seed).isEqualTo(plain);
                    case 3 -> table.flush();
                    default -> {
                        table.put(key, key * block);
                        plain.put(key, key * block);
                    }
                }
            }
            table.flush();
            assertThat(table.isChanged()).isFalse();
            store.apply(overlay.changes());
            assertThat(table(new Overlay(store)).all()).as("seed %s", seed).isEqualTo(plain);
        }
    }
}
