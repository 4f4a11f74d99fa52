package io.gridclear.engine.embedded;

/** How the chain is. */
public sealed interface ChainCondition {

    /** It makes blocks. */
    record Running() implements ChainCondition {}

    /**
     * A third of the validators' power or more does not run: no block is made until that changes.
     *
     * @param reason who is missing
     */
    record Halted(String reason) implements ChainCondition {}

    /**
     * An invariant broke, or the disk did: no block is made any more, and nothing was written after it.
     *
     * @param reason what broke
     */
    record Broken(String reason) implements ChainCondition {}

    /** It was closed. */
    record Closed() implements ChainCondition {}
}
