package io.gridclear.engine.embedded;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Commit;
import io.gridclear.engine.light.EngineHashes;
import io.gridclear.engine.light.ValidatorSet;
import java.util.Arrays;
import java.util.List;

/**
 * Where the chain stands after a block, and what the next header says about it.
 *
 * @param height height of the last block; 0 before the first
 * @param timeMs its time, epoch ms
 * @param blockId its id
 * @param commit its commit
 * @param applicationHash hash of the state after it
 * @param isStateUnsigned whether that hash is another than the last header's: a block is due that signs it
 * @param resultsHash hash of its results
 * @param validators validators of the next height
 * @param nextValidators validators of the height after that
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Head(
        long height,
        long timeMs,
        BlockId blockId,
        Commit commit,
        byte[] applicationHash,
        boolean isStateUnsigned,
        byte[] resultsHash,
        ValidatorSet validators,
        ValidatorSet nextValidators) {

    private static final BlockId NO_BLOCK = new BlockId(new byte[0], 0, new byte[0]);

    /** The head before the first block. */
    static Head of(Founding founding) {
        ValidatorSet set = ValidatorSet.ordered(founding.validators());
        return new Head(
                0,
                founding.genesisTimeMs() - 1,
                NO_BLOCK,
                new Commit(0, 0, NO_BLOCK, List.of()),
                founding.applicationHash(),
                true,
                EngineHashes.empty(),
                set,
                set);
    }

    /**
     * The head after a block.
     *
     * @throws IllegalArgumentException if the block's changes make no validator set
     */
    Head after(SealedBlock block) {
        LightBlock light = block.light();
        return new Head(
                block.height(),
                SealedBlock.timeMs(light.header()),
                light.commit().blockId(),
                light.commit(),
                block.applicationHash(),
                !Arrays.equals(block.applicationHash(), light.header().appHash()),
                block.resultsHash(),
                nextValidators,
                nextValidators.with(block.validatorUpdates()));
    }
}
