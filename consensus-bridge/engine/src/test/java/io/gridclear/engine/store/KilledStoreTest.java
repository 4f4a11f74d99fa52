package io.gridclear.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.testnet.MapStore;
import io.gridclear.ledger.store.LedgerStore.Change;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that applies batches is killed at random moments. What the next one finds is the state after some batch: of
 * all that it was told were durable, and of no half. (A kill shows that nothing waits in the process; that the disk has
 * it is what the sync is for, and no test here can pull the plug.)
 */
class KilledStoreTest {
    private static final long SEED = 5;
    private static final int KILLS = 8;
    private static final byte[] APPLIED = "applied".getBytes(StandardCharsets.UTF_8);

    @Test
    void whatIsFoundIsAPrefixOfTheBatches(@TempDir Path directory) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        long durable = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long acknowledged = killAfter(directory, random.nextInt(1, 400));
            try (RocksDbStore store = RocksDbStore.open(directory)) {
                long applied = applied(store);
                String when = "seed " + SEED + ", kill " + kill;
                assertThat(applied)
                        .as(when)
                        .isGreaterThanOrEqualTo(acknowledged)
                        .isGreaterThan(durable);
                MapStore twin = new MapStore();
                for (long number = 1; number <= applied; number++) {
                    twin.apply(batch(number));
                }
                assertThat(RocksDbStoreTest.entries(store, new byte[0]))
                        .as(when)
                        .isEqualTo(RocksDbStoreTest.entries(twin, new byte[0]));
                durable = applied;
            }
        }
    }

    /** Lets a process go on where the last one stopped, and kills it; the last batch that it said was durable. */
    private static long killAfter(Path directory, int batches) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (int i = 0; i < batches; i++) {
                String line = said.readLine();
                assertThat(line).as("the writer goes on").isNotNull();
                last = Long.parseLong(line);
            }
            process.toHandle().destroyForcibly(); // the pipe stays open
            // What it said before it died may still be in the pipe; println of a killed process may end in half a
            // number.
            for (String line = said.readLine(); line != null && !line.isEmpty(); line = said.readLine()) {
                if (Long.parseLong(line) == last + 1) {
                    last++;
                }
            }
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return last;
    }

    private static long applied(RocksDbStore store) {
        byte[] applied = store.get(APPLIED);
        return applied == null ? 0 : ByteBuffer.wrap(applied).getLong();
    }

    /** The batch of a number, the same in every process. */
    private static List<Change> batch(long number) {
        List<Change> changes = new ArrayList<>(RocksDbStoreTest.batch(new SplittableRandom(SEED + number)));
        changes.add(new Change(APPLIED, ByteBuffer.allocate(8).putLong(number).array()));
        return changes;
    }

    /** Applies one batch after the other and says each number once it is durable. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            RocksDbStore store = RocksDbStore.open(Path.of(arguments[0]));
            for (long number = applied(store) + 1; ; number++) {
                store.apply(batch(number));
                System.out.println(number);
                System.out.flush();
            }
        }
    }
}
