package io.gridclear.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.LightVerdict;
import io.gridclear.engine.light.SignedChain;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.light.ValidatorSet;
import io.gridclear.engine.proof.ReceiptVerdict.Invalid;
import io.gridclear.engine.proof.ReceiptVerdict.Step;
import io.gridclear.engine.proof.ReceiptVerdict.Valid;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.proof.ApplicationHash;
import io.gridclear.ledger.query.OutcomeProof;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerklePath;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Receipts of a settlement of eleven lines, the second of three outcomes, proven by a header two set changes away. */
class ReceiptTest {

    private static final int LINES = 11;

    private final Sha256 sha256 = new Sha256();
    private final SignedChain chain = new SignedChain();
    private final ValidatorSet old = chain.set(1, 2, 3, 4);
    private final ValidatorSet half = chain.set(3, 4, 5, 6);
    private final ValidatorSet young = chain.set(5, 6, 7, 8);
    private final TrustedState genesis = TrustedState.of(chain.block(1, old, old));

    private final MerkleTree lines = new MerkleTree(sha256);
    private final OutcomeProof accepted;
    private final ReceiptVerifier verifier = new ReceiptVerifier(SignedChain.ED25519);

    ReceiptTest() {
        for (int i = 0; i < LINES; i++) {
            lines.add(MerkleTree.leafHash(line(i), sha256));
        }
        accepted = proofOf(Outcome.Status.FINAL);
    }

    private static byte[] line(int i) {
        return new CanonicalWriter().start("line").int32(i).toBytes();
    }

    private LineProof place(int i) {
        return new LineProof(lines.path(i));
    }

    private Outcome outcome(Outcome.Status status, long number) {
        byte[] claimed = sha256.hash(new byte[] {1});
        byte[] verified = status == Outcome.Status.FINAL ? claimed : sha256.hash(new byte[] {2});
        return new Outcome(
                ItemKey.initial("north", 900_000L * number),
                status,
                sha256.hash(new byte[] {3}),
                claimed,
                verified,
                lines.root(),
                LINES,
                new byte[20],
                3,
                4,
                number + 1);
    }

    private OutcomeProof proofOf(Outcome.Status status) {
        MerkleTree log = new MerkleTree(sha256);
        for (int i = 0; i < 3; i++) {
            Outcome outcome = outcome(i == 1 ? status : Outcome.Status.FINAL, i);
            log.add(MerkleTree.leafHash(outcome.toBytes(), sha256));
        }
        return new OutcomeProof(outcome(status, 1), log.path(1), log.root(), sha256.hash(new byte[] {9}));
    }

    private LightBlock signing(OutcomeProof outcome) {
        return chain.sign(
                SignedChain.header(9, young, young, outcome.applicationHash().orElseThrow()),
                young,
                place -> !Arrays.equals(
                        young.validators().get(place).publicKey(),
                        SignedChain.key(8).publicKey()));
    }

    private ReceiptProof receipt(OutcomeProof outcome) {
        return new ReceiptProof(outcome, new HeaderProof(List.of(chain.block(5, half, half), signing(outcome))));
    }

    @Test
    void everyLineOfASettlementIsProvenByOneReceipt() {
        ReceiptProof receipt = receipt(accepted);
        for (int i = 0; i < LINES; i++) {
            ReceiptVerdict verdict = verifier.verify(line(i), place(i), receipt, genesis);
            assertThat(verdict).isInstanceOfSatisfying(Valid.class, valid -> {
                assertThat(valid.outcome().toBytes())
                        .isEqualTo(accepted.outcome().toBytes());
                assertThat(valid.signedHeight()).isEqualTo(9);
            });
        }
    }

    @Test
    void signaturesAreCheckedOncePerHeaderNotPerLine() {
        AtomicInteger checks = new AtomicInteger();
        ReceiptVerifier counting = new ReceiptVerifier((key, message, signature) -> {
            checks.incrementAndGet();
            return SignedChain.ED25519.verify(key, message, signature);
        });
        ReceiptProof receipt = receipt(accepted);
        for (int i = 0; i < LINES; i++) {
            counting.verify(line(i), place(i), ReceiptProof.of(receipt.toBytes()), genesis);
        }
        assertThat(checks).hasValue(4 + 3);

        TrustedState other = TrustedState.of(chain.block(1, old, half));
        assertThat(counting.verify(line(0), place(0), receipt, other)).isInstanceOf(Valid.class);
        assertThat(checks).as("trust in another header is another proof").hasValue(2 * (4 + 3));
    }

    @Test
    void namesTheFirstStepThatFailed() {
        ReceiptProof receipt = receipt(accepted);
        MerkleTree longer = new MerkleTree(sha256);
        for (int i = 0; i < LINES + 1; i++) {
            longer.add(MerkleTree.leafHash(line(i), sha256));
        }
        LightBlock direct = signing(accepted);

        assertThat(step(verifier.verify(line(0), new LineProof(longer.path(0)), receipt, genesis)))
                .isEqualTo(Step.NUMBER_OF_LINES);
        assertThat(step(verifier.verify(line(1), place(0), receipt, genesis))).isEqualTo(Step.LINE);
        assertThat(step(verifier.verify(line(0), place(0), receipt(proofOf(Outcome.Status.DISPUTED)), genesis)))
                .isEqualTo(Step.DISPUTED);
        ReceiptProof unborne = new ReceiptProof(accepted, new HeaderProof(List.of(chain.block(2, old, old))));
        assertThat(step(verifier.verify(line(0), place(0), unborne, genesis))).isEqualTo(Step.OUTCOME);
        ReceiptVerdict unreachable = verifier.verify(
                line(0), place(0), new ReceiptProof(accepted, new HeaderProof(List.of(direct))), genesis);
        assertThat(step(unreachable)).isEqualTo(Step.HEADER);
        assertThat(((Invalid) unreachable).light()).contains(LightVerdict.Reason.TOO_LITTLE_TRUST);
        LightBlock tooFew = chain.sign(direct.header(), young, place -> place < 2);
        ReceiptVerdict unsigned = verifier.verify(
                line(0),
                place(0),
                new ReceiptProof(accepted, new HeaderProof(List.of(chain.block(5, half, half), tooFew))),
                genesis);
        assertThat(((Invalid) unsigned).light()).contains(LightVerdict.Reason.TOO_LITTLE_POWER);
    }

