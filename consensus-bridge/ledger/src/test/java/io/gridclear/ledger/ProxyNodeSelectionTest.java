package io.gridclear.ledger;

import static io.gridclear.ledger.TestChain.genesis;
import static io.gridclear.ledger.TestChain.kinds;
import static io.gridclear.ledger.TestChain.node;
import static io.gridclear.ledger.TestChain.terms;
import static io.gridclear.ledger.TestChain.validator;
import static io.gridclear.ledger.TestChain.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.ledger.application.LedgerEvent.Kind;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.store.MemoryStore;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.Possession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Paper, section 3.3.2, step 1: who is elected, in which order, and when. */
class ProxyNodeSelectionTest {

    /** Ends a cycle: every agent produces one item rightly. */
    private static BlockResult passCycle(TestChain chain, int firstItem) {
        int item = firstItem;
        long cycle = chain.committee().cycle();
        BlockResult result = chain.last();
        while (chain.committee().cycle() == cycle) {
            chain.open(item);
            result = chain.attestAll(heard(chain), item);
            item++;
        }
        return result;
    }

    private static List<TestKey> heard(TestChain chain) {
        return chain.committee().agents().stream()
                .filter(agent -> !agent.banned())
                .map(agent -> chain.key(agent.address()))
                .toList();
    }

    private static List<TestKey> byAddress(TestKey... keys) {
        return java.util.Arrays.stream(keys)
                .sorted(Comparator.comparing(TestKey::address))
                .toList();
    }

    @Test
    void withoutVotesTheNWithTheBestScoresAreElected() {
        TestChain chain = new TestChain(genesis(6, 4));
        assertThat(chain.agents())
                .as("the whole weight of the network falls on each of them: a tie, by address")
                .isEqualTo(byAddress(node(0), node(1), node(2), node(3)));
        assertThat(chain.committee().cycle()).isEqualTo(1);
        long all = 6 * 900_000 - 1_000 * (1 + 2 + 3 + 4 + 5);
        assertThat(chain.committee().agents()).allMatch(agent -> agent.tallyPpm() == all);
    }

    @Test
    void aNodeThatVotesGivesItsWholeScoreToEachOfItsCandidatesAndNothingToTheDefault() {
        TestChain chain = new TestChain(genesis(6, 4));
        chain.send(node(0), vote(node(4), node(5)));
        chain.send(node(1), vote(node(5)));

        passCycle(chain, 1);

        // the other four of 900,000 - 1,000 i give to the default
        long others = 898_000 + 897_000 + 896_000 + 895_000;
        CommitteeView committee = chain.committee();
        assertThat(committee.cycle()).isEqualTo(2);
        assertThat(committee.agents().stream().map(CommitteeView.Agent::tallyPpm))
                .containsExactly(others, others, others, others);
        assertThat(chain.agents()).isEqualTo(byAddress(node(0), node(1), node(2), node(3)));
    }

    @Test
    void votesElectWhomTheDefaultWouldNot() {
        TestChain chain = new TestChain(genesis(6, 4));
        for (int i = 0; i < 6; i++) {
            chain.send(node(i), i < 3 ? vote(node(5), node(4)) : vote(node(5), node(0), node(1)));
        }
        assertThat(chain.committee().nextElection()).hasSize(4);

        passCycle(chain, 1);

        assertThat(chain.agents().get(0)).as("six votes").isEqualTo(node(5));
        assertThat(chain.agents().get(1))
                .as("three votes of the best scores, against three of the others")
                .isEqualTo(node(4));
        assertThat(chain.agents().subList(2, 4)).isEqualTo(byAddress(node(0), node(1)));
    }

    @Test
    void aVoteOfWhichNobodyIsEligibleFallsToTheDefault() {
        TestChain chain = new TestChain(genesis(6, 4));
        for (int i = 0; i < 6; i++) {
            chain.send(node(i), vote(node(5)));
        }
        chain.misbehave(validator(5));

        passCycle(chain, 1);

        assertThat(chain.agents()).isEqualTo(byAddress(node(0), node(1), node(2), node(3)));
    }

