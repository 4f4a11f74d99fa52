package io.gridclear.engine.light;

/** What a light client makes of a block. */
public sealed interface LightVerdict {

    /**
     * More than two thirds of a validator set that follows from the trusted one signed the block.
     *
     * @param state trust in the block, to go on from
     */
    record Verified(TrustedState state) implements LightVerdict {}

    /**
     * Not proven.
     *
     * @param reason the first rule that failed
     * @param detail what failed, in words
     */
    record Refused(Reason reason, String detail) implements LightVerdict {}

    /** Rules in the order in which they are checked. */
    enum Reason {
        /** A field of the header has a length or value that none has. */
        MALFORMED_HEADER,
        /** The header is another chain's. */
        WRONG_CHAIN,
        /** The header is older than the trusted one: trust leads forward only. */
        OLDER_THAN_TRUSTED,
        /** At the trusted height stands another header. */
        OTHER_THAN_TRUSTED,
        /** A later header has no later time. */
        TIME_NOT_LATER,
        /** These validators are no set. */
        MALFORMED_VALIDATORS,
        /** The validators are not those that the header names. */
        OTHER_VALIDATORS,
        /** The height after the trusted one has not the validators that the trusted header announced. */
        NOT_THE_NEXT_VALIDATORS,
        /** The commit is of another height, or of a round that there is not. */
        OTHER_HEIGHT_COMMITTED,
        /** The commit is for another block. */
        OTHER_BLOCK_COMMITTED,
        /** The commit has not one place a validator. */
        WRONG_NUMBER_OF_SIGNATURES,
        /** A place holds what none may hold. */
        MALFORMED_SIGNATURE,
        /** A place is not that of the validator who should stand there. */
        WRONG_VALIDATOR,
        /** Two thirds of the validators' power or less voted for the block. */
        TOO_LITTLE_POWER,
        /** A third of the trusted validators' power or less voted for the block: nothing vouches for the new set. */
        TOO_LITTLE_TRUST,
        /** A signature is not its validator's over this vote. */
        BAD_SIGNATURE
    }
}
