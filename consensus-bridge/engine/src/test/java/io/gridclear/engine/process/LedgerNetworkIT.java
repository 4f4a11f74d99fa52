package io.gridclear.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.engine.testnet.JdkSigner;
import io.gridclear.engine.testnet.NodeMain;
import io.gridclear.engine.testnet.RequiresCometBft;
import io.gridclear.engine.testnet.TestNetwork;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.query.LedgerStatus;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.MessageSigner;
import io.gridclear.ledger.transaction.SignedTransaction;
import io.gridclear.ledger.transaction.TransactionCodec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on the real engine: four agents of five candidates, each a validator of its own. */
@RequiresCometBft
class LedgerNetworkIT {
    private static final int CANDIDATES = 5;
    private static final int SEATS = 4;
    private static final LedgerStatus UNKNOWN =
            new LedgerStatus("", LedgerGenesis.Profile.PAPER, -1, new byte[0], -1, 0, 0, 0, -1);

    private static final byte[] RIGHT = hash(1);
    private static final byte[] WRONG = hash(2);

    private final MessageSigner operator = new JdkSigner();
    private final List<MessageSigner> agents = new ArrayList<>();
    private long nextKey;

    @Test
    void aLiarLosesItsSeatInCommitteeAndEngineAndARestartedNodeAgrees(@TempDir Path root) throws Exception {
        for (int i = 0; i < CANDIDATES; i++) {
            agents.add(new JdkSigner());
        }
        try (TestNetwork network =
                new TestNetwork(root, SEATS, CANDIDATES - SEATS, NodeMain.Application.LEDGER, this::genesis)) {
            network.startAll();
            network.awaitHeight(4, 1);
            network.awaitHeight(0, 1); // whom the validators are asked of
            assertThat(validators(network))
                    .doesNotContain(validatorKey(network, 4))
                    .hasSize(SEATS);

            // Agent 3 lies about the first item. The rest of the cycle goes on without it; then all vote.
            for (int number = 0; number < SEATS; number++) {
                long items = number + 1;
                ItemKey item = ItemKey.initial("area", 900_000L * number);
                send(network, operator, SubmitClearings.of(item, hash(3), RIGHT, hash(4), 10));
                // An attestation may overtake the claim on its way to the proposer, and is then refused in the block.
                network.await(
                        "item " + number + " open",
                        () -> status(network, 0).outcomes() + status(network, 0).openItems() == items);
                for (int agent = 0; agent < SEATS; agent++) {
                    byte[] h = agent == 3 && number == 0 ? WRONG : RIGHT;
                    if (agent != 3 || number == 0) {
                        send(network, agents.get(agent), new Attest(List.of(new Attestation(item, h))));
                    }
                }
                network.await(
                        "item " + number + " decided", () -> status(network, 0).outcomes() == items);
                if (number == 1) {
                    network.node(2).kill();
                    network.start(2);
                    network.await("node 2 is back", () -> status(network, 2).outcomes() == items);
                }
            }

            network.await("the engine's validators follow the election", () -> {
                List<String> now = validators(network);
                return now.contains(validatorKey(network, 4)) && !now.contains(validatorKey(network, 3));
            });
            network.await("all nodes at one height with one hash", () -> {
                LedgerStatus first = status(network, 0);
                for (int node = 1; node < CANDIDATES; node++) {
                    LedgerStatus other = status(network, node);
                    if (other.outcomes() != SEATS || !Arrays.equals(first.applicationHash(), other.applicationHash())) {
                        return false;
                    }
                }
                return true;
            });
            LedgerStatus status = status(network, 0);
            network.awaitHeight(0, status.height() + 1);
            assertThat(network.chain(0)
                            .lightBlock(status.height() + 1)
                            .orElseThrow()
                            .header()
                            .appHash())
                    .as("the hash that the validators signed")
                    .isEqualTo(status.applicationHash());

            // who attested to what, its blocks say; node 2 came back in between
            network.awaitHeight(2, status.height());
            for (int node : new int[] {0, 2}) {
                SortedMap<ItemKey, SortedMap<Integer, Byte>> attested = attested(network, node, status.height());
                // where the others have decided without it, the lie finds no block any more
                assertThat(attested.get(attested.firstKey()).remove(3)).isIn(null, WRONG[0]);
                assertThat(attested).as("node %s", node).isEqualTo(attestedByTheHonest());
            }
            assertThat(network.chain(0).transactions(status.height() + 1_000_000))
                    .isEmpty();

            network.node(1).kill();
            network.forget(1);
            network.start(1);
            network.await(
                    "a node that forgot everything has replayed it",
                    () -> Arrays.equals(
                            status(network, 1).applicationHash(),
                            status(network, 0).applicationHash()));
        }
    }

