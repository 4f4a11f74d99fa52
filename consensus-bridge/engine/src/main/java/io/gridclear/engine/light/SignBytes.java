package io.gridclear.engine.light;

import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Commit;
import io.gridclear.engine.chain.LightBlock.CommitSignature;

/**
 * What a validator signs: a CanonicalVote with its length before it (CometBFT specification, "Canonical Data Structures").
 * Bound into it: chain, height, round, block, time of the vote. May be used from several threads.
 */
public final class SignBytes {

    /** A precommit: the vote that commits are made of. */
    public static final int PRECOMMIT = 2;

    private SignBytes() {}

    /**
     * Bytes that the signature of a commit is over.
     *
     * @param signature one of the commit's; for the block, or for nil
     */
    public static byte[] of(String chainId, Commit commit, CommitSignature signature) {
        return vote(
                chainId,
                PRECOMMIT,
                commit.height(),
                commit.round(),
                signature.flag() == CommitFlags.FOR_BLOCK ? commit.blockId() : NIL,
                signature.timeSeconds(),
                signature.timeNanos());
    }

    /** Bytes of any vote. */
    static byte[] vote(
            String chainId, int type, long height, int round, BlockId blockId, long timeSeconds, int timeNanos) {
        WireWriter vote = new WireWriter().varint(1, type).fixed64(2, height).fixed64(3, round);
        if (!isNil(blockId)) {
            vote.message(4, EngineHashes.blockId(blockId));
        }
        return vote.message(5, EngineHashes.time(timeSeconds, timeNanos))
                .string(6, chainId)
                .toDelimitedBytes();
    }

    static final BlockId NIL = new BlockId(new byte[0], 0, new byte[0]);

    private static boolean isNil(BlockId id) {
        return id.hash().length == 0 && id.partsTotal() == 0 && id.partsHash().length == 0;
    }
}
