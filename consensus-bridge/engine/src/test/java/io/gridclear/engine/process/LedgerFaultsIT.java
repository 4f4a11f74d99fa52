package io.gridclear.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.testnet.DyingApplication;
import io.gridclear.engine.testnet.JdkSigner;
import io.gridclear.engine.testnet.NodeMain;
import io.gridclear.engine.testnet.RequiresCometBft;
import io.gridclear.engine.testnet.TestNetwork;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.CommitteeView.Agent;
import io.gridclear.ledger.query.LedgerStatus;
import io.gridclear.ledger.query.OutcomesPage;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.MessageSigner;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger on the real engine while nodes are cut off or die: every clearing is decided once, with one hash everywhere. */
@RequiresCometBft
class LedgerFaultsIT {

    /** From a cut, or its end, until something is decided. The engine calls a lost peer every 5 to 8 s. */
    private static final Duration PROGRESS = Duration.ofSeconds(20);

    /** {@code -Dgridclear.ledgerKills=100} for a long run: a kill takes two seconds and more. */
    private static final int KILLS = Integer.getInteger("gridclear.ledgerKills", 8);

    private static final byte[] RIGHT = hash(1);

    private final MessageSigner operator = new JdkSigner();
    private final List<MessageSigner> agents = new ArrayList<>();
    private int items;
    private long nextKey;

