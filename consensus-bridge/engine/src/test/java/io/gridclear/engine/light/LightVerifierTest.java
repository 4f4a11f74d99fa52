package io.gridclear.engine.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Commit;
import io.gridclear.engine.chain.LightBlock.CommitSignature;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.engine.light.LightVerdict.Reason;
import io.gridclear.engine.light.LightVerdict.Refused;
import io.gridclear.engine.light.LightVerdict.Verified;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LightVerifierTest {

    private static final byte[] NONE = {};

    private final SignedChain chain = new SignedChain();
    private final ValidatorSet four = chain.set(1, 2, 3, 4);
    private final TrustedState trusted = TrustedState.of(chain.block(10, four, four));
    private final LightVerifier verifier = new LightVerifier(SignedChain.ED25519);

    @Test
    void theNextHeightFollowsWithTheAnnouncedValidators() {
        ValidatorSet others = chain.set(5, 6, 7, 8);
        TrustedState announcing = TrustedState.of(chain.block(10, four, others));

        assertThat(verifier.verify(announcing, chain.block(11, others, four))).isInstanceOf(Verified.class);
        assertThat(refusal(announcing, chain.block(11, four, four))).isEqualTo(Reason.NOT_THE_NEXT_VALIDATORS);
    }

    @Test
    void trustGoesOnFromWhatWasVerified() {
        LightBlock next = chain.block(11, four, chain.set(5));

        assertThat(verifier.verify(trusted, next)).isEqualTo(new Verified(TrustedState.of(next)));
    }

    @Test
    void theTrustedBlockItselfIsVerifiedByItsHashAndAnotherOfItsHeightIsNot() {
        assertThat(verifier.verify(trusted, chain.block(10, four, four))).isInstanceOf(Verified.class);

        LightBlock other = chain.sign(SignedChain.header(10, four, four, new byte[] {1}), four, place -> true);
        assertThat(refusal(trusted, other)).isEqualTo(Reason.OTHER_THAN_TRUSTED);
    }

    /** How many of a set of n must sign: more than two thirds. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "4, 3", "5, 4", "6, 5", "7, 5", "9, 7", "10, 7", "50, 34", "150, 101"})
    void moreThanTwoThirdsMustSign(int validators, int enough) {
        ValidatorSet set = chain.set(IntStream.range(0, validators).toArray());
        TrustedState start = TrustedState.of(chain.block(1, set, set));
        Header header = SignedChain.header(2, set, set, NONE);

        assertThat(verifier.verify(start, chain.sign(header, set, place -> place < enough)))
                .isInstanceOf(Verified.class);
        assertThat(refusal(start, chain.sign(header, set, place -> place >= validators - enough + 1)))
                .isEqualTo(Reason.TOO_LITTLE_POWER);
    }

    /** Trusted are the validators 1 to n; of the new set's, 4 in number, these many are among them. */
    @ParameterizedTest
    @CsvSource({
        "3, 1, false",
        "3, 2, true",
        "4, 1, false",
        "4, 2, true",
        "6, 2, false",
        "6, 3, true",
        "7, 2, false",
        "7, 3, true"
    })
    void aLaterHeightNeedsMoreThanAThirdOfTheTrustedPower(int trustedValidators, int known, boolean isVerified) {
        ValidatorSet old = chain.set(IntStream.rangeClosed(1, trustedValidators).toArray());
        ValidatorSet young = chain.set(
                IntStream.range(0, 4).map(i -> i < known ? i + 1 : 100 + i).toArray());
        TrustedState start = TrustedState.of(chain.block(5, old, old));

        LightVerdict verdict = verifier.verify(start, chain.block(99, young, young));

        assertThat(verdict instanceof Verified).isEqualTo(isVerified);
        if (verdict instanceof Refused refused) {
            assertThat(refused.reason()).isEqualTo(Reason.TOO_LITTLE_TRUST);
        }
    }

    @Test
    void trustIsCountedByTrustedPowerNotByWhatTheNewSetSays() {
        ValidatorSet old = chain.powers(1, 1).with(powersOf(chain.powers(10, 2, 3)));
        ValidatorSet young = chain.powers(1_000_000, 1);
        TrustedState start = TrustedState.of(chain.block(5, old, old));

        assertThat(refusal(start, chain.block(99, young, young))).isEqualTo(Reason.TOO_LITTLE_TRUST);
    }

    static Stream<Arguments> attacks() {
        byte[] hash = EngineHashes.part(NONE);
        return Stream.of(
                attack("height 0", Reason.MALFORMED_HEADER, header(h -> with(h, h.chainId(), 0, h.timeSeconds()))),
                attack(
                        "another chain",
                        Reason.WRONG_CHAIN,
                        header(h -> with(h, "other-chain", h.height(), h.timeSeconds()))),
                attack("older", Reason.OLDER_THAN_TRUSTED, header(h -> with(h, h.chainId(), 9, h.timeSeconds()))),
                attack(
                        "no later time",
                        Reason.TIME_NOT_LATER,
                        header(h -> with(h, h.chainId(), h.height(), h.timeSeconds() - 1))),
                attack("no validators", Reason.MALFORMED_VALIDATORS, validators(v -> List.of())),
                attack(
                        "a validator twice",
                        Reason.MALFORMED_VALIDATORS,
                        validators(v -> List.of(v.get(0), v.get(0), v.get(2), v.get(3)))),
                attack(
                        "no power",
                        Reason.MALFORMED_VALIDATORS,
                        validators(v -> replace(
                                v, 0, new Validator(v.get(0).address(), v.get(0).publicKey(), 0)))),
                attack(
                        "too much power",
                        Reason.MALFORMED_VALIDATORS,
                        validators(v -> replace(
                                v,
                                1,
                                new Validator(v.get(1).address(), v.get(1).publicKey(), ValidatorSet.MOST_POWER)))),
                attack(
                        "another's address",
                        Reason.MALFORMED_VALIDATORS,
                        validators(v -> replace(
                                v, 0, new Validator(v.get(1).address(), v.get(0).publicKey(), 10)))),
                attack(
                        "more power than signed",
                        Reason.OTHER_VALIDATORS,
                        validators(v -> replace(
                                v, 0, new Validator(v.get(0).address(), v.get(0).publicKey(), 11)))),
                attack(
                        "another order",
                        Reason.OTHER_VALIDATORS,
                        validators(v -> List.of(v.get(1), v.get(0), v.get(2), v.get(3)))),
                attack(
                        "a commit of another height",
                        Reason.OTHER_HEIGHT_COMMITTED,
                        commit(c -> new Commit(12, c.round(), c.blockId(), c.signatures()))),
                attack(
                        "a negative round",
                        Reason.OTHER_HEIGHT_COMMITTED,
                        commit(c -> new Commit(c.height(), -1, c.blockId(), c.signatures()))),
                attack(
                        "a commit for another block",
                        Reason.OTHER_BLOCK_COMMITTED,
                        commit(c -> new Commit(c.height(), c.round(), new BlockId(hash, 1, hash), c.signatures()))),
                attack(
                        "a commit for no block",
                        Reason.OTHER_BLOCK_COMMITTED,
                        commit(c -> new Commit(c.height(), c.round(), SignBytes.NIL, c.signatures()))),
                attack(
                        "a signature too few",
                        Reason.WRONG_NUMBER_OF_SIGNATURES,
                        commit(c -> signatures(c, c.signatures().subList(0, 3)))),
                attack(
                        "an unknown flag",
                        Reason.MALFORMED_SIGNATURE,
                        place(0, s -> signature(4, s.validatorAddress(), s.timeNanos(), s.signature()))),
                attack(
                        "absent, and signing",
                        Reason.MALFORMED_SIGNATURE,
                        place(0, s -> signature(CommitFlags.ABSENT, NONE, 0, s.signature()))),
                attack(
                        "a short signature",
                        Reason.MALFORMED_SIGNATURE,
                        place(0, s -> signature(2, s.validatorAddress(), s.timeNanos(), new byte[63]))),
                attack(
                        "more nanoseconds than a second",
                        Reason.MALFORMED_SIGNATURE,
                        place(0, s -> signature(2, s.validatorAddress(), 1_000_000_000, s.signature()))),
                attack(
                        "one signature at two places",
                        Reason.WRONG_VALIDATOR,
                        commit(c -> signatures(
                                c, replace(c.signatures(), 1, c.signatures().get(0))))),
                attack(
                        "the signatures in another order",
                        Reason.WRONG_VALIDATOR,
                        commit(c -> signatures(
                                c,
                                List.of(
                                        c.signatures().get(1),
                                        c.signatures().get(0),
                                        c.signatures().get(2),
                                        c.signatures().get(3))))),
                attack(
                        "one signature under another's name",
                        Reason.BAD_SIGNATURE,
                        commit(c -> signatures(
                                c,
                                replace(
                                        c.signatures(),
                                        1,
                                        signature(
                                                2,
                                                c.signatures().get(1).validatorAddress(),
                                                c.signatures().get(1).timeNanos(),
                                                c.signatures().get(0).signature()))))),
                attack(
                        "two absent",
                        Reason.TOO_LITTLE_POWER,
                        commit(c -> signatures(
                                c,
                                List.of(
                                        SignedChain.absent(),
                                        SignedChain.absent(),
                                        c.signatures().get(2),
                                        c.signatures().get(3))))),
                attack(
                        "another time of a vote",
                        Reason.BAD_SIGNATURE,
                        place(3, s -> signature(2, s.validatorAddress(), s.timeNanos() + 1, s.signature()))),
                attack(
                        "a vote for the block made one for nil",
                        Reason.BAD_SIGNATURE,
                        place(
                                3,
                                s -> signature(
                                        CommitFlags.FOR_NIL, s.validatorAddress(), s.timeNanos(), s.signature()))),
                attack(
                        "a forged signature beyond two thirds",
                        Reason.BAD_SIGNATURE,
                        place(3, s -> signature(2, s.validatorAddress(), s.timeNanos(), flip(s.signature())))),
                attack(
                        "another round",
                        Reason.BAD_SIGNATURE,
                        commit(c -> new Commit(c.height(), 1, c.blockId(), c.signatures()))),
                attack(
                        "other parts",
                        Reason.BAD_SIGNATURE,
                        commit(c -> new Commit(
                                c.height(),
                                c.round(),
                                new BlockId(c.blockId().hash(), 2, c.blockId().partsHash()),
                                c.signatures()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void whatIsAlteredIsRefusedByItsName(String attack, Reason reason, UnaryOperator<LightBlock> alteration) {
        LightBlock block = chain.block(11, four, four);
        assertThat(verifier.verify(trusted, block)).isInstanceOf(Verified.class);

        assertThat(refusal(trusted, alteration.apply(block))).as(attack).isEqualTo(reason);
    }

    @Test
    void signaturesOfAnotherChainHeightOrRoundAreRefused() {
        Header header = SignedChain.header(11, four, four, NONE);
        LightBlock good = chain.sign(header, four, place -> true);
        for (LightBlock other : List.of(
                chain.sign(header, four, "other-chain", 11, 0, place -> true),
                chain.sign(header, four, SignedChain.CHAIN, 12, 0, place -> true),
                chain.sign(header, four, SignedChain.CHAIN, 11, 1, place -> true))) {
            Commit transplanted =
                    new Commit(11, 0, good.commit().blockId(), other.commit().signatures());
            assertThat(refusal(trusted, new LightBlock(header, transplanted, four.validators())))
                    .isEqualTo(Reason.BAD_SIGNATURE);
        }
    }

    @Test
    void votesForNilAreCheckedAndNotCounted() {
        LightBlock block = chain.block(11, four, four);
        LightBlock oneNil = votesForNil(block, 1);
        LightBlock twoNil = votesForNil(block, 2);

        assertThat(verifier.verify(trusted, oneNil)).isInstanceOf(Verified.class);
        assertThat(refusal(trusted, twoNil)).isEqualTo(Reason.TOO_LITTLE_POWER);
    }

    @Test
    void everySignatureIsCheckedOnceAndNoneIfTheyCannotSuffice() {
        AtomicInteger checks = new AtomicInteger();
        LightVerifier counting = new LightVerifier((key, message, signature) -> {
            checks.incrementAndGet();
            return SignedChain.ED25519.verify(key, message, signature);
        });
        Header header = SignedChain.header(11, four, four, NONE);

        counting.verify(trusted, chain.sign(header, four, place -> place < 2));
        assertThat(checks).hasValue(0);
        counting.verify(trusted, chain.sign(header, four, place -> place < 3));
        assertThat(checks).hasValue(3);
    }

    /** Against the rules in their plainest form, on seeded sets, powers, absences and forgeries. */
    @Test
    void agreesWithItsSlowTwin() {
        long seed = 20_261_101;
        Random random = new Random(seed);
        int verified = 0;
        for (int run = 0; run < 300; run++) {
            ValidatorSet old = someSet(random);
            ValidatorSet young = random.nextInt(3) == 0 ? old : someSet(random);
            ValidatorSet announced = random.nextBoolean() ? young : old;
            TrustedState start = TrustedState.of(chain.block(5, old, announced));
            long height = 6 + random.nextInt(2);
            int missing = random.nextInt(100);
            LightBlock block = chain.sign(
                    SignedChain.header(height, young, young, NONE), young, place -> random.nextInt(100) >= missing);
            if (random.nextInt(8) == 0) {
                block = place(
                                random.nextInt(young.validators().size()),
                                s -> s.flag() == CommitFlags.ABSENT
                                        ? s
                                        : signature(2, s.validatorAddress(), s.timeNanos(), flip(s.signature())))
                        .apply(block);
            }
            boolean expected = twin(old, announced, block);
            assertThat(verifier.verify(start, block) instanceof Verified)
                    .as("seed %s run %s", seed, run)
                    .isEqualTo(expected);
            verified += expected ? 1 : 0;
        }
        assertThat(verified).isBetween(30, 270);
    }

    private static boolean twin(ValidatorSet old, ValidatorSet announced, LightBlock block) {
        double total = 0;
        double signed = 0;
        double trustedTotal = 0;
        double trustedSigned = 0;
        for (int i = 0; i < block.validators().size(); i++) {
            Validator validator = block.validators().get(i);
            CommitSignature signature = block.commit().signatures().get(i);
            total += validator.power();
            if (signature.flag() == CommitFlags.FOR_BLOCK) {
                signed += validator.power();
                if (!SignedChain.ED25519.verify(
                        validator.publicKey(),
                        SignBytes.of(SignedChain.CHAIN, block.commit(), signature),
                        signature.signature())) {
                    return false;
                }
            }
        }
        for (Validator validator : old.validators()) {
            trustedTotal += validator.power();
            for (int i = 0; i < block.validators().size(); i++) {
                if (Arrays.equals(block.validators().get(i).publicKey(), validator.publicKey())
                        && block.commit().signatures().get(i).flag() == CommitFlags.FOR_BLOCK) {
                    trustedSigned += validator.power();
                }
            }
        }
        boolean follows = block.header().height() == 6
                ? Arrays.equals(block.header().validatorsHash(), announced.hash())
                : trustedSigned / trustedTotal > 1.0 / 3 + 1e-12;
        return follows && signed / total > 2.0 / 3 + 1e-12;
    }

    private ValidatorSet someSet(Random random) {
        int[] numbers =
                random.ints(0, 9).distinct().limit(1 + random.nextInt(6)).toArray();
        ValidatorSet set = chain.set(numbers);
        return random.nextBoolean() ? set : set.with(powersOf(chain.powers(1 + random.nextInt(40), numbers[0])));
    }

    private static List<ValidatorPower> powersOf(ValidatorSet set) {
        return set.validators().stream()
                .map(v -> new ValidatorPower(v.publicKey(), v.power()))
                .toList();
    }

    private LightBlock votesForNil(LightBlock block, int number) {
        List<CommitSignature> signatures = new ArrayList<>(block.commit().signatures());
        for (int i = 0; i < number; i++) {
            CommitSignature vote = signatures.get(i);
            signatures.set(
                    i,
                    chain.signed(
                            SignedChain.CHAIN,
                            block.commit(),
                            signature(CommitFlags.FOR_NIL, vote.validatorAddress(), vote.timeNanos(), NONE),
                            block.validators().get(i)));
        }
        return new LightBlock(block.header(), signatures(block.commit(), signatures), block.validators());
    }

    private Reason refusal(TrustedState start, LightBlock block) {
        LightVerdict verdict = verifier.verify(start, block);
        assertThat(verdict).isInstanceOf(Refused.class);
        assertThat(((Refused) verdict).detail()).isNotBlank();
        return ((Refused) verdict).reason();
    }

    private static Arguments attack(String name, Reason reason, UnaryOperator<LightBlock> alteration) {
        return arguments(name, reason, alteration);
    }

    private static UnaryOperator<LightBlock> header(UnaryOperator<Header> change) {
        return b -> new LightBlock(change.apply(b.header()), b.commit(), b.validators());
    }

    private static UnaryOperator<LightBlock> validators(UnaryOperator<List<Validator>> change) {
        return b -> new LightBlock(b.header(), b.commit(), change.apply(b.validators()));
    }

    private static UnaryOperator<LightBlock> commit(UnaryOperator<Commit> change) {
        return b -> new LightBlock(b.header(), change.apply(b.commit()), b.validators());
    }

    private static UnaryOperator<LightBlock> place(int place, UnaryOperator<CommitSignature> change) {
        return commit(c -> signatures(
                c, replace(c.signatures(), place, change.apply(c.signatures().get(place)))));
    }

    private static Header with(Header h, String chainId, long height, long timeSeconds) {
        return new Header(
                h.blockVersion(),
                h.appVersion(),
                chainId,
                height,
                timeSeconds,
                h.timeNanos(),
                h.lastBlockId(),
                h.lastCommitHash(),
                h.dataHash(),
                h.validatorsHash(),
                h.nextValidatorsHash(),
                h.consensusHash(),
                h.appHash(),
                h.lastResultsHash(),
                h.evidenceHash(),
                h.proposerAddress());
    }

    private static Commit signatures(Commit commit, List<CommitSignature> signatures) {
        return new Commit(commit.height(), commit.round(), commit.blockId(), signatures);
    }

    /** A place with the block time that {@link SignedChain} votes at in height 11. */
    private static CommitSignature signature(int flag, byte[] address, int nanos, byte[] signature) {
        return new CommitSignature(flag, address, 1_700_000_012, nanos, signature);
    }

    private static <T> List<T> replace(List<T> list, int index, T value) {
        List<T> replaced = new ArrayList<>(list);
        replaced.set(index, value);
        return replaced;
    }

    private static byte[] flip(byte[] bytes) {
        byte[] flipped = bytes.clone();
        flipped[7] ^= 1;
        return flipped;
    }
}
