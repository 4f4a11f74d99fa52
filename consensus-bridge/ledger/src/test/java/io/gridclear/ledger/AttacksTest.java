package io.gridclear.ledger;

import static io.gridclear.ledger.TestChain.OPERATOR;
import static io.gridclear.ledger.TestChain.attest;
import static io.gridclear.ledger.TestChain.genesis;
import static io.gridclear.ledger.TestChain.hash;
import static io.gridclear.ledger.TestChain.item;
import static io.gridclear.ledger.TestChain.kinds;
import static io.gridclear.ledger.TestChain.node;
import static io.gridclear.ledger.TestChain.right;
import static io.gridclear.ledger.TestChain.submit;
import static io.gridclear.ledger.TestChain.validator;
import static io.gridclear.ledger.TestChain.vote;
import static io.gridclear.ledger.TestChain.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ledger.application.LedgerEvent.Kind;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.item.Outcome.Status;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.MessageSigner;
import io.gridclear.ledger.transaction.Possession;
import io.gridclear.ledger.transaction.RefusalCode;
import io.gridclear.ledger.transaction.TransactionCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an adversary can do, one attack a test. */
class AttacksTest {

    @Test
    void wrongHashByTheProducer() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.block(chain.attestTx(agents.get(0), 1, wrong(1)));

        BlockResult result = chain.attestAll(agents.subList(1, 4), 1);

