package io.gridclear.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.LightVerdict.Verified;
import io.gridclear.engine.light.LightVerifier;
import io.gridclear.engine.light.SignedChain;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.light.ValidatorSet;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.item.ItemKey;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways from a trusted header to another, over a chain whose validator set moves on by one every so many heights. */
class ReceiptSourceTest {

    private static final int LAST = 400;

    private final SignedChain keys = new SignedChain();
    private final TreeMap<Long, LightBlock> blocks = new TreeMap<>();
    private int asked;
    private final LightVerifier light = new LightVerifier(SignedChain.ED25519);

    private final Chain chain = new Chain() {
        @Override
        public String chainId() {
            return SignedChain.CHAIN;
        }

        @Override
        public TransactionResult submit(byte[] transaction) {
            throw new UnsupportedOperationException();
        }

        @Override
        public QueryAnswer query(String path, byte[] data) {
            return new QueryAnswer(0, "", 5, new byte[] {1});
        }

        @Override
        public long height() {
            return blocks.lastKey();
        }

        @Override
        public Optional<LightBlock> lightBlock(long height) {
            asked++;
            return Optional.ofNullable(blocks.get(height));
        }

        @Override
        public String describe() {
            return "a chain of the test's";
        }

        @Override
        public void close() {}
    };

    private void grow(int heightsASet) {
        for (long height = 1; height <= LAST; height++) {
            blocks.put(height, keys.block(height, set(height, heightsASet), set(height + 1, heightsASet)));
        }
    }

    private ValidatorSet set(long height, int heightsASet) {
        int first = (int) (height / heightsASet);
        return keys.set(first, first + 1, first + 2, first + 3);
    }

    /** Two of four known validators suffice, one does not: a step leads across two changes. */
    @ParameterizedTest
    @CsvSource({"1000, 1", "200, 1", "100, 2", "50, 4", "20, 10"})
    void takesNoMoreStepsThanTheSetsNeedAndEveryStepFollows(int heightsASet, int fewest) throws Exception {
        grow(heightsASet);
        TrustedState anchor = TrustedState.of(blocks.get(1L));

        HeaderProof proof = new ReceiptSource(chain, SignedChain.ED25519, anchor).headerProof(blocks.get((long) LAST));

        TrustedState reached = anchor;
        for (LightBlock block : proof.blocks()) {
            reached = ((Verified) light.verify(reached, block)).state();
        }
        assertThat(reached.height()).isEqualTo(LAST);
        assertThat(proof.blocks()).hasSizeBetween(fewest, 3 * fewest);
    }

    @Test
    void whatWasReachedIsNotLookedForAgain() throws Exception {
        grow(50);
        ReceiptSource source = new ReceiptSource(chain, SignedChain.ED25519, TrustedState.of(blocks.get(1L)));
        source.headerProof(blocks.get(399L));
        asked = 0;

        assertThat(source.headerProof(blocks.get(400L)).blocks()).hasSizeGreaterThan(1);
        assertThat(asked).isZero();
        assertThat(source.headerProof(blocks.get(20L)).blocks()).hasSize(1);
    }

    @Test
    void moreStepsThanAProofHoldsAskForAYoungerAnchor() {
        grow(1);

        assertThatThrownBy(() -> new ReceiptSource(chain, SignedChain.ED25519, TrustedState.of(blocks.get(1L)))
                        .headerProof(blocks.get((long) LAST)))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessageContaining("younger");
    }

    @Test
    void aChainThatShowsAnotherHistoryIsNotBelieved() {
        grow(1000);
        TrustedState anchor = TrustedState.of(blocks.get(1L));
        LightBlock forged = keys.block(300, keys.set(90, 91, 92, 93), keys.set(90));
        blocks.put(300L, forged);
        for (long height = 2; height < 300; height++) {
            blocks.put(height, keys.block(height, keys.set(90, 91, 92, 93), keys.set(90)));
        }

        assertThatThrownBy(() -> new ReceiptSource(chain, SignedChain.ED25519, anchor).headerProof(forged))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessageContaining("NOT_THE_NEXT_VALIDATORS");
    }

    @Test
    void anAnswerThatIsNoProofIsTheChainsFault() {
        grow(1000);

        assertThatThrownBy(() -> new ReceiptSource(chain, SignedChain.ED25519, TrustedState.of(blocks.get(1L)))
                        .receipt(ItemKey.initial("north", 0)))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessageContaining("is none");
    }
}
