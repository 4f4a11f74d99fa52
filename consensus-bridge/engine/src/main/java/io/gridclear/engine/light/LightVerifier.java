package io.gridclear.engine.light;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.chain.LightBlock.Commit;
import io.gridclear.engine.chain.LightBlock.CommitSignature;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.engine.light.LightVerdict.Reason;
import io.gridclear.engine.light.LightVerdict.Refused;
import io.gridclear.engine.light.LightVerdict.Verified;
import io.gridclear.ledger.transaction.SignatureVerifier;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a block follows from a trusted one (CometBFT specification, "Light Client", core verification). The next
 * height must have the validators that the trusted header announced; a later one must be signed by more than a third of
 * the trusted validators' power too, so that at least one correct validator vouches for the set. In both cases more than
 * two thirds of the block's own validators' power must have signed it.
 *
 * <p>Stricter than the engine's light client in one thing: every signature in the commit is checked, those beyond two
 * thirds and those for nil too, so that nothing in a block can be altered unseen. Not checked, since it needs a clock: that
 * the trusted header is young enough for its validators to be held to account. May be used from several threads if the
 * signature verifier may.
 */
public final class LightVerifier {

    private static final int SIGNATURE_BYTES = 64;
    private static final int NANOS = 1_000_000_000;

    private final SignatureVerifier signatures;

    public LightVerifier(SignatureVerifier signatures) {
        this.signatures = signatures;
    }

    /** Whether a block follows from a trusted one of the same or an earlier height. Never throws on what others sent. */
    public LightVerdict verify(TrustedState trusted, LightBlock block) {
        Refused header = refuseHeader(trusted, block.header());
        if (header != null) {
            return header;
        }
        Optional<String> noSet = ValidatorSet.problemOf(block.validators());
        if (noSet.isPresent()) {
            return new Refused(Reason.MALFORMED_VALIDATORS, noSet.get());
        }
        ValidatorSet set = new ValidatorSet(block.validators());
        Refused refused = refuseSet(trusted, block.header(), set);
        if (refused == null) {
            refused = refuseCommit(block, set);
        }
        if (refused == null) {
            refused = refusePower(trusted, block, set);
        }
        if (refused == null) {
            refused = refuseSignatures(block);
        }
        return refused != null ? refused : new Verified(new TrustedState(block.header(), set));
    }

    private static @Nullable Refused refuseHeader(TrustedState trusted, Header header) {
        Optional<String> problem = HeaderForm.problemOf(header);
        if (problem.isPresent()) {
            return new Refused(Reason.MALFORMED_HEADER, problem.get());
        }
        if (!header.chainId().equals(trusted.chainId())) {
            return new Refused(
                    Reason.WRONG_CHAIN, "a header of the chain " + header.chainId() + ", not of " + trusted.chainId());
        }
        if (header.height() < trusted.height()) {
            return new Refused(
                    Reason.OLDER_THAN_TRUSTED,
                    "height " + header.height() + " is before the trusted " + trusted.height());
        }
        if (header.height() == trusted.height()) {
            return Arrays.equals(EngineHashes.header(header), trusted.headerHash())
                    ? null
                    : new Refused(
                            Reason.OTHER_THAN_TRUSTED,
                            "at the trusted height " + header.height() + " stands another header");
        }
        Header before = trusted.header();
        boolean later = header.timeSeconds() > before.timeSeconds()
                || (header.timeSeconds() == before.timeSeconds() && header.timeNanos() > before.timeNanos());
        return later
                ? null
                : new Refused(
                        Reason.TIME_NOT_LATER,
                        "height " + header.height() + " has no later time than height " + before.height());
    }

    private static @Nullable Refused refuseSet(TrustedState trusted, Header header, ValidatorSet set) {
        if (!Arrays.equals(header.validatorsHash(), set.hash())) {
            return new Refused(
                    Reason.OTHER_VALIDATORS, "the validators are not those of the header of height " + header.height());
        }
        if (header.height() == trusted.height() + 1
                && !Arrays.equals(header.validatorsHash(), trusted.header().nextValidatorsHash())) {
            return new Refused(
                    Reason.NOT_THE_NEXT_VALIDATORS,
                    "the header of height " + trusted.height() + " announced other validators for the next");
        }
        return null;
    }

