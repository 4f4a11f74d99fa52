package io.gridclear.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.engine.testnet.JdkSigner;
import io.gridclear.engine.testnet.NodeMain;
import io.gridclear.engine.testnet.RequiresCometBft;
import io.gridclear.engine.testnet.TestNetwork;
import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ledger.application.LedgerEvent.Kind;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.query.NodesView;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.market.canonical.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A validator's home is copied and started a second time: the engine proves it, the ledger bans its node, on a chain on
 * which nothing else happens.
 */
@RequiresCometBft
class DoubleSigningIT {
    private static final int SEATS = 4;
    private static final int VALIDATOR = 3;
    private static final int TWIN = 4;

    @Test
    void aValidatorThatRunsTwiceIsBannedByName(@TempDir Path root) throws Exception {
        try (TestNetwork network =
                new TestNetwork(root, SEATS, 1, NodeMain.Application.LEDGER, DoubleSigningIT::genesis)) {
            // The twin has a node key, ports and a memory of its own: it knows of nothing that it has signed.
            Files.copy(
                    network.home(VALIDATOR).directory().resolve("config/priv_validator_key.json"),
                    network.home(TWIN).directory().resolve("config/priv_validator_key.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            for (int node = 0; node < SEATS; node++) {
                network.start(node);
            }
            for (int node = 0; node < SEATS; node++) {
                network.awaitHeight(node, 2);
            }
            assertThat(banned(network, 0)).isEmpty();

            // Each time that it is the proposer, both propose, and each votes for its own block: every fourth height.
            network.start(TWIN);
            for (int node = 0; node < VALIDATOR; node++) {
                int honest = node;
                network.await(
                        "the ledger of node " + node + " bans the double signer",
                        () -> banned(network, honest).equals(List.of("node" + VALIDATOR)));
            }
            String address = nodes(network, 0).stream()
                    .filter(NodeView::banned)
                    .map(view -> view.address().toString())
                    .findFirst()
                    .orElseThrow();
            for (int node = 0; node < VALIDATOR; node++) {
                assertThat(network.events(node))
                        .filteredOn(event -> event.kind() == Kind.BANNED)
                        .isNotEmpty()
                        .extracting(LedgerEvent::subject)
                        .containsOnly(address);
            }
            assertOnlyEvidenceWasInBlocks(network);

            // Its vote in the engine lasts until the next election; alone and honest, it is one of four again.
            network.node(TWIN).kill();
            long next = network.height(0) + 2;
            byte[] signed = applicationHash(network, 0, next);
            for (int node = 1; node < VALIDATOR; node++) {
                assertThat(applicationHash(network, node, next))
                        .as("hash of node " + node)
                        .isEqualTo(signed);
            }
        }
    }

    private static byte[] genesis(List<NetworkMember> members) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < SEATS; i++) {
            candidates.add(new Candidate(
                    "node" + i,
                    new JdkSigner().publicKey(),
                    members.get(i).validatorKey(),
                    List.of("usage-point-" + i),
                    900_000 - 100_000L * i));
        }
        return LedgerGenesis.paper(SEATS, List.of(new JdkSigner().publicKey()), candidates)
                .toBytes();
    }

    /** Nobody has sent anything: the evidence alone has brought the ban. */
    private static void assertOnlyEvidenceWasInBlocks(TestNetwork network) throws ChainUnavailableException {
        byte[] nothing = new Sha256().hash(new byte[0]);
        long evidence = 0;
        for (long height = network.height(0); height > 0; height--) {
            Header header = network.chain(0).lightBlock(height).orElseThrow().header();
            assertThat(header.dataHash())
                    .as("root over the transactions of height " + height)
                    .isEqualTo(nothing);
            evidence += Arrays.equals(header.evidenceHash(), nothing) ? 0 : 1;
        }
        assertThat(evidence).as("blocks with evidence").isPositive();
    }

    private static byte[] applicationHash(TestNetwork network, int node, long height) throws ChainUnavailableException {
        network.awaitHeight(node, height);
        return network.chain(node).lightBlock(height).orElseThrow().header().appHash();
    }

    private static List<String> banned(TestNetwork network, int node) {
        return nodes(network, node).stream()
                .filter(NodeView::banned)
                .map(NodeView::name)
                .toList();
    }

    private static List<NodeView> nodes(TestNetwork network, int node) {
        try {
            QueryAnswer answer = network.chain(node).query(QueryPath.NODES, new byte[0]);
            return answer.code() == 0 ? NodesView.of(answer.value()).nodes() : List.of();
        } catch (ChainUnavailableException e) {
            return List.of();
        }
    }
}