    @Test
    void anEmptyVoteWithdraws() {
        TestChain chain = new TestChain(genesis(5, 4));
        for (int i = 0; i < 5; i++) {
            chain.send(node(i), vote(node(4)));
        }
        assertThat(chain.committee().nextElection().get(0)).isEqualTo(node(4).address());
        for (int i = 0; i < 5; i++) {
            assertThat(chain.send(node(i), new CastVote(List.of())).isAccepted())
                    .isTrue();
        }
        assertThat(chain.committee().nextElection()).doesNotContain(node(4).address());
    }

    @Test
    void theBannedNeitherVoteNorStand() {
        TestChain chain = new TestChain(genesis(6, 4));
        chain.send(node(5), vote(node(5), node(4)));
        chain.misbehave(validator(5));

        passCycle(chain, 1);

        long five = 5 * 900_000 - 1_000 * (1 + 2 + 3 + 4);
        assertThat(chain.committee().agents()).allMatch(agent -> agent.tallyPpm() == five);
        assertThat(chain.agents()).doesNotContain(node(5), node(4));
    }

    @Test
    void aBanOfKCyclesKeepsOutOfExactlyKElections() {
        TestChain chain = new TestChain(genesis(5, 4).with(terms(4, 3, 2, 8)));
        chain.misbehave(validator(0));
        assertThat(chain.view(node(0)).bannedUntilCycle()).isEqualTo(3);

        assertThat(kinds(passCycle(chain, 100).events())).doesNotContain(Kind.RETURNED);
        assertThat(chain.agents()).as("election of cycle 2").doesNotContain(node(0));
        assertThat(chain.ready(node(0)).isAccepted()).as("still banned").isFalse();

        assertThat(kinds(passCycle(chain, 200).events())).contains(Kind.RETURNED);
        assertThat(chain.agents()).as("election of cycle 3").doesNotContain(node(0));
        assertThat(chain.ready(node(0)).isAccepted()).as("the ban is over").isTrue();

        passCycle(chain, 300);
        assertThat(chain.committee().cycle()).isEqualTo(4);
        assertThat(chain.agents()).as("election of cycle 4").contains(node(0));
    }

    @Test
    void whoComesBackFromABanAndDoesNotShowThatItIsUpIsNotElected() {
        TestChain chain = new TestChain(genesis(5, 4).with(terms(4, 3, 1, 8)));
        chain.misbehave(validator(0));
        for (int cycle = 2; cycle < 6; cycle++) {
            passCycle(chain, 100 * cycle);
            assertThat(chain.agents()).doesNotContain(node(0));
        }
        assertThat(chain.view(node(0)).banned()).isFalse();
        assertThat(chain.view(node(0)).ready()).isFalse();
    }

    @Test
    void aNewcomerIsElectedOnlyWhenItIsReadyAndVotedFor() {
        TestChain chain = new TestChain(genesis(4, 4));
        chain.send(
                node(4),
                new RegisterCandidate(
                        "node4",
                        validator(4).publicKey(),
                        validator(4).sign(Possession.message(TestChain.CHAIN_ID, node(4).publicKey())),
                        List.of("up-4")));
        for (int i = 0; i < 4; i++) {
            chain.send(node(i), vote(node(4), node(0), node(1), node(2)));
        }
        passCycle(chain, 100);
        assertThat(chain.agents()).as("not ready").doesNotContain(node(4));

        chain.ready(node(4));
        passCycle(chain, 200);
        assertThat(chain.agents()).contains(node(4)).doesNotContain(node(3));
    }

    @Test
    void withTooFewEligibleTheIncumbentsStayInTheirOrder() {
        TestChain chain = new TestChain(genesis(4, 4).with(terms(4, 4, 3, 8)));
        List<TestKey> before = chain.agents();
        BlockResult banned = chain.misbehave(validator(3));
        assertThat(kinds(banned.events())).contains(Kind.BANNED, Kind.INCUMBENTS_STAY);

        BlockResult end = passCycle(chain, 1);

        assertThat(kinds(end.events())).contains(Kind.INCUMBENTS_STAY).doesNotContain(Kind.ELECTED);
        assertThat(chain.committee().cycle()).isEqualTo(2);
        assertThat(chain.agents()).isEqualTo(before);
        List<TestKey> queue = new ArrayList<>(before);
        queue.remove(node(3));
        assertThat(chain.queue()).as("who is banned does not produce").isEqualTo(queue);
        assertThat(chain.committee().nextElection()).isEmpty();
    }

