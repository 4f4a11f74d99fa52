package io.gridclear.engine.light;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.LightVerdict.Reason;
import io.gridclear.engine.light.LightVerdict.Refused;
import io.gridclear.engine.light.LightVerdict.Verified;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a real engine made is verified, hashed and written as it made it. */
class RecordedEngineTest {

    private final List<LightBlock> blocks = RecordedChain.blocks();
    private final LightVerifier verifier = new LightVerifier(SignedChain.ED25519);

    @Test
    void everyBlockFollowsFromTheOneBefore() {
        TrustedState trusted = TrustedState.of(blocks.get(0));
        for (LightBlock block : blocks.subList(1, blocks.size())) {
            LightVerdict verdict = verifier.verify(trusted, block);
            assertThat(verdict).as("height %s", block.header().height()).isInstanceOf(Verified.class);
            trusted = ((Verified) verdict).state();
        }
    }

    @Test
    void everyLaterBlockFollowsFromEveryEarlierOneWhichShareEnoughValidators() {
        for (LightBlock start : blocks) {
            for (LightBlock target : blocks) {
                LightVerdict verdict = verifier.verify(TrustedState.of(start), target);
                boolean forward = target.header().height() >= start.header().height();
                assertThat(verdict instanceof Verified)
                        .as(
                                "%s from %s: %s",
                                target.header().height(), start.header().height(), verdict)
                        .isEqualTo(forward);
                if (verdict instanceof Refused refused) {
                    assertThat(refused.reason()).isEqualTo(Reason.OLDER_THAN_TRUSTED);
                }
            }
        }
    }

    @Test
    void hashesAreTheEngines() {
        for (int i = 1; i < blocks.size(); i++) {
            LightBlock before = blocks.get(i - 1);
            LightBlock block = blocks.get(i);
            assertThat(EngineHashes.header(before.header()))
                    .isEqualTo(block.header().lastBlockId().hash())
                    .isEqualTo(before.commit().blockId().hash());
            assertThat(EngineHashes.validators(block.validators()))
                    .isEqualTo(block.header().validatorsHash())
                    .isEqualTo(before.header().nextValidatorsHash());
            assertThat(EngineHashes.empty()).isEqualTo(block.header().evidenceHash());
        }
        assertThat(EngineHashes.consensusParameters(22_020_096, -1))
                .isEqualTo(blocks.get(0).header().consensusHash());
    }

    @Test
    void hashOfACommitIsTheEngines() {
        for (int i = 1; i < blocks.size(); i++) {
            assertThat(EngineHashes.commit(blocks.get(i - 1).commit()))
                    .isEqualTo(blocks.get(i).header().lastCommitHash());
        }
    }

    /** Two transactions whose text is known, and what became of them. */
    @Test
    void hashesOfTransactionsAndResultsAreTheEngines() {
        for (String transaction : List.of("grid=clear", "more=power")) {
            byte[] hash = EngineHashes.transactions(List.of(transaction.getBytes(StandardCharsets.UTF_8)));
            LightBlock with = blocks.stream()
                    .filter(block -> Arrays.equals(block.header().dataHash(), hash))
                    .findAny()
                    .orElseThrow();
            assertThat(EngineHashes.results(List.of(new TransactionResult(0, ""))))
                    .isEqualTo(blocks.get((int) with.header().height()).header().lastResultsHash());
        }
    }

    @Test
    void setsAreInTheEnginesOrder() {
        for (LightBlock block : blocks) {
            ValidatorSet set = ValidatorSet.ordered(block.validators().stream()
                    .map(v -> new ValidatorPower(v.publicKey(), v.power()))
                    .toList());
            assertThat(set.hash()).isEqualTo(block.header().validatorsHash());
        }
    }

    @Test
    void canonicalBytesComeBack() {
        for (LightBlock block : blocks) {
            byte[] bytes = bytes(block);
            CanonicalReader reader = new CanonicalReader(bytes).start("block");
            LightBlock read = LightBlockCodec.read(reader);
            reader.end();
            assertThat(read).usingRecursiveComparison().isEqualTo(block);
            assertThat(bytes(read)).isEqualTo(bytes);
        }
    }

    /** Block 18: one absent, second round. */
    @Test
    void noByteOfABlockCanBeAltered() {
        TrustedState trusted = TrustedState.of(blocks.get(0));
        byte[] bytes = bytes(blocks.get(17));
        for (int i = 9; i < bytes.length; i++) {
            for (int bit : new int[] {0, 3, 7}) {
                byte[] altered = bytes.clone();
                altered[i] ^= (byte) (1 << bit);
                assertThat(accepts(trusted, altered))
                        .as("byte %s bit %s", i, bit)
                        .isFalse();
            }
        }
        assertThat(accepts(trusted, bytes)).isTrue();
    }

    private boolean accepts(TrustedState trusted, byte[] bytes) {
        LightBlock block;
        try {
            CanonicalReader reader = new CanonicalReader(bytes).start("block");
            block = LightBlockCodec.read(reader);
            reader.end();
        } catch (IllegalArgumentException e) {
            return false;
        }
        return verifier.verify(trusted, block) instanceof Verified;
    }

    private static byte[] bytes(LightBlock block) {
        return LightBlockCodec.write(new CanonicalWriter().start("block"), block)
                .toBytes();
    }
}
