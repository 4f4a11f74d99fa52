package io.gridclear.engine.light;

/** What a validator's place in a commit holds (CometBFT specification, BlockIDFlag). */
public final class CommitFlags {

    /** Nothing: no vote arrived. */
    public static final int ABSENT = 1;

    /** A vote for the block. */
    public static final int FOR_BLOCK = 2;

    /** A vote for no block in this round. */
    public static final int FOR_NIL = 3;

    private CommitFlags() {}
}
