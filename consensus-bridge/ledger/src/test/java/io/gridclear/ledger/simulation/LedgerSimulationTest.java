package io.gridclear.ledger.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.TestChain;
import io.gridclear.ledger.TestKey;
import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ledger.application.ReplicatedApplication.Block;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.ItemView;
import io.gridclear.ledger.query.LedgerStatus;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.query.NodesView;
import io.gridclear.ledger.query.OpenItemsPage;
import io.gridclear.ledger.query.OutcomeProof;
import io.gridclear.ledger.query.OutcomesPage;
import io.gridclear.ledger.query.PageRequest;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.transaction.RefusalCode;
import io.gridclear.ledger.twin.Sent;
import io.gridclear.ledger.twin.SlowLedger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replicas with their own stores are given the same blocks: one runs through, one is asked and filters in between, one
 * crashes anywhere; all come to the same hashes, and to the auditor's verdict after every block. A simulation shares
 * nothing with another, so that they may run side by side.
 */
@Execution(ExecutionMode.CONCURRENT)
class LedgerSimulationTest {

    /** Several turns missed in one block. */
    private static final String PASSED_OVER = "several absent in a row";

    /** The same, with an election between them. */
    private static final String PASSED_OVER_ACROSS = "absent in a row across an election";

    private static final int BLOCKS = 120;