    /**
     * In turn, those whose turns to produce are next suffer each fault. No two faults in a row meet the same node, and no
     * more can be spared than are away: the next fault is survived only with those that came back from the one before.
     */
    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"1, 4", "2, 7"})
    void asManyAsCanBeSparedFailInEveryWayAndComeBackWithTheSameHash(int faulty, int validators, @TempDir Path root)
            throws Exception {
        try (TestNetwork network = ledger(root, validators, true)) {
            network.startAll();
            List<Integer> all = IntStream.range(0, validators).boxed().toList();
            decide(network, all, 0);
            awaitSameState(network);
            awaitVotes(network, all, 0);
            List<Integer> before = List.of();
            for (NodeFault fault : NodeFault.values()) {
                List<Integer> away = nextHeads(network, faulty);
                String what = fault + " " + away;
                assertThat(away).as(what).hasSize(faulty).noneMatch(before::contains);
                List<Integer> left =
                        all.stream().filter(node -> !away.contains(node)).toList();
                int known = items;

                fault.begin(network, away);
                long begun = System.nanoTime();
                ItemKey item = decide(network, left, left.get(0));
                Duration decided = since(begun);
                assertThat(decided).as(what + ": the others go on").isLessThan(PROGRESS);
                decide(network, left, left.get(1));
                if (fault == NodeFault.CUT_OFF) {
                    assertThat(status(network, away.get(0)).orElseThrow().outcomes())
                            .as("what one that is cut off can know")
                            .isEqualTo(known);
                }

                long height = network.height(left.get(0));
                fault.end(network, away);
                long ended = System.nanoTime();
                awaitSameState(network);
                Duration back = since(ended);
                assertThat(back).as(what + ": they are back").isLessThan(PROGRESS);
                for (int node : away) {
                    send(network, node, operator, claim(item)); // the same claim again is no second one
                }
                awaitVotes(network, away, height);
                before = away;
                System.out.printf(
                        "%s of %d: decided after %d ms, back after %d ms%n",
                        what, validators, decided.toMillis(), back.toMillis());
            }
            decide(network, all, before.get(0));
            awaitSameState(network);
            assertEveryItemDecidedOnce(network);
        }
    }

    @Test
    void aLedgerKilledInsideFinalizeBlockAndCommitLosesNothing(@TempDir Path root) throws Exception {
        try (TestNetwork network = ledger(root, 1, false)) {
            network.start(0);
            network.start(1);
            decide(network, List.of(0), 0);
            DyingApplication.Point[] points = DyingApplication.Point.values();
            for (int kill = 0; kill < KILLS; kill++) {
                DyingApplication.Point point = points[kill % points.length];
                network.node(0).stop();
                long fatal = network.height(1) + 1;
                network.start(0, point.name(), Long.toString(fatal));
                ItemKey item = nextItem();
                SubmitClearings claim = claim(item);
                network.await(
                        "death, or a claim to die with",
                        () -> !network.node(0).isAlive() || isAccepted(network, 0, operator, claim));
                assertThat(network.node(0).awaitEnd())
                        .as(point + " at height " + fatal)
                        .isEqualTo(137);

                network.start(0);
                // Whether the block had it or not: the same claim again is no second one.
                send(network, 0, operator, claim);
                attest(network, item, List.of(0), 0);
                awaitSameState(network, 2);
            }
            // The second follower has nothing but the genesis, and replays all of it.
            network.start(2);
            awaitSameState(network);
            assertEveryItemDecidedOnce(network);
            System.out.println(
                    KILLS + " kills of the ledger inside FinalizeBlock and Commit, " + items + " items decided");
        }
    }

    /** So many validators, each an agent; of a single one there are two followers beside, which never die. */
    private TestNetwork ledger(Path root, int validators, boolean withLines) throws Exception {
        for (int i = 0; i < validators; i++) {
            agents.add(new JdkSigner());
        }
        return withLines
                ? TestNetwork.withLines(root, validators, NodeMain.Application.LEDGER, this::genesis)
                : new TestNetwork(root, validators, 2, NodeMain.Application.LEDGER, this::genesis);
    }

    private byte[] genesis(List<NetworkMember> members) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < agents.size(); i++) {
            candidates.add(new Candidate(
                    "node" + i,
                    agents.get(i).publicKey(),
                    members.get(i).validatorKey(),
                    List.of("usage-point-" + i),
                    500_000));
        }
        return LedgerGenesis.paper(agents.size(), List.of(operator.publicKey()), candidates)
                .toBytes();
    }

    /** Opens an item through a node, and waits until the attestations of some have decided it. */
    private ItemKey decide(TestNetwork network, List<Integer> attesting, int through) {
        ItemKey item = nextItem();
        send(network, through, operator, claim(item));
        attest(network, item, attesting, through);
        return item;
    }

    /** So many whose turns are next, in this cycle and then in the one after: the worst that can be away. */
    private List<Integer> nextHeads(TestNetwork network, int count) throws ChainUnavailableException {
        CommitteeView committee = CommitteeView.of(
                network.chain(0).query(QueryPath.COMMITTEE, new byte[0]).value());
        List<Address> nodes = agents.stream()
                .map(agent -> Address.ofKey(agent.publicKey(), new Sha256()))
                .toList();
        Stream<Address> queue =
                committee.agents().stream().filter(Agent::inQueue).map(Agent::address);
        return Stream.concat(queue, committee.nextElection().stream())
                .limit(count)
                .map(nodes::indexOf)
                .toList();
    }

    private void attest(TestNetwork network, ItemKey item, List<Integer> attesting, int through) {
        // An attestation may overtake the claim on its way to the proposer, and is then refused in the block.
        network.await(
                item + " open or decided",
                () -> status(network, through)
                        .filter(status -> status.openItems() + status.outcomes() == items)
                        .isPresent());
        for (int agent : attesting) {
            send(network, through, agents.get(agent), new Attest(List.of(new Attestation(item, RIGHT))));
        }
        network.await(
                item + " decided",
                () -> status(network, through)
                        .filter(status -> status.outcomes() == items)
                        .isPresent());
    }

    private ItemKey nextItem() {
        return ItemKey.initial("area", 900_000L * items++);
    }

    private static SubmitClearings claim(ItemKey item) {
        return SubmitClearings.of(item, hash(3), RIGHT, hash(4), 10);
    }

    private void send(TestNetwork network, int through, MessageSigner sender, LedgerTransaction transaction) {
        network.await("accepted: " + transaction, () -> isAccepted(network, through, sender, transaction));
    }

    private boolean isAccepted(TestNetwork network, int through, MessageSigner sender, LedgerTransaction transaction) {
        byte[] key = ByteBuffer.allocate(16).putLong(8, nextKey++).array();
        long height = network.height(through);
        return height > 0
                && network.submit(
                        through, TransactionCodec.encode(TestNetwork.CHAIN, transaction, sender, height + 50, key));
    }

    private void awaitSameState(TestNetwork network) {
        awaitSameState(network, network.size());
    }

    private void awaitSameState(TestNetwork network, int nodes) {
        network.await("the first " + nodes + " nodes with every outcome and one hash", () -> {
            List<Optional<LedgerStatus>> all = IntStream.range(0, nodes)
                    .mapToObj(node -> status(network, node))
                    .toList();
            return all.stream()
                    .allMatch(status -> status.isPresent()
                            && status.get().outcomes() == items
                            && Arrays.equals(
                                    status.get().applicationHash(),
                                    all.get(0).orElseThrow().applicationHash()));
        });
    }

    /** Waits for votes of all of these: who has the state of the others may still be fetching blocks, and does not count yet. */
    private static void awaitVotes(TestNetwork network, List<Integer> nodes, long above) {
        Set<Integer> voted = new TreeSet<>();
        network.await(nodes + " vote", () -> {
            long height = network.height(0);
            if (height > above) {
                for (int node : nodes) {
                    if (votedFor(network, height, node)) {
                        voted.add(node);
                    }
                }
            }
            return voted.containsAll(nodes);
        });
    }

    private static boolean votedFor(TestNetwork network, long height, int node) throws IOException {
        byte[] address =
                ValidatorKey.addressOf(network.home(node).validatorKey().publicKey());
        try {
            return network.chain(0).lightBlock(height).stream()
                    .flatMap(block -> block.commit().signatures().stream())
                    .anyMatch(vote -> vote.flag() == 2 && Arrays.equals(vote.validatorAddress(), address));
        } catch (ChainUnavailableException e) {
            return false;
        }
    }

    private void assertEveryItemDecidedOnce(TestNetwork network) throws Exception {
        for (int node = 0; node < network.size(); node++) {
            List<Outcome> outcomes = OutcomesPage.of(network.chain(node)
                            .query(QueryPath.OUTCOMES, new byte[0])
                            .value())
                    .outcomes();
            assertThat(outcomes)
                    .extracting(Outcome::item)
                    .as("outcomes on node " + node)
                    .containsExactlyInAnyOrderElementsOf(Stream.iterate(0, i -> i + 1)
                            .limit(items)
                            .map(i -> ItemKey.initial("area", 900_000L * i))
                            .toList());
            assertThat(outcomes).extracting(Outcome::status).containsOnly(Outcome.Status.FINAL);
        }
    }

    private static Optional<LedgerStatus> status(TestNetwork network, int node) {
        try {
            QueryAnswer answer = network.chain(node).query(QueryPath.STATUS, new byte[0]);
            return answer.code() == 0 ? Optional.of(LedgerStatus.of(answer.value())) : Optional.empty();
        } catch (ChainUnavailableException e) {
            return Optional.empty();
        }
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private static byte[] hash(int filler) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) filler);
        return hash;
    }
}
