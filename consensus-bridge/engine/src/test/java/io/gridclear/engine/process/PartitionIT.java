package io.gridclear.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.testnet.RequiresCometBft;
import io.gridclear.engine.testnet.TestNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four validators whose lines are cut while all of them go on: a minority waits, and nobody forks. */
@RequiresCometBft
class PartitionIT {
    private static final int NODES = 4;

    /** From a cut, or its end, until something is committed. The engine calls a lost peer every 5 to 8 s. */
    private static final Duration PROGRESS = Duration.ofSeconds(20);

    /** Longer than a pause between blocks and every wait of a round together, several times over. */
    private static final Duration STANDSTILL = Duration.ofSeconds(8);

    @Test
    void oneOfFourCutOffStopsNothingAndCatchesUp(@TempDir Path root) throws Exception {
        try (TestNetwork network = TestNetwork.withLines(root, NODES)) {
            startAndAgree(network);

            network.lines().cutOff(3);
            long cut = System.nanoTime();
            long last = lastPossibleHeight(network);
            network.set(0, "without", "three");
            for (int node = 0; node < 3; node++) {
                network.awaitValue(node, "without", "three");
            }
            assertThat(since(cut)).as("the three go on").isLessThan(PROGRESS);
            network.awaitHeight(0, last + 2);
            assertThat(network.value(3, "without"))
                    .as("what the fourth can know")
                    .isEmpty();
            assertThat(network.height(3)).as("blocks that the fourth can know").isBetween(1L, last);

            network.lines().heal();
            long healed = System.nanoTime();
            network.awaitValue(3, "without", "three");
            assertThat(since(healed)).as("the fourth is back").isLessThan(PROGRESS);
            network.assertSameHashes();

            // It takes part again: without another one the three that are left need it.
            network.lines().cutOff(0);
            network.set(3, "with", "three");
            network.awaitValue(1, "with", "three");
            network.assertSameHashes();
        }
    }

    @Test
    void twoAgainstTwoHaltAndAgreeAfterwards(@TempDir Path root) throws Exception {
        try (TestNetwork network = TestNetwork.withLines(root, NODES)) {
            startAndAgree(network);

            network.lines().cutOff(2, 3);
            long last = lastPossibleHeight(network);
            network.set(0, "left", "waits");
            network.set(3, "right", "waits");
            Awaitility.await("a standstill")
                    .during(STANDSTILL)
                    .atMost(STANDSTILL.plusSeconds(30))
                    .pollInterval(Duration.ofMillis(200))
                    .failFast("somebody commits without two thirds", () -> hasMoved(network, last))
                    .until(() -> !hasMoved(network, last));

            network.lines().heal();
            long healed = System.nanoTime();
            for (int node = 0; node < NODES; node++) {
                network.awaitValue(node, "left", "waits");
                network.awaitValue(node, "right", "waits");
            }
            assertThat(since(healed)).as("all go on").isLessThan(PROGRESS);
            network.assertSameHashes();
        }
    }

    private static void startAndAgree(TestNetwork network) {
        network.startAll();
        network.set(0, "all", "together");
        for (int node = 0; node < NODES; node++) {
            network.awaitValue(node, "all", "together");
        }
    }

    /** After a cut: the block whose votes were in before may still come, without a key that was set after it. */
    private static long lastPossibleHeight(TestNetwork network) {
        return IntStream.range(0, NODES).mapToLong(network::height).max().orElseThrow() + 1;
    }

    private static boolean hasMoved(TestNetwork network, long last) {
        return IntStream.range(0, NODES)
                .anyMatch(node -> network.height(node) > last
                        || network.value(node, "left").isPresent()
                        || network.value(node, "right").isPresent());
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