        assertThat(bannedIn(result)).containsExactly(agents.get(0).address().toString());
        assertThat(chain.outcome(1).status()).isEqualTo(Status.FINAL);
        assertThat(chain.outcome(1).producer())
                .isEqualTo(agents.get(1).address().toBytes());
    }

    @Test
    void wrongHashByAsManyAgentsAsAreTolerated() {
        TestChain chain = TestChain.ofAgents(10);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents.subList(7, 10), 1, wrong(1));

        BlockResult result = chain.attestAll(agents.subList(0, 7), 1);

        assertThat(chain.outcome(1).status()).isEqualTo(Status.FINAL);
        assertThat(bannedIn(result))
                .containsExactlyInAnyOrderElementsOf(agents.subList(7, 10).stream()
                        .map(agent -> agent.address().toString())
                        .toList());
    }

    @Test
    void wrongHashByTheOperatorAndTheProducerInConcert() {
        TestChain chain = TestChain.ofAgents(4);
        chain.block(chain.tx(OPERATOR, submit(1, wrong(1))));
        List<TestKey> agents = chain.agents();
        chain.block(chain.attestTx(agents.get(0), 1, wrong(1)));

        chain.attestAll(agents.subList(1, 4), 1);

        assertThat(chain.outcome(1).status()).isEqualTo(Status.DISPUTED);
        assertThat(chain.view(agents.get(0)).banned()).isTrue();
    }

    @Test
    void twoDifferentAttestations() {
        TestChain chain = TestChain.ofAgents(7);
        chain.open(1, 2);
        List<TestKey> agents = chain.agents();
        TestKey twoFaced = agents.get(6);
        chain.block(chain.attestTx(twoFaced, 1, right(1)), chain.attestTx(twoFaced, 2, right(2)));

        BlockResult result = chain.block(chain.attestTx(twoFaced, 1, wrong(1)));

        assertThat(result.results().get(0).isAccepted())
                .as("evidence is welcome")
                .isTrue();
        assertThat(result.results().get(0).detail()).contains("two hashes");
        assertThat(bannedIn(result)).containsExactly(twoFaced.address().toString());
        assertThat(chain.openItem(1).attestations()).as("neither counts").isEmpty();
        assertThat(chain.openItem(2).attestations())
                .as("nor anything else it said")
                .isEmpty();
        assertThat(chain.refusal(twoFaced, attest(1, right(1)))).isEqualTo(RefusalCode.BANNED);
    }

    @Test
    void twoDifferentAttestationsInOneTransaction() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        TestKey twoFaced = chain.agents().get(3);
        assertThat(chain.refusal(
                        twoFaced,
                        new Attest(List.of(
                                new Attestation(item(1), right(1)),
                                new Attestation(item(1), wrong(1)),
                                new Attestation(item(1), right(1))))))
                .isNull();
        assertThat(chain.view(twoFaced).banned()).isTrue();
        assertThat(chain.openItem(1).attestations()).isEmpty();
    }

    @Test
    void theSecondOfTwoDifferentAttestationsAfterTheDecision() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents, 1);

        BlockResult result = chain.block(chain.attestTx(agents.get(2), 1, wrong(1)));

        assertThat(bannedIn(result)).containsExactly(agents.get(2).address().toString());
        assertThat(chain.outcome(1).status()).as("what is decided is decided").isEqualTo(Status.FINAL);
    }

    @Test
    void withheldAttestationByTheHeadAgainAndAgain() {
        TestChain chain = new TestChain(genesis(5, 4));
        TestKey withholding = chain.agents().get(0);
        int item = 0;
        for (; !chain.view(withholding).banned(); item++) {
            chain.open(item);
            List<TestKey> others = new ArrayList<>(chain.agents());
            others.remove(withholding);
            chain.attestAll(others, item);
            chain.pass(16);
            assertThat(chain.isDecided(item))
                    .as("nothing is lost to a silent agent")
                    .isTrue();
        }
        assertThat(item).isBetween(3, 6);
    }

    @Test
    void withheldAttestationByAsManyAsAreTolerated() {
        TestChain chain = TestChain.ofAgents(7);
        chain.open(1);
        List<TestKey> agents = chain.agents();
        chain.attestAll(agents.subList(0, 5), 1);
        assertThat(chain.isDecided(1)).isTrue();
        chain.pass(8);
        assertThat(chain.view(agents.get(5)).missedDuties()).isEqualTo(1);
        assertThat(chain.view(agents.get(6)).missedDuties()).isEqualTo(1);
        assertThat(chain.view(agents.get(5)).banned())
                .as("slow is not malicious")
                .isFalse();
    }

    @Test
    void withheldAttestationByMoreThanAreTolerated() {
        TestChain chain = TestChain.ofAgents(7);
        chain.open(1);
        chain.attestAll(chain.agents().subList(0, 4), 1);
        List<LedgerEvent> events = chain.pass(100);
        assertThat(kinds(events)).containsExactly(Kind.STALLED);
        assertThat(chain.isDecided(1)).isFalse();
        assertThat(chain.committee().banned()).isEmpty();
    }

    @Test
    void withheldBatchByTheOperator() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        chain.pass(200);
        assertThat(chain.committee().banned())
                .as("nobody could attest, nobody is at fault")
                .isEmpty();
        chain.attestAll(chain.agents(), 1);
        assertThat(chain.outcome(1).status()).isEqualTo(Status.FINAL);
    }

    @Test
    void replayedTransactions() {
        TestChain chain = TestChain.ofAgents(4);
        byte[] open = chain.tx(OPERATOR, submit(1));
        byte[] attest = chain.attestTx(chain.agents().get(0), 1, right(1));
        byte[] vote = chain.tx(node(0), vote(node(1)));
        byte[] withdrawal = chain.tx(node(0), vote());
        chain.block(open, attest, vote, withdrawal);
        byte[] hash = chain.last().applicationHash();

        BlockResult replay = chain.block(open, attest, vote, withdrawal, vote, open);

        assertThat(replay.results()).allMatch(result -> result.isAccepted());
        assertThat(replay.applicationHash()).as("a repeat changes nothing").isEqualTo(hash);
        assertThat(replay.events()).isEmpty();
        assertThat(chain.view(node(0)).vote())
                .as("an old vote does not come back")
                .isEmpty();
    }

    @Test
    void replayedTransactionsAfterTheirWindow() {
        TestChain chain = TestChain.ofAgents(4);
        byte[] vote = chain.tx(node(0), vote(node(1)));
        byte[] withdrawal = chain.tx(node(0), vote());
        chain.block(vote, withdrawal);
        chain.pass(60);
        BlockResult replay = chain.block(vote);
        assertThat(replay.results().get(0).code()).isEqualTo(RefusalCode.EXPIRED.code());
        assertThat(chain.view(node(0)).vote()).isEmpty();
    }

    @Test
    void replayedToAnotherChain() {
        TestChain chain = TestChain.ofAgents(4);
        byte[] foreign = TransactionCodec.encode("another-chain", new Ready(), node(0), 10, new byte[16]);
        assertThat(chain.block(foreign).results().get(0).code()).isEqualTo(RefusalCode.WRONG_CHAIN.code());
    }

    @Test
    void reorderedAttestationsComeToTheSameOutcome() {
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6));
        for (int turn = 0; turn < 7; turn++) {
            Collections.rotate(order, 1);
            TestChain chain = TestChain.ofAgents(7);
            chain.open(1);
            List<TestKey> agents = chain.agents();
            chain.block(order.stream()
                    .map(i -> chain.attestTx(agents.get(i), 1, i == 0 || i == 6 ? wrong(1) : right(1)))
                    .toList());
            assertThat(chain.outcome(1).verifiedHash()).isEqualTo(right(1));
            assertThat(chain.outcome(1).producer())
                    .isEqualTo(agents.get(1).address().toBytes());
            assertThat(chain.committee().banned()).hasSize(2);
        }
    }

    @Test
    void attestationBeforeItsItem() {
        TestChain chain = TestChain.ofAgents(4);
        BlockResult result =
                chain.block(chain.attestTx(chain.agents().get(0), 1, right(1)), chain.tx(OPERATOR, submit(1)));
        assertThat(result.results().get(0).code()).isEqualTo(RefusalCode.UNKNOWN_ITEM.code());
        assertThat(result.results().get(1).isAccepted()).isTrue();
    }

    @Test
    void forgedSignature() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        TestKey victim = chain.agents().get(0);
        MessageSigner forger = new MessageSigner() {
            @Override
            public byte[] publicKey() {
                return victim.publicKey();
            }

            @Override
            public byte[] sign(byte[] message) {
                return new TestKey("forger").sign(message);
            }
        };
        byte[] forged = TransactionCodec.encode(
                TestChain.CHAIN_ID, attest(1, wrong(1)), forger, chain.height() + 5, chain.freshKey());

        assertThat(chain.application().checkTx(forged).code()).isEqualTo(RefusalCode.BAD_SIGNATURE.code());
        assertThat(chain.block(forged).results().get(0).code()).isEqualTo(RefusalCode.BAD_SIGNATURE.code());
        assertThat(chain.openItem(1).attestations()).isEmpty();
    }

    @Test
    void everyByteOfASignedTransactionFlipped() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        byte[] good = chain.attestTx(chain.agents().get(0), 1, right(1));
        assertThat(chain.application().checkTx(good).isAccepted()).isTrue();
        byte[] hash = chain.block().applicationHash();
        List<byte[]> flipped = new ArrayList<>();
        for (int i = 0; i < good.length; i++) {
            byte[] copy = good.clone();
            copy[i] ^= 1;
            flipped.add(copy);
        }
        BlockResult result = chain.block(flipped);
        assertThat(result.results()).noneMatch(each -> each.isAccepted());
        assertThat(result.applicationHash()).isEqualTo(hash);
        assertThat(chain.block(good).results().get(0).isAccepted()).isTrue();
    }

    @Test
    void lyingOperator() {
        TestChain chain = TestChain.ofAgents(4);
        chain.block(chain.tx(OPERATOR, submit(1, hash("more for me"))));
        BlockResult result = chain.attestAll(chain.agents(), 1);
        assertThat(kinds(result.events())).contains(Kind.DISPUTED);
        assertThat(chain.outcome(1).status()).isEqualTo(Status.DISPUTED);
        assertThat(chain.refusal(OPERATOR, submit(1)))
                .as("what is disputed is not claimed anew")
                .isEqualTo(RefusalCode.CONFLICTING_CLAIM);
    }

    @Test
    void secondOutcomeForAnItem() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        SubmitClearings second = SubmitClearings.of(item(1), hash("batch-1"), right(1), hash("another root"), 101);
        assertThat(chain.refusal(OPERATOR, second)).as("while open").isEqualTo(RefusalCode.CONFLICTING_CLAIM);
        chain.attestAll(chain.agents(), 1);
        assertThat(chain.refusal(OPERATOR, second)).as("once decided").isEqualTo(RefusalCode.CONFLICTING_CLAIM);
        byte[] hash = chain.last().applicationHash();
        assertThat(chain.send(OPERATOR, submit(1)).isAccepted())
                .as("the same is a repeat")
                .isTrue();
        assertThat(chain.last().applicationHash()).isEqualTo(hash);
        assertThat(chain.status().outcomes()).isEqualTo(1);
    }

    @Test
    void unregisteredSender() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        TestKey stranger = new TestKey("stranger");
        byte[] hash = chain.last().applicationHash();
        assertThat(chain.refusal(stranger, attest(1, wrong(1)))).isEqualTo(RefusalCode.NOT_REGISTERED);
        assertThat(chain.refusal(stranger, new Ready())).isEqualTo(RefusalCode.NOT_REGISTERED);
        assertThat(chain.refusal(stranger, vote(node(0)))).isEqualTo(RefusalCode.NOT_REGISTERED);
        assertThat(chain.refusal(stranger, submit(2))).isEqualTo(RefusalCode.NOT_OPERATOR);
        assertThat(chain.last().applicationHash()).isEqualTo(hash);
    }

    @Test
    void anAgentsValidatorKeyTakenByAnother() {
        TestChain chain = TestChain.ofAgents(4);
        TestKey thief = new TestKey("thief");
        byte[] stolen = validator(9).sign(Possession.message(TestChain.CHAIN_ID, node(9).publicKey()));
        assertThat(chain.refusal(
                        thief, new RegisterCandidate("thief", validator(9).publicKey(), stolen, List.of())))
                .as("a proof made for another node")
                .isEqualTo(RefusalCode.BAD_POSSESSION);
        assertThat(chain.refusal(
                        thief, new RegisterCandidate("thief", validator(0).publicKey(), new byte[64], List.of())))
                .isEqualTo(RefusalCode.VALIDATOR_KEY_TAKEN);
    }

    @Test
    void voteForABannedAgent() {
        TestChain chain = TestChain.ofAgents(5);
        chain.misbehave(validator(0));
        assertThat(chain.refusal(node(1), vote(node(0)))).isEqualTo(RefusalCode.CANDIDATE_BANNED);
        assertThat(chain.refusal(node(0), vote(node(1)))).isEqualTo(RefusalCode.BANNED);
    }

    @Test
    void evidenceOfTheEngine() {
        TestChain chain = TestChain.ofAgents(5);
        BlockResult result = chain.misbehave(validator(2));
        assertThat(bannedIn(result)).containsExactly(node(2).address().toString());
        assertThat(chain.view(node(2)).banned()).isTrue();
        assertThat(chain.misbehave(new TestKey("no validator of ours")).events())
                .isEmpty();
    }

    @Test
    void anAgentOfAnEarlierCommitteeIsNotHeard() {
        TestChain chain = new TestChain(genesis(5, 4));
        chain.open(1);
        TestKey outside = node(4);
        assertThat(chain.agents()).doesNotContain(outside);
        assertThat(chain.refusal(outside, attest(1, right(1)))).isEqualTo(RefusalCode.NOT_AN_AGENT);
    }

    @Test
    void aFloodOfItemsFillsNothingButTheBound() {
        TestChain chain =
                new TestChain(genesis(4, 4).with(new io.gridclear.ledger.genesis.LedgerGenesis.Limits(100, 5, 10)));
        chain.open(1, 2, 3, 4, 5);
        assertThat(chain.refusal(OPERATOR, submit(6))).isEqualTo(RefusalCode.TOO_MANY_ITEMS);
        assertThat(chain.refusal(OPERATOR, submit(5))).as("a repeat opens none").isNull();
        chain.attestAll(chain.agents(), 1);
        assertThat(chain.refusal(OPERATOR, submit(6))).isNull();
    }

    private static List<String> bannedIn(BlockResult result) {
        return result.events().stream()
                .filter(event -> event.kind() == Kind.BANNED)
                .map(LedgerEvent::subject)
                .toList();
    }
}
