package io.gridclear.engine.light;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Commit;
import io.gridclear.engine.chain.LightBlock.CommitSignature;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.transaction.SignatureVerifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Blocks as validators of the tests' choice sign them: header after header, without an application. */
public final class SignedChain {

    public static final String CHAIN = "test-chain";

    /** Ed25519 alone, without the house's rule on odd encodings: what the tests sign has none. */
    public static final SignatureVerifier ED25519 = (key, message, signature) -> key.length == 32
            && signature.length == 64
            && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);

    private static final byte[] NONE = {};

    private final Map<ByteBuffer, ValidatorKey> keys = new LinkedHashMap<>();

    /** Key of a number. */
    public static ValidatorKey key(int number) {
        byte[] seed = new byte[32];
        ByteBuffer.wrap(seed).putInt(number).putInt(~number);
        return ValidatorKey.fromSeed(seed);
    }

    /** Validators with these numbers and equal power. */
    public ValidatorSet set(int... numbers) {
        return powers(10, numbers);
    }

    /** Validators with these numbers and a power. */
    public ValidatorSet powers(long power, int... numbers) {
        List<ValidatorPower> powers = new ArrayList<>();
        for (int number : numbers) {
            ValidatorKey key = key(number);
            keys.put(ByteBuffer.wrap(key.publicKey()), key);
            powers.add(new ValidatorPower(key.publicKey(), power));
        }
        return ValidatorSet.ordered(powers);
    }

    /** A header of a height whose fields other than sets and application hash are of no matter. */
    public static Header header(long height, ValidatorSet set, ValidatorSet next, byte[] appHash) {
        byte[] some = EngineHashes.part(ByteBuffer.allocate(8).putLong(height).array());
        return new Header(
                11,
                1,
                CHAIN,
                height,
                1_700_000_000 + height,
                123_456_789,
                new BlockId(some, 1, some),
                some,
                some,
                set.hash(),
                next.hash(),
                some,
                appHash,
                some,
                EngineHashes.empty(),
                set.validators().get(0).address());
    }

    /** A block that all sign. */
    public LightBlock block(long height, ValidatorSet set, ValidatorSet next) {
        return sign(header(height, set, next, new byte[32]), set, place -> true);
    }

    /** A block with this header that the validators of some places sign; the others are absent. */
    public LightBlock sign(Header header, ValidatorSet set, IntPredicate places) {
        return sign(header, set, header.chainId(), header.height(), 0, places);
    }

    LightBlock sign(Header header, ValidatorSet set, String chainId, long height, int round, IntPredicate places) {
        BlockId id = new BlockId(EngineHashes.header(header), 1, EngineHashes.part(NONE));
        Commit unsigned = new Commit(height, round, id, List.of());
        List<CommitSignature> signatures = new ArrayList<>();
        for (int i = 0; i < set.validators().size(); i++) {
            Validator validator = set.validators().get(i);
            CommitSignature vote = new CommitSignature(
                    CommitFlags.FOR_BLOCK, validator.address(), header.timeSeconds() + 1, 1_000 + i, NONE);
            signatures.add(places.test(i) ? signed(chainId, unsigned, vote, validator) : absent());
        }
        return new LightBlock(header, new Commit(height, round, id, signatures), set.validators());
    }

    CommitSignature signed(String chainId, Commit commit, CommitSignature vote, Validator validator) {
        byte[] signature = keys.get(ByteBuffer.wrap(validator.publicKey())).sign(SignBytes.of(chainId, commit, vote));
        return new CommitSignature(
                vote.flag(), vote.validatorAddress(), vote.timeSeconds(), vote.timeNanos(), signature);
    }

    static CommitSignature absent() {
        return new CommitSignature(CommitFlags.ABSENT, NONE, EngineHashes.ZERO_TIME_SECONDS, 0, NONE);
    }
}
