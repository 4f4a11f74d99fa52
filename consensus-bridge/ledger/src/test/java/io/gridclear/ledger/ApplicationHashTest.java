package io.gridclear.ledger;

import static io.gridclear.ledger.TestChain.OPERATOR;
import static io.gridclear.ledger.TestChain.genesis;
import static io.gridclear.ledger.TestChain.node;
import static io.gridclear.ledger.TestChain.right;
import static io.gridclear.ledger.TestChain.submit;
import static io.gridclear.ledger.TestChain.terms;
import static io.gridclear.ledger.TestChain.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.ledger.application.ReplicatedApplication.Block;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.query.OutcomeProof;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.LedgerStore.Change;
import io.gridclear.ledger.store.MemoryStore;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleFrontier;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The application hash: over the whole state, the same for the same state, the same after an empty block, durable. */
class ApplicationHashTest {

    private static Block block(long height, byte[]... transactions) {
        return new Block(height, height, List.of(transactions), List.of(), new byte[20]);
    }

    @Test
    void beforeTheFirstBlockThereIsNeitherHeightNorHash() {
        LedgerApplication application = new LedgerApplication(new MemoryStore(), TestKey.VERIFIER);
        assertThat(application.info().height()).isZero();
        assertThat(application.info().applicationHash()).isEmpty();
        byte[] founded = application
                .initChain("c", 0, genesis(4, 4).toBytes(), List.of())
                .applicationHash();
        assertThat(founded).hasSize(32);
        assertThat(application.info().height()).as("a founding is no block").isZero();
        assertThat(application.info().applicationHash()).isEmpty();
        assertThat(application.finalizeBlock(block(1)).applicationHash())
                .as("an empty first block keeps the hash of the founding")
                .isEqualTo(founded);
    }

