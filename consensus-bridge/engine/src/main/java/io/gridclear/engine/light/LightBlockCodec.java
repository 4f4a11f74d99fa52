package io.gridclear.engine.light;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Commit;
import io.gridclear.engine.chain.LightBlock.CommitSignature;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Canonical bytes of a light block. What follows from the rest is not written, so that it cannot be altered: addresses from
 * keys, the committed block's hash from the header, the commit's height from the header's. Some 120 bytes a validator.
 */
public final class LightBlockCodec {

    private static final int SIGNATURE_BYTES = 64;
    private static final byte[] NONE = {};

    private LightBlockCodec() {}

    /**
     * Appends a light block.
     *
     * @throws IllegalArgumentException if its parts do not belong together; such a block proves nothing
     */
    public static CanonicalWriter write(CanonicalWriter writer, LightBlock block) {
        writeHeader(writer, block.header());
        writeValidators(writer, block.validators());
        Commit commit = block.commit();
        require(
                commit.height() == block.header().height()
                        && Arrays.equals(commit.blockId().hash(), EngineHashes.header(block.header())),
                "a commit of another block");
        require(commit.signatures().size() == block.validators().size(), "a commit of another validator set");
        writer.int32(commit.round())
                .int32(commit.blockId().partsTotal())
                .bytes(commit.blockId().partsHash());
        for (int i = 0; i < commit.signatures().size(); i++) {
            writeSignature(
                    writer,
                    commit.signatures().get(i),
                    block.validators().get(i).address());
        }
        return writer;
    }

    /**
     * Reads a light block; whether it is proven is for {@link LightVerifier}.
     *
     * @throws CanonicalReader.MalformedBytes if the bytes are not what {@link #write} writes
     */
    public static LightBlock read(CanonicalReader reader) {
        Header header = readHeader(reader);
        List<Validator> validators = readValidators(reader);
        int round = nonNegative(reader);
        BlockId blockId = new BlockId(EngineHashes.header(header), nonNegative(reader), hashOrNone(reader));
        List<CommitSignature> signatures = new ArrayList<>(validators.size());
        for (Validator validator : validators) {
            signatures.add(readSignature(reader, validator.address()));
        }
        return new LightBlock(header, new Commit(header.height(), round, blockId, signatures), validators);
    }

    /** Appends a header. */
    public static CanonicalWriter writeHeader(CanonicalWriter writer, Header header) {
        HeaderForm.problemOf(header).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        writer.int64(header.blockVersion())
                .int64(header.appVersion())
                .string(header.chainId())
                .int64(header.height())
                .int64(header.timeSeconds())
                .int32(header.timeNanos());
        writer.bytes(header.lastBlockId().hash())
                .int32(header.lastBlockId().partsTotal())
                .bytes(header.lastBlockId().partsHash());
        return writer.bytes(header.lastCommitHash())
                .bytes(header.dataHash())
                .bytes(header.validatorsHash())
                .bytes(header.nextValidatorsHash())
                .bytes(header.consensusHash())
                .bytes(header.appHash())
                .bytes(header.lastResultsHash())
                .bytes(header.evidenceHash())
                .raw(header.proposerAddress());
    }

    /**
     * Reads a header.
     *
     * @throws CanonicalReader.MalformedBytes if the bytes are none's
     */
    public static Header readHeader(CanonicalReader reader) {
        Header header = new Header(
                reader.int64(),
                reader.int64(),
                reader.string(HeaderForm.MOST_CHAIN_ID_BYTES),
                reader.int64(),
                reader.int64(),
                reader.int32(),
                new BlockId(hashOrNone(reader), nonNegative(reader), hashOrNone(reader)),
                hashOrNone(reader),
                hashOrNone(reader),
                hashOrNone(reader),
                hashOrNone(reader),
                hashOrNone(reader),
                reader.bytes(HeaderForm.MOST_APP_HASH_BYTES),
                hashOrNone(reader),
                hashOrNone(reader),
                reader.raw(ValidatorKey.ADDRESS_BYTES));
        HeaderForm.problemOf(header).ifPresent(problem -> {
            throw reader.refuse(problem);
        });
        return header;
    }

    /** Appends a validator set: number, then key and power of each. */
    public static CanonicalWriter writeValidators(CanonicalWriter writer, List<Validator> validators) {
        ValidatorSet.problemOf(validators).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        writer.int32(validators.size());
        for (Validator validator : validators) {
            writer.raw(validator.publicKey()).int64(validator.power());
        }
        return writer;
    }

    /**
     * Reads a validator set.
     *
     * @throws CanonicalReader.MalformedBytes if the bytes are none's
     */
    public static List<Validator> readValidators(CanonicalReader reader) {
        int count = reader.int32();
        if (count < 1
                || count > ValidatorSet.MOST_VALIDATORS
                || count > reader.remaining() / (ValidatorKey.KEY_BYTES + Long.BYTES)) {
            throw reader.refuse("a set of " + count + " validators");
        }
        List<Validator> validators = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] key = reader.raw(ValidatorKey.KEY_BYTES);
            validators.add(new Validator(ValidatorKey.addressOf(key), key, reader.int64()));
        }
        ValidatorSet.problemOf(validators).ifPresent(problem -> {
            throw reader.refuse(problem);
        });
        return validators;
    }

    private static void writeSignature(CanonicalWriter writer, CommitSignature signature, byte[] address) {
        writer.int8(signature.flag());
        if (signature.flag() == CommitFlags.ABSENT) {
            require(
                    signature.validatorAddress().length == 0 && signature.signature().length == 0,
                    "somebody absent who signs");
            return;
        }
        require(
                signature.flag() == CommitFlags.FOR_BLOCK || signature.flag() == CommitFlags.FOR_NIL,
                "a place with an unknown flag");
        require(Arrays.equals(signature.validatorAddress(), address), "a signature at another validator's place");
        require(signature.signature().length == SIGNATURE_BYTES, "a signature that has not 64 bytes");
        writer.int64(signature.timeSeconds()).int32(signature.timeNanos()).raw(signature.signature());
    }

    private static CommitSignature readSignature(CanonicalReader reader, byte[] address) {
        int flag = reader.int8();
        return switch (flag) {
            case CommitFlags.ABSENT -> new CommitSignature(flag, NONE, EngineHashes.ZERO_TIME_SECONDS, 0, NONE);
            case CommitFlags.FOR_BLOCK, CommitFlags.FOR_NIL ->
                new CommitSignature(flag, address, reader.int64(), nonNegative(reader), reader.raw(SIGNATURE_BYTES));
            default -> throw reader.refuse("a place in the commit with the flag " + flag);
        };
    }

    private static byte[] hashOrNone(CanonicalReader reader) {
        byte[] hash = reader.bytes(Sha256.LENGTH);
        if (hash.length != 0 && hash.length != Sha256.LENGTH) {
            throw reader.refuse("a hash of " + hash.length + " bytes");
        }
        return hash;
    }

    private static int nonNegative(CanonicalReader reader) {
        int value = reader.int32();
        if (value < 0) {
            throw reader.refuse("a negative number");
        }
        return value;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise + " has no canonical bytes");
        }
    }
}
