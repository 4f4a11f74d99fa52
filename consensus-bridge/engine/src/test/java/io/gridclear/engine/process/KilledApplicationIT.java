package io.gridclear.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.testnet.DyingApplication;
import io.gridclear.engine.testnet.KeyValueApplication;
import io.gridclear.engine.testnet.NodeProcess;
import io.gridclear.engine.testnet.RequiresCometBft;
import io.gridclear.engine.testnet.TestNetwork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only validator's application dies where it hurts most; a follower that never dies says what is right. */
@RequiresCometBft
class KilledApplicationIT {
    private static final int VALIDATOR = 0;
    private static final int FOLLOWER = 1;

    /** Two at each point; {@code -Dgridclear.killsInBlocks=100} for a long run. */
    private static final int KILLS_IN_BLOCKS = Integer.getInteger("gridclear.killsInBlocks", 8);

    /** {@code -Dgridclear.killsAtRandom} for more. */
    private static final int KILLS_AT_RANDOM = Integer.getInteger("gridclear.killsAtRandom", 6);

    @Test
    void diesAtEveryPointOfABlockAndReplaysIt(@TempDir Path root) throws Exception {
        try (TestNetwork network = new TestNetwork(root, 1, 1)) {
            network.startAll();
            DyingApplication.Point[] points = DyingApplication.Point.values();
            long agreed = 0;
            for (int kill = 0; kill < KILLS_IN_BLOCKS; kill++) {
                DyingApplication.Point point = points[kill % points.length];
                // A key for each write: what the follower's mempool still has may come once more after the restart.
                String key = "key" + kill;
                network.set(VALIDATOR, key + ".before", "v");
                network.awaitValue(FOLLOWER, key + ".before", "v");
                network.node(VALIDATOR).stop();
                long fatal = network.height(FOLLOWER) + 1;

                network.start(VALIDATOR, point.name(), Long.toString(fatal));
                network.await(
                        "death, or a transaction to die with",
                        () -> !network.node(VALIDATOR).isAlive()
                                || network.submit(VALIDATOR, KeyValueApplication.set(key + ".death", "v")));
                assertThat(network.node(VALIDATOR).awaitEnd())
                        .as(point + " at height " + fatal)
                        .isEqualTo(137);

                network.start(VALIDATOR);
                network.set(VALIDATOR, key + ".after", "v");
                network.awaitValue(FOLLOWER, key + ".after", "v");
                network.awaitValue(VALIDATOR, key + ".after", "v");
                agreed = network.assertSameHashes(agreed + 1);
                assertThat(agreed).isGreaterThanOrEqualTo(fatal);
            }
            // The hash chains over every transaction: a lost or doubled one would show in all hashes after it.
            for (int kill = 0; kill < KILLS_IN_BLOCKS; kill++) {
                for (int node : new int[] {VALIDATOR, FOLLOWER}) {
                    assertThat(network.value(node, "key" + kill + ".before")).contains("v");
                    assertThat(network.value(node, "key" + kill + ".after")).contains("v");
                }
            }
            System.out.println(KILLS_IN_BLOCKS + " kills inside FinalizeBlock and Commit, " + network.assertSameHashes()
                    + " heights with the same hash on both nodes");
        }
    }

    @Test
    void isKilledAtRandomMomentsUnderLoad(@TempDir Path root) throws Exception {
        long seed = 20261127;
        SplittableRandom random = new SplittableRandom(seed);
        try (TestNetwork network = new TestNetwork(root, 1, 1)) {
            network.startAll();
            long agreed = 0;
            for (int kill = 0; kill < KILLS_AT_RANDOM; kill++) {
                int writes = random.nextInt(5, 60);
                for (int i = 0; i < writes; i++) {
                    network.set(VALIDATOR, "key" + kill + "." + i, "v");
                }
                ProcessHandle engine = network.node(VALIDATOR).killApplication();
                network.await("the engine ends without its application", () -> !NodeProcess.isRunning(engine));
                network.start(VALIDATOR);
                String last = "kill" + kill;
                network.set(VALIDATOR, last, "survived");
                network.awaitValue(FOLLOWER, last, "survived");
                agreed = network.assertSameHashes(agreed + 1);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    void aPausedEngineThatOutlivedItsSupervisorIsEnded(@TempDir Path root) throws Exception {
        try (TestNetwork network = new TestNetwork(root, 1, 0)) {
            network.startAll();
            network.set(VALIDATOR, "before", "kill");
            network.awaitValue(VALIDATOR, "before", "kill");
            network.node(VALIDATOR).pause(); // a stopped process cannot see that its application is gone
            ProcessHandle orphan = network.node(VALIDATOR).killApplication();
            assertThat(NodeProcess.isRunning(orphan)).isTrue();

            network.start(VALIDATOR);
            network.set(VALIDATOR, "after", "kill");
            network.awaitValue(VALIDATOR, "after", "kill");
            assertThat(NodeProcess.isRunning(orphan)).isFalse();
        }
    }

    @Test
    void aBrokenApplicationStopsItsNodeForGood(@TempDir Path root) throws Exception {
        try (TestNetwork network = new TestNetwork(root, 1, 1)) {
            network.startAll();
            network.set(VALIDATOR, "before", "boom");
            network.awaitValue(FOLLOWER, "before", "boom");
            ProcessHandle engine = network.node(VALIDATOR).engine();
            assertThat(network.submit(VALIDATOR, "boom".getBytes(StandardCharsets.UTF_8)))
                    .isTrue();
            assertThat(network.node(VALIDATOR).awaitEnd()).isEqualTo(3);
            assertThat(NodeProcess.isRunning(engine)).isFalse();

            // It is in the block for ever: whoever starts again breaks again, and does not go on without it.
            network.start(VALIDATOR);
            assertThat(network.node(VALIDATOR).awaitEnd()).isEqualTo(3);
        }
    }
}
