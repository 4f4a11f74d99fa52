package io.gridclear.ledger;

import static io.gridclear.ledger.TestChain.OPERATOR;
import static io.gridclear.ledger.TestChain.attest;
import static io.gridclear.ledger.TestChain.genesis;
import static io.gridclear.ledger.TestChain.hash;
import static io.gridclear.ledger.TestChain.item;
import static io.gridclear.ledger.TestChain.kinds;
import static io.gridclear.ledger.TestChain.right;
import static io.gridclear.ledger.TestChain.submit;
import static io.gridclear.ledger.TestChain.terms;
import static io.gridclear.ledger.TestChain.vote;
import static io.gridclear.ledger.TestChain.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ledger.application.LedgerEvent.Kind;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.genesis.LedgerGenesis.CommitteeTerms;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.item.Outcome.Status;
import io.gridclear.ledger.query.ItemView;
import io.gridclear.ledger.transaction.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paper, section 3.3.2, step 2: Hveri, Hblock, the producer's turn and its loss. */
class ConsensusStageTest {

    @Test
    void anItemIsFinalWhenMoreThanTwoThirdsAndTheHeadAttestWhatTheOperatorClaims() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        List<TestKey> agents = chain.agents();

        chain.attestAll(agents.subList(0, 2), 1);
        assertThat(chain.isDecided(1)).as("two of four").isFalse();