    /** A property, so that a longer search needs no other code: -Dledger.simulations=1000. */
    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("ledger.simulations", 40));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void replicasAgreeWithEachOtherAndWithTheAuditor(long seed) {
        try {
            new Run(seed).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /** Random traffic that never gets anywhere would agree as well. */
    @Test
    void theSimulationsComeByEverythingThatCanHappen() {
        TreeMap<String, Integer> seen = new TreeMap<>();
        LongStream.range(1_000, 1_030).forEach(seed -> {
            Run run = new Run(seed);
            run.run();
            run.seen.forEach((what, times) -> seen.merge(what, times, Integer::sum));
        });
        for (var kind : LedgerEvent.Kind.values()) {
            assertThat(seen).as("in 30 seeds").containsKey(kind.name());
        }
        for (var code : RefusalCode.values()) {
            assertThat(seen).as("in 30 seeds").containsKey(code.name());
        }
        assertThat(seen).as("in 30 seeds").containsKeys(PASSED_OVER, PASSED_OVER_ACROSS);
    }

    private static final class Run {
        private final long seed;
        private final SplittableRandom random;
        private final RandomTraffic traffic;
        private final LedgerGenesis genesis;
        private final SlowLedger auditor;
        private final Replica steady;
        private final Replica asked;
        private final Replica crashing;
        private final Invariants invariants;
        private final List<Block> blocks = new ArrayList<>();
        private final List<String> results = new ArrayList<>();
        private final Map<Long, Integer> keysByExpiry = new TreeMap<>();
        private final TreeMap<String, Integer> seen = new TreeMap<>();
        private byte[] hash;
        private long outcomes;

        Run(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(~seed);
            this.traffic = new RandomTraffic(seed);
            this.genesis = traffic.genesis();
            this.auditor = new SlowLedger(genesis);
            this.steady = new Replica(genesis);
            this.asked = new Replica(genesis);
            this.crashing = new Replica(genesis);
            this.invariants = new Invariants(steady.founded());
            this.hash = founded();
        }

        private byte[] founded() {
            return steady.application()
                    .initChain(TestChain.CHAIN_ID, 0, genesis.toBytes(), List.of())
                    .applicationHash();
        }

        void run() {
            for (long height = 1; height <= BLOCKS; height++) {
                step(height);
            }
            replayFromGenesis();
        }

        private void step(long height) {
            List<Sent> sent = traffic.block(height);
            List<TestKey> misbehaving = traffic.misbehaving();
            Block block = new Block(
                    height,
                    height * 1_000,
                    sent.stream().map(Sent::bytes).toList(),
                    misbehaving.stream().map(key -> key.address().toBytes()).toList(),
                    new byte[20]);
            String before = auditor.text();
            List<Integer> codes = auditor.block(
                    sent,
                    misbehaving.stream().map(key -> key.address().toString()).toList());

            BlockResult result = steady.finalizeBlock(block);
            steady.commit();
            blocks.add(block);
            results.add(Replica.text(result));
            count(result, sent);

            assertThat(result.results().stream().map(TransactionResult::code).toList())
                    .as("codes at height %s", height)
                    .isEqualTo(codes);
            beAskedInBetween(block);
            crash(block);
            compareWithAuditor(height);
            checkHash(block, result, before.equals(auditor.text()));
            checkInvariants(result, height);
            hash = result.applicationHash();
        }

        private void count(BlockResult result, List<Sent> sent) {
            result.events().forEach(event -> seen.merge(event.kind().name(), 1, Integer::sum));
            List<LedgerEvent.Kind> kinds =
                    result.events().stream().map(LedgerEvent::kind).toList();
            int firstMissed = kinds.indexOf(LedgerEvent.Kind.TURN_MISSED);
            int lastMissed = kinds.lastIndexOf(LedgerEvent.Kind.TURN_MISSED);
            if (firstMissed < lastMissed) {
                List<LedgerEvent.Kind> between = kinds.subList(firstMissed, lastMissed);
                boolean across = between.contains(LedgerEvent.Kind.ELECTED)
                        || between.contains(LedgerEvent.Kind.INCUMBENTS_STAY);
                seen.merge(across ? PASSED_OVER_ACROSS : PASSED_OVER, 1, Integer::sum);
            }
            for (int i = 0; i < sent.size(); i++) {
                int code = result.results().get(i).code();
                if (code == 0) {
                    keysByExpiry.merge(sent.get(i).validUntil(), 1, Integer::sum);
                } else {
                    seen.merge(RefusalCode.ofCode(code).name(), 1, Integer::sum);
                }
            }
        }

        private void beAskedInBetween(Block block) {
            block.transactions().forEach(asked.application()::checkTx);
            byte[] status =
                    asked.application().query(QueryPath.STATUS, new byte[0]).value();
            BlockResult result = asked.finalizeBlock(block);
            assertThat(asked.application().query(QueryPath.STATUS, new byte[0]).value())
                    .as("an executed block is not seen before its commit")
                    .isEqualTo(status);
            block.transactions().forEach(asked.application()::checkTx);
            asked.commit();
            assertThat(Replica.text(result)).as("the replica that is asked").isEqualTo(results.get(results.size() - 1));
        }

        /** Before the block, between its execution and its commit, after its commit; or an execution that comes to nothing. */
        private void crash(Block block) {
            if (random.nextInt(3) == 0) {
                crashing.restart();
            }
            if (random.nextInt(3) == 0) {
                crashing.finalizeBlock(block);
                crashing.restart();
            }
            if (random.nextInt(3) == 0) {
                crashing.finalizeBlock(block);
            }
            BlockResult result = crashing.finalizeBlock(block);
            assertThat(Replica.text(result)).as("the replica that crashes").isEqualTo(results.get(results.size() - 1));
            crashing.commit();
            if (random.nextInt(3) == 0) {
                crashing.restart();
            }
            assertThat(crashing.application().info().height()).isEqualTo(block.height());
            assertThat(crashing.application().info().applicationHash()).isEqualTo(result.applicationHash());
        }

        private void checkHash(Block block, BlockResult result, boolean auditorSawNothing) {
            boolean empty =
                    block.transactions().isEmpty() && block.misbehaviour().isEmpty();
            if (empty && auditorSawNothing && result.validatorUpdates().isEmpty()) {
                assertThat(result.applicationHash())
                        .as("an empty block keeps the hash, height %s", block.height())
                        .isEqualTo(hash);
                assertThat(result.events())
                        .as("but that a round stalls is said when its deadline passes")
                        .allMatch(event -> event.kind() == LedgerEvent.Kind.STALLED);
            }
            if (!auditorSawNothing) {
                assertThat(result.applicationHash())
                        .as("a change shows in the hash, height %s", block.height())
                        .isNotEqualTo(hash);
            }
        }

        private void checkInvariants(BlockResult result, long height) {
            LedgerStatus status = LedgerStatus.of(ask(QueryPath.STATUS, new byte[0]));
            OutcomesPage fresh =
                    OutcomesPage.of(ask(QueryPath.OUTCOMES, new PageRequest(outcomes, PageRequest.MOST).toBytes()));
            outcomes = fresh.total();
            invariants.neverTwoOutcomesForAnItem(fresh);
            invariants.finalOnlyWithMoreThanTwoThirds(fresh);
            invariants.validatorsChangeByLessThanAThird(result);
            keysByExpiry.keySet().removeIf(expiry -> expiry < height - lastChangeLag());
            Invariants.stateIsBounded(
                    genesis,
                    status,
                    steady.store().size(),
                    keysByExpiry.values().stream().mapToInt(Integer::intValue).sum());
            for (Outcome outcome : fresh.outcomes()) {
                OutcomeProof proof = OutcomeProof.of(
                        ask(QueryPath.OUTCOME_PROOF, outcome.item().toBytes()));
                assertThat(proof.leadsTo(result.applicationHash())).isTrue();
                assertThat(proof.outcome().toBytes()).isEqualTo(outcome.toBytes());
            }
        }

        /** Blocks that were empty leave what expired to the next that is not. */
        private int lastChangeLag() {
            return 20;
        }

        private void compareWithAuditor(long height) {
            CommitteeView committee = CommitteeView.of(ask(QueryPath.COMMITTEE, new byte[0]));
            assertThat(committee.cycle()).as("cycle at height %s", height).isEqualTo(auditor.cycle());
            assertThat(committee.deadline()).as("deadline at height %s", height).isEqualTo(auditor.deadline());
            assertThat(committee.agents().stream()
                            .map(agent -> agent.address().toString())
                            .toList())
                    .as("committee at height %s", height)
                    .isEqualTo(auditor.committee());
            assertThat(committee.agents().stream()
                            .filter(CommitteeView.Agent::inQueue)
                            .map(agent -> agent.address().toString())
                            .toList())
                    .as("queue at height %s", height)
                    .isEqualTo(auditor.queue());
            compareNodes(height);
            compareItems(height);
        }

        private void compareNodes(long height) {
            List<NodeView> nodes =
                    NodesView.of(ask(QueryPath.NODES, new byte[0])).nodes();
            assertThat(nodes).hasSize(auditor.members().size());
            for (NodeView node : nodes) {
                SlowLedger.Member member = auditor.members().get(node.address().toString());
                assertThat(member).isNotNull();
                String expected = member.ready + " " + member.bannedUntil + " " + member.missedDuties() + " "
                        + member.score + " " + member.reputation + " " + member.amount + " " + member.votes + " "
                        + member.vote;
                String found = node.ready() + " " + node.bannedUntilCycle() + " " + node.missedDuties() + " "
                        + node.scorePpm() + " " + node.reputationPpm() + " " + node.amountPpm() + " "
                        + node.correctVotesPpm() + " "
                        + node.vote().stream().map(Address::toString).toList();
                assertThat(found).as("%s at height %s", node.name(), height).isEqualTo(expected);
            }
        }

        private void compareItems(long height) {
            OpenItemsPage open = OpenItemsPage.of(ask(QueryPath.OPEN_ITEMS, new byte[0]));
            assertThat(open.items().stream().map(item -> item.item().toString()).toList())
                    .as("open items at height %s", height)
                    .isEqualTo(auditor.open().stream().map(item -> item.name).toList());
            for (int i = 0; i < open.total(); i++) {
                ItemView item = open.items().get(i);
                SlowLedger.Case expected = auditor.open().get(i);
                TreeMap<String, String> attested = new TreeMap<>();
                item.attestations().forEach(each -> attested.put(each.agent().toString(), Invariants.hex(each.hash())));
                assertThat(attested).as("%s at height %s", item.item(), height).isEqualTo(expected.attested);
                assertThat(item.inRound()).isEqualTo(expected.inRound);
                boolean half =
                        item.attestations().stream().anyMatch(each -> 2 * item.count(each.hash()) >= item.agents());
                assertThat(!half || !item.inRound() || item.halfHeight() > 0)
                        .as("half of the agents is noted")
                        .isTrue();
            }
            OutcomesPage fresh =
                    OutcomesPage.of(ask(QueryPath.OUTCOMES, new PageRequest(outcomes, PageRequest.MOST).toBytes()));
            assertThat(fresh.total()).isEqualTo(auditor.decided().size());
            for (int i = 0; i < fresh.outcomes().size(); i++) {
                Outcome outcome = fresh.outcomes().get(i);
                SlowLedger.Case expected = auditor.decided().get((int) (fresh.from() + i));
                assertThat(outcome.item() + " " + (outcome.status() == Outcome.Status.FINAL) + " "
                                + Invariants.hex(outcome.verifiedHash()) + " "
                                + Invariants.hex(outcome.producer()) + " " + outcome.attestations() + " "
                                + outcome.agents() + " " + outcome.height())
                        .as("outcome %s at height %s", i, height)
                        .isEqualTo(expected.name + " " + expected.isFinal() + " " + expected.verified + " "
                                + expected.producer + " " + expected.agreeing + " " + expected.agents + " "
                                + expected.decidedAt);
            }
        }

        private void replayFromGenesis() {
            Replica late = new Replica(genesis);
            for (int i = 0; i < blocks.size(); i++) {
                BlockResult result = late.finalizeBlock(blocks.get(i));
                late.commit();
                assertThat(Replica.text(result))
                        .as("replay of height %s", i + 1)
                        .isEqualTo(results.get(i));
            }
            assertThat(Arrays.equals(
                            late.application().info().applicationHash(),
                            steady.application().info().applicationHash()))
                    .isTrue();
        }

        private byte[] ask(String path, byte[] data) {
            var answer = steady.application().query(path, data);
            assertThat(answer.code()).as("%s: %s", path, answer.detail()).isZero();
            return answer.value();
        }

        @Override
        public String toString() {
            return "seed " + seed;
        }
    }
}
