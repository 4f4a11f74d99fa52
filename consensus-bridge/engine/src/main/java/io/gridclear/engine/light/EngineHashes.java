package io.gridclear.engine.light;

import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Commit;
import io.gridclear.engine.chain.LightBlock.CommitSignature;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Hashes as CometBFT v0.39 computes them (specification, "Data Structures"): roots of RFC 6962 trees whose leaves are
 * protocol buffers. All are SHA-256, 32 bytes. May be used from several threads.
 */
public final class EngineHashes {

    /** Seconds of the epoch of the time that the engine's language calls zero: the first of January of the year 1. */
    public static final long ZERO_TIME_SECONDS = -62_135_596_800L;

    private EngineHashes() {}

    /** Hash of a header: root over its fourteen fields in their order. */
    public static byte[] header(Header header) {
        return root(
                List.of(
                        new WireWriter()
                                .varint(1, header.blockVersion())
                                .varint(2, header.appVersion())
                                .toBytes(),
                        wrapped(header.chainId().getBytes(StandardCharsets.UTF_8)),
                        new WireWriter().varint(1, header.height()).toBytes(),
                        time(header.timeSeconds(), header.timeNanos()).toBytes(),
                        blockId(header.lastBlockId()).toBytes(),
                        wrapped(header.lastCommitHash()),
                        wrapped(header.dataHash()),
                        wrapped(header.validatorsHash()),
                        wrapped(header.nextValidatorsHash()),
                        wrapped(header.consensusHash()),
                        wrapped(header.appHash()),
                        wrapped(header.lastResultsHash()),
                        wrapped(header.evidenceHash()),
                        wrapped(header.proposerAddress())),
                Function.identity());
    }

    /** Hash of a validator set, in its order: keys and powers; addresses follow from keys. */
    public static byte[] validators(List<Validator> validators) {
        return root(
                validators,
                validator -> new WireWriter()
                        .message(1, new WireWriter().bytes(1, validator.publicKey()))
                        .varint(2, validator.power())
                        .toBytes());
    }

    /** Hash of a commit: root over its signatures. */
    public static byte[] commit(Commit commit) {
        return root(commit.signatures(), EngineHashes::commitSignature);
    }

    /** Hash of a block's transactions: root over their hashes. */
    public static byte[] transactions(List<byte[]> transactions) {
        Sha256 sha256 = new Sha256();
        return root(transactions, sha256::hash);
    }

    /** Hash of a block's results: root over their codes (the engine hashes data and gas too; ours have none). */
    public static byte[] results(List<TransactionResult> results) {
        return root(
                results,
                result -> new WireWriter()
                        .varint(1, Integer.toUnsignedLong(result.code()))
                        .toBytes());
    }

    /** Hash of the consensus parameters: largest block, in bytes and gas. */
    public static byte[] consensusParameters(long maxBytes, long maxGas) {
        return new Sha256()
                .hash(new WireWriter().varint(1, maxBytes).varint(2, maxGas).toBytes());
    }

    /** Root over no leaf: hash of a block without evidence, of a block's results before the first block. */
    public static byte[] empty() {
        return MerkleTree.emptyRoot(new Sha256());
    }

    /** Root over one leaf: hash of a block in a single part. */
    public static byte[] part(byte[] bytes) {
        return MerkleTree.leafHash(bytes, new Sha256());
    }

    static WireWriter time(long seconds, int nanos) {
        return new WireWriter().varint(1, seconds).varint(2, nanos);
    }

    static WireWriter blockId(BlockId id) {
        return new WireWriter()
                .bytes(1, id.hash())
                .message(2, new WireWriter().varint(1, id.partsTotal()).bytes(2, id.partsHash()));
    }

    private static byte[] commitSignature(CommitSignature signature) {
        return new WireWriter()
                .varint(1, signature.flag())
                .bytes(2, signature.validatorAddress())
                .message(3, time(signature.timeSeconds(), signature.timeNanos()))
                .bytes(4, signature.signature())
                .toBytes();
    }

    /** The engine wraps what is not a message of its own into one with a single field; nothing stays nothing. */
    private static byte[] wrapped(byte[] value) {
        return new WireWriter().bytes(1, value).toBytes();
    }

    private static <T> byte[] root(List<T> items, Function<T, byte[]> bytes) {
        Sha256 sha256 = new Sha256();
        byte[][] hashes = new byte[items.size()][];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = MerkleTree.leafHash(bytes.apply(items.get(i)), sha256);
        }
        return MerkleTree.root(Arrays.asList(hashes), sha256);
    }
}