        BlockResult result = chain.attestAll(agents.subList(2, 3), 1);
        assertThat(kinds(result.events())).contains(Kind.FINAL);
        Outcome outcome = chain.outcome(1);
        assertThat(outcome.status()).isEqualTo(Status.FINAL);
        assertThat(outcome.verifiedHash()).isEqualTo(right(1));
        assertThat(outcome.producer()).isEqualTo(agents.get(0).address().toBytes());
        assertThat(outcome.attestations()).isEqualTo(3);
        assertThat(outcome.agents()).isEqualTo(4);
        assertThat(outcome.height()).isEqualTo(chain.height());
        assertThat(outcome.lines()).isEqualTo(101);
    }

    /** More than two thirds: 3k > 2n. At three times the faults and none more, two thirds are not more than two thirds. */
    @ParameterizedTest(name = "{0} agents: {1} verify, {2} do not")
    @CsvSource({"1, 1, 0", "2, 2, 1", "3, 3, 2", "4, 3, 2", "5, 4, 3", "6, 5, 4", "7, 5, 4", "50, 34, 33", "51, 35, 34"
    })
    void moreThanTwoThirdsVerify(int agents, int enough, int tooFew) {
        TestChain chain = TestChain.ofAgents(agents);
        chain.open(1);
        List<TestKey> all = chain.agents();

        if (tooFew > 0) {
            chain.attestAll(all.subList(0, tooFew), 1);
        }
        assertThat(chain.isDecided(1)).isFalse();

        chain.attestAll(all.subList(tooFew, enough), 1);
        assertThat(chain.isDecided(1)).isTrue();
        assertThat(chain.outcome(1).attestations()).isEqualTo(enough);
    }

    @Test
    void withoutTheHeadNothingIsDecidedBeforeItsDeadline() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        long deadline = chain.committee().deadline();
        assertThat(deadline).isEqualTo(chain.height() + 6);

        chain.attestAll(agents.subList(1, 4), 1);
        chain.pass((int) (deadline - 1 - chain.height()));
        assertThat(chain.isDecided(1))
                .as("three of four attested, the head did not")
                .isFalse();
        assertThat(chain.head()).isEqualTo(agents.get(0));

        List<LedgerEvent> events = chain.pass(1);
        assertThat(kinds(events)).containsSequence(Kind.TURN_MISSED, Kind.TURN, Kind.FINAL);
        assertThat(chain.outcome(1).producer())
                .isEqualTo(agents.get(1).address().toBytes());
    }

    @Test
    void anyNumberOfAbsentHeadsCostsOneTurn() {
        TestChain chain = TestChain.ofAgents(7);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        long deadline = chain.committee().deadline();
        chain.attestAll(agents.subList(2, 7), 1);
        chain.pass((int) (deadline - 1 - chain.height()));
        assertThat(chain.isDecided(1)).isFalse();

        List<LedgerEvent> events = chain.pass(1);

        assertThat(kinds(events)).containsSequence(Kind.TURN_MISSED, Kind.TURN_MISSED, Kind.TURN, Kind.FINAL);
        assertThat(chain.outcome(1).producer())
                .isEqualTo(agents.get(2).address().toBytes());
        assertThat(chain.view(agents.get(0)).missedDuties())
                .as("its turn was missed")
                .isEqualTo(1);
        assertThat(chain.view(agents.get(1)).missedDuties())
                .as("no turn of its own")
                .isZero();
    }

    @Test
    void absentHeadsInARowCostOneTurnAlsoWhereOneQueueEndsAndTheNextBegins() {
        TestChain chain = TestChain.ofAgents(7);
        List<TestKey> agents = chain.agents();
        produceAllButTheLast(chain, agents);
        chain.open(7);
        long deadline = chain.committee().deadline();
        chain.attestAll(agents.subList(1, 6), 7);
        chain.pass((int) (deadline - 1 - chain.height()));
        assertThat(chain.isDecided(7)).isFalse();

        List<LedgerEvent> events = chain.pass(1);

        assertThat(kinds(events))
                .containsSequence(Kind.TURN_MISSED, Kind.ELECTED, Kind.TURN_MISSED, Kind.TURN, Kind.FINAL);
        assertThat(chain.outcome(7).producer())
                .isEqualTo(agents.get(1).address().toBytes());
        assertThat(chain.view(agents.get(0)).missedDuties())
                .as("no turn of its own")
                .isZero();
    }

    @Test
    void whoBecomesAnAgentInTheMiddleOfARoundIsNotPassedOver() {
        TestChain chain = new TestChain(genesis(8, 7));
        List<TestKey> agents = chain.agents();
        TestKey newcomer = IntStream.range(0, 8)
                .mapToObj(TestChain::node)
                .filter(node -> !agents.contains(node))
                .findFirst()
                .orElseThrow();
        List<TestKey> elected = Stream.concat(
                        Stream.of(newcomer), agents.stream().filter(agent -> !agent.equals(agents.get(5))))
                .toList();
        elected.forEach(voter -> chain.send(voter, vote(elected.toArray(TestKey[]::new))));
        chain.send(agents.get(5), vote(newcomer));
        produceAllButTheLast(chain, agents);
        chain.open(7);
        chain.attestAll(agents.subList(0, 5), 7);

        chain.pass((int) (chain.committee().deadline() - chain.height()));

        assertThat(chain.agents()).containsExactlyInAnyOrderElementsOf(elected);
        assertThat(chain.head()).as("it could not attest before").isEqualTo(newcomer);
        chain.attestAll(List.of(newcomer), 7);
        assertThat(chain.outcome(7).producer()).isEqualTo(newcomer.address().toBytes());
    }

    @Test
    void aNewQueueInWhichEverybodyMissesSomethingStaysWhole() {
        TestChain chain = TestChain.ofAgents(7);
        List<TestKey> agents = chain.agents();
        produceAllButTheLast(chain, agents);
        chain.open(10, 11, 12, 13, 14, 15);
        List<byte[]> attestations = new ArrayList<>();
        for (int item = 10; item < 16; item++) {
            for (int agent = 0; agent < 6; agent++) {
                if (agent != item - 10) {
                    attestations.add(chain.attestTx(agents.get(agent), item, right(item)));
                }
            }
        }
        chain.block(attestations);

        List<LedgerEvent> events = chain.pass((int) (chain.committee().deadline() - chain.height()));

        assertThat(kinds(events)).containsOnlyOnce(Kind.ELECTED, Kind.TURN_MISSED);
        assertThat(chain.head()).isEqualTo(agents.get(0));
        assertThat(chain.isDecided(10)).as("what the first misses").isFalse();
        assertThat(IntStream.range(11, 16)).allMatch(chain::isDecided);
    }

    /** Items 1 and up, one for each head, until only the last is left in the queue. */
    private static void produceAllButTheLast(TestChain chain, List<TestKey> agents) {
        for (int item = 1; item < agents.size(); item++) {
            chain.open(item);
            chain.attestAll(agents, item);
        }
        assertThat(chain.queue()).containsExactly(agents.get(agents.size() - 1));
    }

    @Test
    void anAbsentHeadWithoutTwoThirdsBehindItPassesTheTurnToTheNextOnly() {
        TestChain chain = TestChain.ofAgents(7);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents.subList(3, 7), 1);
        chain.pass((int) (chain.committee().deadline() - chain.height()));

        assertThat(chain.head()).as("four of seven are not enough").isEqualTo(agents.get(1));
    }

    @Test
    void theHeadMayAttestInTheLastBlockOfItsTurn() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents.subList(1, 4), 1);
        chain.pass((int) (chain.committee().deadline() - 1 - chain.height()));

        BlockResult result = chain.attestAll(agents.subList(0, 1), 1);

        assertThat(kinds(result.events())).doesNotContain(Kind.TURN_MISSED).contains(Kind.FINAL);
        assertThat(chain.outcome(1).producer())
                .isEqualTo(agents.get(0).address().toBytes());
        assertThat(chain.view(agents.get(0)).missedDuties()).isZero();
    }

    @Test
    void aHeadThatMissesItsTurnIsNotBannedButHasItHeldAgainstIt() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents.subList(1, 4), 1);
        chain.pass(8);

        assertThat(chain.isDecided(1)).isTrue();
        assertThat(chain.view(agents.get(0)).banned()).isFalse();
        assertThat(chain.view(agents.get(0)).missedDuties()).isEqualTo(1);
    }

    @Test
    void aTurnMissedWhileNobodyCouldAttestIsHeldAgainstNobody() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        List<TestKey> agents = chain.agents();

        List<LedgerEvent> events = chain.pass(8);

        assertThat(kinds(events)).containsExactly(Kind.TURN_MISSED, Kind.TURN);
        assertThat(chain.head()).isEqualTo(agents.get(1));
        assertThat(chain.view(agents.get(0)).missedDuties()).isZero();
    }

    @Test
    void aHeadThatMissesMoreThanTheThresholdOfTheWindowIsBanned() {
        TestChain chain = new TestChain(genesis(5, 4));
        TestKey slow = chain.agents().get(0);
        int item = 0;
        while (!chain.view(slow).banned()) {
            chain.open(++item);
            List<TestKey> others = new ArrayList<>(chain.agents());
            assertThat(others.remove(slow)).as("in office at item %s", item).isTrue();
            int before = chain.view(slow).missedDuties();
            chain.attestAll(others, item);
            chain.pass(16);
            assertThat(chain.isDecided(item)).isTrue();
            assertThat(chain.view(slow).banned() || chain.view(slow).missedDuties() > before)
                    .isTrue();
            assertThat(item).as("six missed are more than five").isLessThanOrEqualTo(6);
        }
        assertThat(chain.view(slow).ready()).isFalse();
    }

    @Test
    void aHeadThatProducedAnotherHashIsBannedAndTheNextTakesOver() {
        TestChain chain = TestChain.ofAgents(7);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.block(chain.attestTx(agents.get(0), 1, wrong(1)));
        chain.attestAll(agents.subList(1, 5), 1);
        assertThat(chain.isDecided(1)).as("four of seven").isFalse();
        assertThat(chain.view(agents.get(0)).banned()).isFalse();

        BlockResult result = chain.attestAll(agents.subList(5, 6), 1);

        assertThat(kinds(result.events())).containsSubsequence(Kind.BANNED, Kind.TURN, Kind.FINAL);
        assertThat(chain.outcome(1).producer())
                .isEqualTo(agents.get(1).address().toBytes());
        assertThat(chain.view(agents.get(0)).banned()).isTrue();
        assertThat(chain.view(agents.get(0)).bannedUntilCycle())
                .as("K = 3 cycles, banned in cycle 1")
                .isEqualTo(4);
        assertThat(chain.outcome(1).agents())
                .as("still counted among the agents")
                .isEqualTo(7);
    }

    @Test
    void twoHeadsInARowThatProducedAnotherHashAreBannedInTheSameBlock() {
        TestChain chain = TestChain.ofAgents(7);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents.subList(0, 2), 1, wrong(1));

        chain.attestAll(agents.subList(2, 7), 1);

        assertThat(chain.outcome(1).producer())
                .isEqualTo(agents.get(2).address().toBytes());
        assertThat(chain.view(agents.get(0)).banned()).isTrue();
        assertThat(chain.view(agents.get(1)).banned()).isTrue();
    }

    @Test
    void anAgentThatAttestedAnotherHashIsBannedWithTheDecision() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.block(chain.attestTx(agents.get(3), 1, wrong(1)));

        chain.attestAll(agents.subList(0, 3), 1);

        assertThat(chain.outcome(1).attestations()).isEqualTo(3);
        assertThat(chain.view(agents.get(3)).banned()).isTrue();
    }

    @Test
    void toTheLetterOfThePaperOnlyProducersArePunished() {
        TestChain chain = new TestChain(genesis(4, 4).with(new CommitteeTerms(4, 3, 3, 8, 20, 5, false, 10)));
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.block(chain.attestTx(agents.get(3), 1, wrong(1)));
        chain.attestAll(agents.subList(0, 3), 1);
        assertThat(chain.view(agents.get(3)).banned()).isFalse();

        chain.open(2);
        assertThat(chain.head()).isEqualTo(agents.get(1));
        chain.block(chain.attestTx(agents.get(1), 2, wrong(2)));
        chain.attestAll(List.of(agents.get(0), agents.get(2), agents.get(3)), 2);
        assertThat(chain.view(agents.get(1)).banned()).isTrue();
    }

    @Test
    void whatMoreThanTwoThirdsVerifiedAgainstTheOperatorIsDisputed() {
        TestChain chain = TestChain.ofAgents(4);
        chain.block(chain.tx(OPERATOR, submit(1, hash("a lie"))));

        BlockResult result = chain.attestAll(chain.agents(), 1);

        assertThat(kinds(result.events())).contains(Kind.DISPUTED).doesNotContain(Kind.FINAL);
        assertThat(chain.outcome(1).status()).isEqualTo(Status.DISPUTED);
        assertThat(chain.outcome(1).claimedHash()).isEqualTo(hash("a lie"));
        assertThat(chain.outcome(1).verifiedHash()).isEqualTo(right(1));
        for (TestKey agent : chain.agents()) {
            assertThat(chain.view(agent).banned()).isFalse();
        }
    }

    @Test
    void theOperatorsClaimCountsForNothingInTheCount() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents.subList(0, 2), 1, right(1));
        chain.attestAll(agents.subList(2, 4), 1, wrong(1));
        assertThat(chain.isDecided(1)).isFalse();
    }

    /** The paper's half would finalise two blocks: 25 of 50 agents are "not less than N/2" on either side. */
    @Test
    void aSplitOfFiftyAgentsIntoHalvesIsRecordedAndNotActedOn() {
        TestChain chain = TestChain.ofAgents(50);
        chain.open(1);
        List<TestKey> agents = chain.agents();

        chain.attestAll(agents.subList(0, 24), 1, right(1));
        assertThat(chain.openItem(1).halfHeight())
                .as("24 of 50 are less than half")
                .isZero();
        chain.attestAll(agents.subList(24, 25), 1, right(1));
        long half = chain.height();
        chain.attestAll(agents.subList(25, 50), 1, wrong(1));

        ItemView split = chain.openItem(1);
        assertThat(split.count(right(1))).isEqualTo(25);
        assertThat(split.count(wrong(1))).isEqualTo(25);
        assertThat(split.halfHeight()).as("half is a fact of the item").isEqualTo(half);
        List<LedgerEvent> events = chain.pass(40);
        assertThat(kinds(events)).containsExactly(Kind.STALLED);
        assertThat(chain.isDecided(1)).isFalse();
        assertThat(chain.status().outcomes()).isZero();
        assertThat(chain.committee().banned()).as("nobody knows who is wrong").isEmpty();
    }

    @Test
    void moreThanAThirdFaultyStallsAndNeverDecides() {
        TestChain chain = TestChain.ofAgents(7);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents.subList(0, 4), 1);
        chain.attestAll(agents.subList(4, 7), 1, wrong(1));

        List<LedgerEvent> events = chain.pass(100);

        assertThat(events).hasSize(1);
        assertThat(events.get(0).kind()).isEqualTo(Kind.STALLED);
        assertThat(events.get(0).subject()).isEqualTo(item(1).toString());
        assertThat(events.get(0).detail()).contains("7 of 7").contains("at most 4");
        assertThat(chain.isDecided(1)).isFalse();
    }

    @Test
    void aStalledItemIsDecidedWhenTheMissingAttestationsCome() {
        TestChain chain = TestChain.ofAgents(7);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents.subList(0, 4), 1);
        chain.pass(100);

        chain.attestAll(agents.subList(4, 5), 1);

        assertThat(chain.outcome(1).status()).isEqualTo(Status.FINAL);
        assertThat(chain.outcome(1).producer())
                .isEqualTo(agents.get(0).address().toBytes());
    }

    @Test
    void itemsOpenedDuringARoundWaitForTheNextAndAreAttestedMeanwhile() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1, 2);
        List<TestKey> agents = chain.agents();
        chain.open(3);
        assertThat(chain.openItem(1).inRound()).isTrue();
        assertThat(chain.openItem(2).inRound()).isTrue();
        assertThat(chain.openItem(3).inRound()).isFalse();
        assertThat(chain.openItem(3).deadline()).isZero();

        chain.attestAll(agents, 3);
        chain.attestAll(agents, 1);
        assertThat(chain.isDecided(1)).isTrue();
        assertThat(chain.isDecided(3))
                .as("the round lasts until item 2 is decided")
                .isFalse();

        chain.attestAll(agents, 2);
        assertThat(chain.outcome(2).producer())
                .isEqualTo(agents.get(0).address().toBytes());
        assertThat(chain.outcome(3).producer())
                .as("the next round, in the same block, by the next head")
                .isEqualTo(agents.get(1).address().toBytes());
        assertThat(chain.queue()).isEqualTo(agents.subList(2, 4));
    }

    /** The default is more than 5 of 20: one late moment with a hundred areas must not come to that. */
    @Test
    void anAgentThatIsLateOnceForManyItemsHasMissedOneDuty() {
        TestChain chain = TestChain.ofAgents(4);
        int[] items = IntStream.rangeClosed(1, 100).toArray();
        chain.open(items);
        List<TestKey> agents = chain.agents();
        TestKey late = agents.get(3);
        chain.block(agents.subList(0, 3).stream()
                .flatMap(agent -> IntStream.of(items).mapToObj(i -> chain.attestTx(agent, i, right(i))))
                .toList());
        assertThat(chain.isDecided(100)).isTrue();
        chain.pass(8);
        assertThat(chain.view(late).missedDuties()).isEqualTo(1);
        assertThat(chain.view(late).banned()).isFalse();
        assertThat(chain.view(agents.get(0)).missedDuties()).isZero();
    }

    @Test
    void anAgentThatWithholdsOneItemOfManyHasMissedTheDuty() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1, 2);
        List<TestKey> agents = chain.agents();
        TestKey picky = agents.get(3);
        chain.block(Stream.concat(
                        agents.subList(0, 3).stream()
                                .flatMap(agent -> Stream.of(1, 2).map(i -> chain.attestTx(agent, i, right(i)))),
                        Stream.of(chain.attestTx(picky, 1, right(1))))
                .toList());
        chain.pass(8);
        assertThat(chain.view(picky).missedDuties()).isEqualTo(1);
    }

    @Test
    void anAgentThatIsSlowHasTheBlocksOfAGraceAndIsThenHeldToHaveMissed() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1, 2);
        List<TestKey> agents = chain.agents();
        TestKey slow = agents.get(3);
        chain.block(agents.subList(0, 3).stream()
                .flatMap(agent -> List.of(1, 2).stream().map(i -> chain.attestTx(agent, i, right(i))))
                .toList());
        assertThat(chain.isDecided(1)).isTrue();

        assertThat(chain.refusal(slow, attest(1, right(1)))).isNull();
        chain.pass(4);
        assertThat(chain.view(slow).missedDuties())
                .as("one block of the grace is left")
                .isZero();
        chain.pass(1);
        assertThat(chain.view(slow).missedDuties()).as("item 2, not item 1").isEqualTo(1);
        assertThat(chain.refusal(slow, attest(2, right(2)))).isEqualTo(RefusalCode.ITEM_CLOSED);
    }

    @Test
    void whoAttestsWronglyDuringTheGraceIsBanned() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents.subList(0, 3), 1);
        assertThat(chain.isDecided(1)).isTrue();

        assertThat(chain.refusal(agents.get(3), attest(1, wrong(1)))).isNull();

        assertThat(chain.view(agents.get(3)).banned()).isTrue();
    }

    @Test
    void aCommitteeThatCannotDecideAnyMoreWaitsForBansToEndAndGoesOn() {
        TestChain chain = new TestChain(genesis(4, 4).with(terms(4, 3, 2, 3)));
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.misbehave(TestChain.validator(0));
        BlockResult second = chain.misbehave(TestChain.validator(1));
        assertThat(kinds(second.events())).contains(Kind.INCUMBENTS_STAY);
        chain.attestAll(agents.subList(2, 4), 1);
        assertThat(chain.isDecided(1)).as("two of four are heard").isFalse();

        List<LedgerEvent> events = chain.pass(3);
        assertThat(kinds(events)).contains(Kind.STALLED, Kind.INCUMBENTS_STAY).doesNotContain(Kind.FINAL);
        events = chain.pass(3);
        assertThat(kinds(events)).contains(Kind.RETURNED);
        assertThat(chain.isDecided(1)).isFalse();

        chain.ready(agents.get(0));
        chain.ready(agents.get(1));
        chain.attestAll(agents.subList(0, 2), 1);
        assertThat(chain.outcome(1).status()).isEqualTo(Status.FINAL);
    }
}