    /** A disputed settlement cannot be passed off as an accepted one: the status is in the leaf. */
    @Test
    void aDisputeIsNotRewritten() {
        OutcomeProof disputed = proofOf(Outcome.Status.DISPUTED);
        OutcomeProof rewritten = new OutcomeProof(
                outcome(Outcome.Status.FINAL, 1), disputed.path(), disputed.outcomeRoot(), disputed.mutableRoot());
        ReceiptProof forged = new ReceiptProof(rewritten, receipt(disputed).header());

        assertThat(step(verifier.verify(line(0), place(0), forged, genesis))).isEqualTo(Step.OUTCOME);
    }

    @Test
    void canonicalBytesComeBack() {
        ReceiptProof receipt = receipt(accepted);

        assertThat(ReceiptProof.of(receipt.toBytes()).toBytes()).isEqualTo(receipt.toBytes());
        for (int i = 0; i < LINES; i++) {
            assertThat(LineProof.of(place(i).toBytes())).isEqualTo(place(i));
        }
    }

    @Test
    void everyBitOfEveryPartCounts() {
        byte[] receipt = receipt(accepted).toBytes();
        byte[] place = place(6).toBytes();
        byte[] line = line(6);
        assertThat(accepts(line, place, receipt)).isTrue();

        assertEveryFlipRefused(line, bytes -> accepts(bytes, place, receipt), 8);
        assertEveryFlipRefused(place, bytes -> accepts(line, bytes, receipt), 8);
        // each byte of the receipt, one bit after the other: all eight would be the same code eight times
        assertEveryFlipRefused(receipt, bytes -> accepts(line, place, bytes), 1);
    }

    @Test
    void whatIsCutOffOrAppendedIsNoReceipt() {
        byte[] receipt = receipt(accepted).toBytes();
        byte[] place = place(6).toBytes();
        for (int length = 0; length < receipt.length; length += 7) {
            assertThat(accepts(line(6), place, Arrays.copyOf(receipt, length))).isFalse();
        }
        for (int length = 0; length < place.length; length++) {
            assertThat(accepts(line(6), Arrays.copyOf(place, length), receipt)).isFalse();
        }
        assertThat(accepts(line(6), place, Arrays.copyOf(receipt, receipt.length + 1)))
                .isFalse();
        assertThat(accepts(line(6), Arrays.copyOf(place, place.length + 1), receipt))
                .isFalse();
    }

    @Test
    void boundsAreKept() {
        LightBlock block = chain.block(2, old, old);
        List<LightBlock> most = new ArrayList<>();
        for (int i = 0; i < HeaderProof.MOST_BLOCKS; i++) {
            most.add(block);
        }
        assertThat(HeaderProof.of(new HeaderProof(most).toBytes()).blocks()).hasSize(HeaderProof.MOST_BLOCKS);
        most.add(block);
        assertThatThrownBy(() -> new HeaderProof(most)).hasMessageContaining("1 to 64 blocks");
        assertThatThrownBy(() -> new HeaderProof(List.of())).hasMessageContaining("1 to 64 blocks");
        assertThatThrownBy(() -> ReceiptProof.of(new byte[ReceiptProof.MOST_BYTES + 1]))
                .hasMessageContaining("at most");
        assertThatThrownBy(() -> new LineProof(new MerklePath(1, 0, 4, List.of())))
                .hasMessageContaining("a leaf");
    }

    private interface Acceptance {
        boolean accepts(byte[] bytes);
    }

    private static void assertEveryFlipRefused(byte[] bytes, Acceptance acceptance, int bitsAByte) {
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < bitsAByte; bit++) {
                byte[] flipped = bytes.clone();
                flipped[i] ^= (byte) (1 << (i + bit) % 8);
                assertThat(acceptance.accepts(flipped))
                        .as("byte %s of %s, bit %s", i, bytes.length, (i + bit) % 8)
                        .isFalse();
            }
        }
    }

    private boolean accepts(byte[] line, byte[] place, byte[] receipt) {
        try {
            return verifier.verify(line, LineProof.of(place), ReceiptProof.of(receipt), genesis) instanceof Valid;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Step step(ReceiptVerdict verdict) {
        assertThat(verdict).isInstanceOf(Invalid.class);
        Invalid invalid = (Invalid) verdict;
        assertThat(invalid.detail()).isNotBlank();
        assertThat(invalid.light().isPresent()).isEqualTo(invalid.step() == Step.HEADER);
        return invalid.step();
    }

    /** The application hash is that of the ledger's own rule. */
    @Test
    void theOutcomeLeadsToTheApplicationHash() {
        assertThat(accepted.applicationHash())
                .map(Arrays::toString)
                .isEqualTo(Optional.of(Arrays.toString(
                        ApplicationHash.of(accepted.mutableRoot(), 3, accepted.outcomeRoot(), new Sha256()))));
    }
}