    /** Of each item, the agent's number and the first byte of what it attested to, from the blocks of a node. */
    private SortedMap<ItemKey, SortedMap<Integer, Byte>> attested(TestNetwork network, int node, long last)
            throws ChainUnavailableException {
        SortedMap<ItemKey, SortedMap<Integer, Byte>> found = itemMap();
        for (long height = 1; height <= last; height++) {
            for (byte[] transaction : network.chain(node).transactions(height).orElseThrow()) {
                SignedTransaction signed = TransactionCodec.decode(transaction);
                if (signed.transaction() instanceof Attest attest) {
                    int agent = agents.stream()
                            .map(MessageSigner::publicKey)
                            .map(HexFormat.of()::formatHex)
                            .toList()
                            .indexOf(HexFormat.of().formatHex(signed.sender()));
                    attest.attestations()
                            .forEach(one -> found.computeIfAbsent(one.item(), key -> new TreeMap<>())
                                    .put(agent, one.hash()[0]));
                }
            }
        }
        return found;
    }

    private static SortedMap<ItemKey, SortedMap<Integer, Byte>> attestedByTheHonest() {
        SortedMap<ItemKey, SortedMap<Integer, Byte>> expected = itemMap();
        for (int number = 0; number < SEATS; number++) {
            expected.put(
                    ItemKey.initial("area", 900_000L * number),
                    new TreeMap<>(Map.of(0, RIGHT[0], 1, RIGHT[0], 2, RIGHT[0])));
        }
        return expected;
    }

    private static SortedMap<ItemKey, SortedMap<Integer, Byte>> itemMap() {
        return new TreeMap<>(Comparator.comparingLong(ItemKey::periodStart));
    }

    private byte[] genesis(List<NetworkMember> members) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < CANDIDATES; i++) {
            candidates.add(new Candidate(
                    "node" + i,
                    agents.get(i).publicKey(),
                    members.get(i).validatorKey(),
                    List.of("usage-point-" + i),
                    900_000 - 100_000L * i));
        }
        return LedgerGenesis.paper(SEATS, List.of(operator.publicKey()), candidates)
                .toBytes();
    }

    private void send(TestNetwork network, MessageSigner sender, LedgerTransaction transaction) {
        byte[] key = ByteBuffer.allocate(16).putLong(8, nextKey++).array();
        network.await("accepted: " + transaction, () -> {
            long until = network.height(0) + 50;
            return network.submit(0, TransactionCodec.encode(TestNetwork.CHAIN, transaction, sender, until, key));
        });
    }

    private static LedgerStatus status(TestNetwork network, int node) {
        try {
            QueryAnswer answer = network.chain(node).query(QueryPath.STATUS, new byte[0]);
            return answer.code() == 0 ? LedgerStatus.of(answer.value()) : UNKNOWN;
        } catch (ChainUnavailableException e) {
            return UNKNOWN;
        }
    }

    private static List<String> validators(TestNetwork network) throws ChainUnavailableException {
        return network.chain(0).lightBlock(network.height(0)).orElseThrow().validators().stream()
                .map(Validator::publicKey)
                .map(HexFormat.of()::formatHex)
                .toList();
    }

    private static String validatorKey(TestNetwork network, int node) throws Exception {
        return HexFormat.of().formatHex(network.home(node).validatorKey().publicKey());
    }

    private static byte[] hash(int filler) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) filler);
        return hash;
    }
}