    @Test
    void exactlyMinSeatsEligibleAreEnoughAndLeaveSeatsEmpty() {
        TestChain chain = new TestChain(genesis(5, 5).with(terms(5, 4, 3, 8)));
        chain.misbehave(validator(0));
        passCycle(chain, 1);
        assertThat(chain.agents()).hasSize(4).doesNotContain(node(0));
        chain.open(500);
        chain.attestAll(chain.agents().subList(0, 3), 500);
        assertThat(chain.outcome(500).agents())
                .as("three of four are enough again")
                .isEqualTo(4);
    }

    @Test
    void whenBansLeaveTooFewWhoAreHeardACommitteeIsElectedAtOnce() {
        TestChain chain = new TestChain(genesis(8, 4));
        chain.open(1);
        List<TestKey> before = chain.agents();
        chain.attestAll(before.subList(2, 4), 1);
        chain.misbehave(validatorOf(before.get(0)));
        assertThat(chain.committee().cycle())
                .as("three of four are heard: minSeats")
                .isEqualTo(1);

        BlockResult result = chain.misbehave(validatorOf(before.get(1)));

        assertThat(kinds(result.events())).containsSubsequence(Kind.BANNED, Kind.ELECTED, Kind.TURN);
        assertThat(chain.committee().cycle()).isEqualTo(2);
        assertThat(chain.agents()).doesNotContain(before.get(0), before.get(1));
        assertThat(chain.openItem(1).attestations())
                .as("attestations of who is still in office stay")
                .hasSize((int) before.subList(2, 4).stream()
                        .filter(chain.agents()::contains)
                        .count());
        assertThat(chain.openItem(1).deadline()).isEqualTo(chain.height() + 6);
        chain.attestAll(chain.agents(), 1);
        assertThat(chain.isDecided(1)).isTrue();
    }

    private static TestKey validatorOf(TestKey node) {
        return new TestKey(node.name().replace("node", "validator"));
    }

    @Test
    void afterItsRoundsACommitteeIsElectedAnewThoughQblockIsNotEmpty() {
        TestChain chain = new TestChain(genesis(6, 4).with(terms(4, 3, 3, 8).withRoundsPerCycle(2)));
        List<TestKey> first = chain.agents();
        chain.send(node(5), vote(node(5)));
        chain.send(node(4), vote(node(5)));

        chain.open(1, 2);
        assertThat(kinds(chain.attestAll(first, 1).events()))
                .as("one item of the round is left")
                .doesNotContain(Kind.ELECTED);
        chain.attestAll(first, 2);
        assertThat(chain.committee().cycle()).as("one round of two items").isEqualTo(1);
        assertThat(chain.queue()).isEqualTo(first.subList(1, 4));

        chain.open(3);
        assertThat(kinds(chain.attestAll(first, 3).events()))
                .as("deliveries may still be reported")
                .doesNotContain(Kind.ELECTED);
        chain.restart();
        BlockResult third = chain.open(4);

        assertThat(kinds(third.events())).containsSubsequence(Kind.OPENED, Kind.ELECTED, Kind.TURN);
        assertThat(chain.committee().cycle()).isEqualTo(2);
        assertThat(chain.queue()).as("a new Qblock, all of it").hasSize(4);
        chain.attestAll(chain.agents(), 4);
        chain.open(5);
        assertThat(chain.committee().cycle()).as("rounds are counted anew").isEqualTo(2);
    }

    @Test
    void bansBetweenTwoRoundsCountInTheElectionOfTheNext() {
        TestChain chain = new TestChain(genesis(6, 4).with(terms(4, 3, 3, 8).withRoundsPerCycle(1)));
        TestKey caught = chain.agents().get(1);
        chain.open(1);
        chain.attestAll(chain.agents(), 1);
        chain.misbehave(validatorOf(caught));

        chain.open(2);

        assertThat(chain.agents()).hasSize(4).doesNotContain(caught);
    }