    private static @Nullable Refused refuseCommit(LightBlock block, ValidatorSet set) {
        Commit commit = block.commit();
        if (commit.height() != block.header().height() || commit.round() < 0) {
            return new Refused(
                    Reason.OTHER_HEIGHT_COMMITTED,
                    "a commit of height " + commit.height() + " and round " + commit.round() + ", not of height "
                            + block.header().height());
        }
        if (!HeaderForm.isBlockId(commit.blockId())
                || !Arrays.equals(commit.blockId().hash(), EngineHashes.header(block.header()))) {
            return new Refused(
                    Reason.OTHER_BLOCK_COMMITTED,
                    "the commit of height " + commit.height() + " is not for the block with this header");
        }
        if (commit.signatures().size() != set.validators().size()) {
            return new Refused(
                    Reason.WRONG_NUMBER_OF_SIGNATURES,
                    commit.signatures().size() + " signatures for "
                            + set.validators().size() + " validators");
        }
        for (int i = 0; i < commit.signatures().size(); i++) {
            CommitSignature signature = commit.signatures().get(i);
            if (!isWellFormed(signature)) {
                return new Refused(Reason.MALFORMED_SIGNATURE, "place " + i + " holds what none may hold");
            }
            byte[] address = set.validators().get(i).address();
            if (signature.flag() != CommitFlags.ABSENT && !Arrays.equals(signature.validatorAddress(), address)) {
                return new Refused(Reason.WRONG_VALIDATOR, "place " + i + " is not that of validator " + hex(address));
            }
        }
        return null;
    }

    private static boolean isWellFormed(CommitSignature signature) {
        return switch (signature.flag()) {
            case CommitFlags.ABSENT -> signature.validatorAddress().length == 0 && signature.signature().length == 0;
            case CommitFlags.FOR_BLOCK, CommitFlags.FOR_NIL ->
                signature.signature().length == SIGNATURE_BYTES
                        && signature.timeNanos() >= 0
                        && signature.timeNanos() < NANOS;
            default -> false;
        };
    }

    /** Sums powers before any signature is checked: a commit that cannot reach costs no cryptography. */
    private static @Nullable Refused refusePower(TrustedState trusted, LightBlock block, ValidatorSet set) {
        long power = 0;
        long trustedPower = 0;
        List<CommitSignature> places = block.commit().signatures();
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i).flag() == CommitFlags.FOR_BLOCK) {
                Validator validator = set.validators().get(i);
                power += validator.power();
                trustedPower += trusted.validators().powerOf(validator.publicKey());
            }
        }
        if (!set.isMoreThanTwoThirds(power)) {
            return new Refused(
                    Reason.TOO_LITTLE_POWER,
                    power + " of " + set.totalPower() + " voted for the block, which is not more than two thirds");
        }
        boolean adjacent = block.header().height() <= trusted.height() + 1;
        if (!adjacent && !trusted.validators().isMoreThanOneThird(trustedPower)) {
            return new Refused(
                    Reason.TOO_LITTLE_TRUST,
                    trustedPower + " of " + trusted.validators().totalPower()
                            + " of the trusted power voted for the block, which is not more than a third");
        }
        return null;
    }

    private @Nullable Refused refuseSignatures(LightBlock block) {
        List<CommitSignature> places = block.commit().signatures();
        for (int i = 0; i < places.size(); i++) {
            CommitSignature place = places.get(i);
            Validator validator = block.validators().get(i);
            if (place.flag() != CommitFlags.ABSENT
                    && !signatures.verify(
                            validator.publicKey(),
                            SignBytes.of(block.header().chainId(), block.commit(), place),
                            place.signature())) {
                return new Refused(
                        Reason.BAD_SIGNATURE,
                        "the signature of validator " + hex(validator.address()) + " is not one over this vote");
            }
        }
        return null;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
