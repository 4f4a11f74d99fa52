package io.gridclear.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.rpc.CometChain;
import io.gridclear.engine.testnet.KeyValueApplication;
import io.gridclear.engine.testnet.NodeProcess;
import io.gridclear.engine.testnet.RequiresCometBft;
import io.gridclear.engine.testnet.TestNetwork;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real engine, our application server, store and client: every node in a JVM of its own. */
@RequiresCometBft
class CometNetworkIT {

    @Test
    void oneValidatorCommitsAndIsReadBack(@TempDir Path root) throws Exception {
        try (TestNetwork network = new TestNetwork(root, 1, 0)) {
            network.startAll();
            network.set(0, "colour", "green");
            network.awaitValue(0, "colour", "green");

            // The header of the height above has the hash that this height left behind.
            network.awaitHeight(0, 3);
            LightBlock second = network.chain(0).lightBlock(2).orElseThrow();
            assertThat(HexFormat.of().formatHex(second.header().appHash())).isEqualTo(network.hash(0, 1));
            assertThat(second.header().appVersion()).isEqualTo(1);
            assertThat(second.header().height()).isEqualTo(2);
            assertThat(second.validators()).singleElement().satisfies(validator -> {
                assertThat(validator.publicKey())
                        .isEqualTo(network.home(0).validatorKey().publicKey());
                assertThat(validator.address()).isEqualTo(ValidatorKey.addressOf(validator.publicKey()));
                assertThat(validator.power()).isEqualTo(EngineGenesis.POWER);
            });
            assertThat(second.commit().height()).isEqualTo(2);
            assertThat(second.commit().signatures()).singleElement().satisfies(signature -> {
                assertThat(signature.flag()).isEqualTo(2);
                assertThat(signature.signature()).hasSize(64);
            });
            assertThat(network.chain(0).lightBlock(1_000_000)).isEmpty();

            assertThat(network.chain(0)
                            .submit("nonsense".getBytes(StandardCharsets.UTF_8))
                            .code())
                    .isEqualTo(1);
            assertThat(network.chain(0)
                            .submit(KeyValueApplication.set("big", "x".repeat(1024 * 1024)))
                            .code())
                    .isEqualTo(CometChain.REFUSED_BY_THE_ENGINE);
            assertThat(network.chain(0)
                            .submit(KeyValueApplication.set("colour", "green"))
                            .isAccepted())
                    .as("a transaction that the mempool has seen is pending, not refused")
                    .isTrue();

            ProcessHandle engine = network.node(0).engine();
            network.node(0).stop();
            assertThat(NodeProcess.isRunning(engine))
                    .as("the engine after a graceful stop")
                    .isFalse();
        }
    }

    @Test
    void fourValidatorsAgreeAndMissOne(@TempDir Path root) throws Exception {
        try (TestNetwork network = new TestNetwork(root, 4, 0)) {
            network.startAll();
            for (int i = 0; i < 4; i++) {
                network.set(i, "from" + i, "v" + i);
            }
            for (int node = 0; node < 4; node++) {
                for (int i = 0; i < 4; i++) {
                    network.awaitValue(node, "from" + i, "v" + i);
                }
            }
            network.assertSameHashes();

            network.node(3).kill();
            network.set(0, "without", "three");
            network.awaitValue(1, "without", "three");
            network.start(3);
            network.awaitValue(3, "without", "three");
            network.assertSameHashes();

            network.node(2).pause();
            network.set(0, "while", "paused");
            network.awaitValue(1, "while", "paused");
            network.node(2).resume();
            network.awaitValue(2, "while", "paused");
            network.assertSameHashes();

            network.node(1).kill();
            network.forget(1);
            network.start(1);
            network.awaitValue(1, "while", "paused");
            network.assertSameHashes();

            // All four count again: with any other one away the rest still have more than two thirds.
            network.node(0).kill();
            network.set(1, "without", "zero");
            network.awaitValue(3, "without", "zero");
        }
    }

    @Test
    void clientsGoAroundDeadAndPausedNodes(@TempDir Path root) throws Exception {
        try (TestNetwork network = new TestNetwork(root, 4, 0)) {
            network.startAll();
            network.set(0, "before", "faults");
            network.awaitValue(3, "before", "faults");
            List<URI> all = List.of(network.rpc(0), network.rpc(1), network.rpc(2), network.rpc(3));
            try (CometChain chain = new CometChain(TestNetwork.CHAIN, all, Duration.ofSeconds(2))) {
                assertThat(chain.height()).isPositive();
                network.node(0).kill();
                assertThat(chain.submit(KeyValueApplication.set("zero", "dead")).isAccepted())
                        .isTrue();
                network.awaitValue(1, "zero", "dead");
                network.start(0);
                network.awaitValue(0, "zero", "dead");
                network.node(1).pause();
                assertThat(chain.submit(KeyValueApplication.set("one", "paused"))
                                .isAccepted())
                        .isTrue();
                network.awaitValue(2, "one", "paused");
                network.node(1).resume();
            }
            try (CometChain other = new CometChain("other-chain", all, Duration.ofSeconds(2))) {
                assertThat(catchThrowable(other::height)).hasMessageContaining("no node of the chain other-chain");
            }
        }
    }

    @Test
    void validatorUpdatesActTwoHeightsLater(@TempDir Path root) throws Exception {
        try (TestNetwork network = new TestNetwork(root, 4, 1)) {
            network.startAll();
            byte[] joining = network.home(4).validatorKey().publicKey();
            byte[] leaving = network.home(0).validatorKey().publicKey();
            network.awaitHeight(4, 2);
            assertThat(network.submit(1, validator(joining, 10))).isTrue();
            long joinedAt = heightOfChangeAfter(network, 1);
            assertValidators(network, joinedAt + 1, 0, 1, 2, 3);
            assertValidators(network, joinedAt + 2, 0, 1, 2, 3, 4);

            assertThat(network.submit(1, validator(leaving, 0))).isTrue();
            long leftAt = heightOfChangeAfter(network, joinedAt);
            assertValidators(network, leftAt + 1, 0, 1, 2, 3, 4);
            assertValidators(network, leftAt + 2, 1, 2, 3, 4);

            // The one that left is not needed, and the one that joined is: three of four.
            network.node(0).kill();
            network.node(1).kill();
            network.set(4, "with", "the-new-one");
            network.awaitValue(2, "with", "the-new-one");
        }
    }

    private static byte[] validator(byte[] key, long power) {
        return ("validator " + HexFormat.of().formatHex(key) + " " + power).getBytes(StandardCharsets.UTF_8);
    }

    /** The first height above one whose block changed the state. */
    private static long heightOfChangeAfter(TestNetwork network, long height) {
        long[] found = {height + 1};
        network.await("a change above height " + height, () -> {
            while (network.height(1) > found[0]) {
                if (!network.hash(1, found[0]).equals(network.hash(1, found[0] - 1))) {
                    return true;
                }
                found[0]++;
            }
            return false;
        });
        return found[0];
    }

    private static void assertValidators(TestNetwork network, long height, int... nodes) throws Exception {
        network.awaitHeight(1, height);
        List<String> seen = network.chain(1).lightBlock(height).orElseThrow().validators().stream()
                .map(Validator::publicKey)
                .map(HexFormat.of()::formatHex)
                .toList();
        List<String> expected = new ArrayList<>();
        for (int node : nodes) {
            expected.add(
                    HexFormat.of().formatHex(network.home(node).validatorKey().publicKey()));
        }
        assertThat(seen).as("validators of height " + height).containsExactlyInAnyOrderElementsOf(expected);
    }
}