    @Test
    void aBannedHeadEndsNoRound() {
        TestChain chain = new TestChain(genesis(8, 4).with(terms(4, 3, 3, 8).withRoundsPerCycle(1)));
        List<TestKey> agents = chain.agents();
        chain.open(1);
        chain.misbehave(validatorOf(agents.get(0)));
        assertThat(chain.committee().cycle())
                .as("the next in Qblock takes over")
                .isEqualTo(1);
        assertThat(chain.head()).isEqualTo(agents.get(1));

        chain.attestAll(agents.subList(1, 4), 1);

        assertThat(chain.isDecided(1)).isTrue();
        chain.open(2);
        assertThat(chain.committee().cycle()).isEqualTo(2);
    }

    @Test
    void whereTooFewAreEligibleTheIncumbentsGetAnotherTermOfRounds() {
        TestChain chain = new TestChain(genesis(4, 4).with(terms(4, 4, 3, 8).withRoundsPerCycle(1)));
        chain.misbehave(validator(3));
        List<TestKey> heard = heard(chain);

        chain.open(1);
        chain.attestAll(heard, 1);
        BlockResult next = chain.open(2);

        assertThat(kinds(next.events())).contains(Kind.INCUMBENTS_STAY).doesNotContain(Kind.ELECTED);
        assertThat(chain.committee().cycle()).isEqualTo(2);
        assertThat(chain.block().events()).as("once a round, not once a block").isEmpty();
        assertThat(chain.committee().cycle()).isEqualTo(2);
    }

    @Test
    void theReputationFloorOfTheHardenedProfileKeepsOutAndLeavesSeatsEmpty() {
        List<Candidate> candidates = new ArrayList<>(TestChain.candidates(4));
        Candidate last = candidates.get(3);
        candidates.set(3, new Candidate(last.name(), last.nodeKey(), last.validatorKey(), List.of(), 499_999));
        LedgerGenesis genesis = LedgerGenesis.hardened(4, List.of(TestChain.OPERATOR.publicKey()), candidates);

        TestChain chain = new TestChain(genesis);

        assertThat(chain.agents()).hasSize(3).doesNotContain(node(3));
    }

    @Test
    void theEnginesValidatorsFollowTheAgentsAtEqualPower() {
        TestChain chain = new TestChain(genesis(6, 4));
        assertThat(chain.firstValidators()).hasSize(4).allMatch(validator -> validator.power() == 10);
        for (int i = 0; i < 6; i++) {
            chain.send(node(i), vote(node(4), node(5), node(0), node(1)));
        }

        BlockResult election = passCycle(chain, 1);
        List<List<ValidatorPower>> steps = new ArrayList<>();
        for (BlockResult result = election; !result.validatorUpdates().isEmpty(); result = chain.block()) {
            steps.add(result.validatorUpdates());
        }

        assertThat(steps).as("one of four at a time").hasSize(2);
        assertThat(steps)
                .allSatisfy(step ->
                        assertThat(step).extracting(ValidatorPower::power).containsExactly(10L, 0L));
        byte[] still = chain.last().applicationHash();
        assertThat(chain.block().applicationHash()).as("done: blocks may stop").isEqualTo(still);
    }

    @Test
    void theEngineMayHaveNoValidatorThatIsNoCandidates() {
        LedgerApplication application = new LedgerApplication(new MemoryStore(), TestKey.VERIFIER);
        byte[] genesis = genesis(4, 4).toBytes();
        assertThatThrownBy(() -> application.initChain(
                        "c", 0, genesis, List.of(new ValidatorPower(new TestKey("stranger").publicKey(), 10))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no candidate's");
        assertThat(application
                        .initChain(
                                "c",
                                0,
                                genesis,
                                List.of(new ValidatorPower(validator(0).publicKey(), 1)))
                        .validators())
                .hasSize(4);
    }
}