    @Test
    void theFoundingMayComeAgainUntilTheFirstCommit() {
        MemoryStore store = new MemoryStore();
        LedgerApplication application = new LedgerApplication(store, TestKey.VERIFIER);
        byte[] first = application
                .initChain("c", 0, genesis(4, 4).toBytes(), List.of())
                .applicationHash();
        byte[] other = application
                .initChain("c", 0, genesis(5, 4).toBytes(), List.of())
                .applicationHash();
        assertThat(other).isNotEqualTo(first);
        application.finalizeBlock(block(1));
        assertThat(store.size()).as("nothing is written before the commit").isZero();
        byte[] again = application
                .initChain("c", 0, genesis(4, 4).toBytes(), List.of())
                .applicationHash();
        assertThat(again).isEqualTo(first);
        assertThatThrownBy(application::commit).isInstanceOf(IllegalStateException.class);
        application.finalizeBlock(block(1));
        application.commit();
        assertThatThrownBy(() -> application.initChain("c", 0, genesis(4, 4).toBytes(), List.of()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theFoundedChainAnswersBeforeItsFirstBlock() {
        TestChain chain = TestChain.ofAgents(4);
        assertThat(chain.status().height()).isZero();
        assertThat(chain.status().applicationHash()).isEqualTo(chain.founded().applicationHash());
        assertThat(chain.agents()).hasSize(4);
        assertThat(chain.application().checkTx(chain.tx(OPERATOR, submit(1))).isAccepted())
                .isTrue();
        assertThat(chain.store().size()).isZero();
    }

    @Test
    void anotherGenesisOrChainIdIsAnotherHash() {
        byte[] hash = found("c", genesis(4, 4).toBytes());
        assertThat(found("d", genesis(4, 4).toBytes())).isNotEqualTo(hash);
        assertThat(found("c", genesis(4, 4).with(terms(4, 3, 3, 9)).toBytes())).isNotEqualTo(hash);
        assertThat(found("c", genesis(4, 4).toBytes())).isEqualTo(hash);
    }

    private static byte[] found(String chainId, byte[] genesis) {
        return new LedgerApplication(new MemoryStore(), TestKey.VERIFIER)
                .initChain(chainId, 0, genesis, List.of())
                .applicationHash();
    }

    @Test
    void emptyBlocksKeepTheHashThoughKeysAndGracesExpire() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        chain.attestAll(chain.agents(), 1);
        byte[] hash = chain.last().applicationHash();
        for (int i = 0; i < 200; i++) {
            BlockResult empty = chain.block();
            assertThat(empty.applicationHash()).as("height %s", chain.height()).isEqualTo(hash);
            assertThat(empty.events()).isEmpty();
            assertThat(empty.validatorUpdates()).isEmpty();
        }
    }

    @Test
    void whatExpiredIsForgottenWithTheNextChange() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        chain.attestAll(chain.agents(), 1);
        int grown = chain.store().size();
        chain.pass(200);
        assertThat(chain.store().size()).isEqualTo(grown);
        chain.send(node(0), vote(node(1)));
        assertThat(chain.store().size())
                .as("five keys with two entries each, their chains, and a grace")
                .isLessThanOrEqualTo(grown - 5 * 2 - 1 - 1 + 4);
        assertThat(count(chain.store(), Keyspace.USED_KEY)).isEqualTo(1);
        assertThat(count(chain.store(), Keyspace.USED_KEY_EXPIRY)).isEqualTo(1);
        assertThat(count(chain.store(), Keyspace.USED_KEYS)).isEqualTo(1);
        assertThat(count(chain.store(), Keyspace.GRACE)).isZero();
    }

    private static int count(MemoryStore store, Keyspace keyspace) {
        List<byte[]> keys = new ArrayList<>();
        store.scan(keyspace.prefix(), (key, value) -> keys.add(key));
        return keys.size();
    }

    @Test
    void aKeyUsedAgainAfterItsHeightIsRememberedForItsNewOne() {
        TestChain chain = TestChain.ofAgents(4);
        byte[] key = new byte[16];
        chain.block(TransactionCodec.encode(TestChain.CHAIN_ID, vote(node(1)), node(0), 3, key));
        chain.pass(2);
        byte[] second = TransactionCodec.encode(TestChain.CHAIN_ID, vote(node(2)), node(0), 20, key);
        chain.block(second);
        chain.send(node(1), vote(node(1)));
        assertThat(count(chain.store(), Keyspace.USED_KEY)).isEqualTo(2);
        chain.send(node(0), vote(node(3)));
        assertThat(chain.block(second).results().get(0).detail()).isEqualTo("done before");
        assertThat(chain.view(node(0)).vote()).containsExactly(node(3).address());
    }

    @Test
    void theHashIsThatOfItsDefinition() {
        TestChain chain = TestChain.ofAgents(4);
        for (int i = 0; i < 5; i++) {
            chain.open(i);
            chain.attestAll(chain.agents(), i);
        }
        Sha256 sha256 = new Sha256();
        MerkleFrontier state = new MerkleFrontier(sha256);
        for (Keyspace keyspace : sortedByCode()) {
            if (keyspace.isLeaf()) {
                chain.store()
                        .scan(
                                keyspace.prefix(),
                                (key, value) -> state.add(new CanonicalWriter()
                                        .start("gridclear.state-leaf.v1")
                                        .bytes(key)
                                        .bytes(value)));
            }
        }
        MerkleFrontier outcomes = new MerkleFrontier(sha256);
        for (int i = 0; i < 5; i++) {
            outcomes.add(chain.outcome(i).write(new CanonicalWriter()));
        }
        assertThat(chain.last().applicationHash())
                .isEqualTo(new CanonicalWriter()
                        .start("gridclear.app-hash.v1")
                        .raw(state.root())
                        .int64(5)
                        .raw(outcomes.root())
                        .hash(sha256));
    }

    private static List<Keyspace> sortedByCode() {
        List<Keyspace> all = new ArrayList<>(List.of(Keyspace.values()));
        all.sort((a, b) -> Integer.compare(a.prefix()[0], b.prefix()[0]));
        return all;
    }

    @Test
    void everyProofLeadsToTheHashOfItsHeightAndToNoOther() {
        TestChain chain = TestChain.ofAgents(4);
        byte[] before = chain.block().applicationHash();
        for (int i = 0; i < 20; i++) {
            chain.open(i);
            chain.attestAll(chain.agents(), i);
            for (int j = 0; j <= i; j++) {
                OutcomeProof proof = chain.proof(j);
                assertThat(proof.leadsTo(chain.last().applicationHash())).isTrue();
                assertThat(proof.leadsTo(before)).isFalse();
                assertThat(proof.outcome().item()).isEqualTo(TestChain.item(j));
            }
            before = chain.last().applicationHash();
        }
    }

    @Test
    void aProofWithAFlippedByteLeadsNowhere() {
        TestChain chain = TestChain.ofAgents(4);
        for (int i = 0; i < 11; i++) {
            chain.open(i);
            chain.attestAll(chain.agents(), i);
        }
        byte[] hash = chain.last().applicationHash();
        byte[] good = chain.proof(4).toBytes();
        assertThat(OutcomeProof.of(good).leadsTo(hash)).isTrue();
        for (int i = 0; i < good.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] broken = good.clone();
                broken[i] ^= (byte) (1 << bit);
                assertThat(verifies(broken, hash)).as("byte %s, bit %s", i, bit).isFalse();
            }
        }
    }

    private static boolean verifies(byte[] proof, byte[] hash) {
        try {
            return OutcomeProof.of(proof).leadsTo(hash);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void aBlockGivenAgainAfterACrashComesToTheSame() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        Block next = block(3 - 1, chain.attestTx(chain.agents().get(0), 1, right(1)));
        byte[] first = chain.application().finalizeBlock(next).applicationHash();
        byte[] again = chain.application().finalizeBlock(next).applicationHash();
        assertThat(again).isEqualTo(first);
        chain.restart();
        assertThat(chain.application().info().height()).isEqualTo(1);
        assertThat(chain.application().finalizeBlock(next).applicationHash()).isEqualTo(first);
        chain.application().commit();
        chain.restart();
        assertThat(chain.application().info().height()).isEqualTo(2);
        assertThat(chain.application().info().applicationHash()).isEqualTo(first);
    }

    @Test
    void anotherBlockOfTheSameHeightLeavesNothingOfTheFirst() {
        TestChain chain = TestChain.ofAgents(4);
        byte[] empty = chain.block().applicationHash();
        chain.application().finalizeBlock(block(2, chain.tx(OPERATOR, submit(1))));
        assertThat(chain.application().finalizeBlock(block(2)).applicationHash())
                .isEqualTo(empty);
        chain.application().commit();
        assertThat(chain.status().openItems()).isZero();
    }

    @Test
    void heightsHaveNoGapsAndCommitsNoRepeats() {
        TestChain chain = TestChain.ofAgents(4);
        chain.block();
        assertThatThrownBy(() -> chain.application().finalizeBlock(block(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> chain.application().finalizeBlock(block(3))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> chain.application().commit()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStoreThatLostOrGainedAnEntryIsRefusedAtTheStart() {
        TestChain chain = TestChain.ofAgents(4);
        chain.open(1);
        chain.attestAll(chain.agents(), 1);
        for (Keyspace keyspace : List.of(Keyspace.STANDING, Keyspace.COMMITTEE, Keyspace.GRACE)) {
            List<byte[]> keys = new ArrayList<>();
            chain.store().scan(keyspace.prefix(), (key, value) -> keys.add(key));
            byte[] key = keys.get(0);
            byte[] value = chain.store().get(key);
            chain.store().apply(List.of(new Change(key, null)));
            assertThatThrownBy(chain::restart).isInstanceOf(IllegalStateException.class);
            byte[] broken = value.clone();
            broken[0] ^= 1;
            chain.store().apply(List.of(new Change(key, broken)));
            assertThatThrownBy(chain::restart).isInstanceOf(IllegalStateException.class);
            chain.store().apply(List.of(new Change(key, value)));
            chain.restart();
        }
    }

    @Test
    void queriesOfNonsenseAreAnsweredWithWords() {
        TestChain chain = TestChain.ofAgents(4);
        assertThat(chain.application().query("/nowhere", new byte[0]).code()).isEqualTo(1);
        assertThat(chain.application().query(QueryPath.ITEM, new byte[5]).code())
                .isEqualTo(2);
        assertThat(chain.application().query(QueryPath.OUTCOMES, new byte[12]).code())
                .isEqualTo(2);
        assertThat(chain.application()
                        .query(QueryPath.ITEM, TestChain.item(9).toBytes())
                        .code())
                .isEqualTo(3);
        assertThat(chain.application()
                        .query(QueryPath.OUTCOME_PROOF, TestChain.item(9).toBytes())
                        .detail())
                .contains("not known");
        assertThat(new LedgerApplication(new MemoryStore(), TestKey.VERIFIER)
                        .query(QueryPath.STATUS, new byte[0])
                        .code())
                .isEqualTo(4);
    }
}
