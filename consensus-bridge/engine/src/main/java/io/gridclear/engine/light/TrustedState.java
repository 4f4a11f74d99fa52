package io.gridclear.engine.light;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.chain.LightBlock.Header;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A header that somebody trusts, and its validators. All of it follows from {@link #headerHash()}: two people who compare
 * those 32 bytes trust the same. Immutable.
 */
public final class TrustedState {

    private final Header header;
    private final ValidatorSet validators;
    private final byte[] headerHash;

    /**
     * Trust in a header.
     *
     * @param header the header
     * @param validators the validators of its height
     * @throws IllegalArgumentException if the header is not well-formed, or has another validator set
     */
    public TrustedState(Header header, ValidatorSet validators) {
        HeaderForm.problemOf(header).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        if (!Arrays.equals(header.validatorsHash(), validators.hash())) {
            throw new IllegalArgumentException(
                    "the header of height " + header.height() + " has another validator set");
        }
        this.header = header;
        this.validators = validators;
        this.headerHash = EngineHashes.header(header);
    }

    /**
     * Trust in a block without proof: whoever takes the first one compares {@link #headerHash()} with what others have.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    public static TrustedState of(LightBlock block) {
        return new TrustedState(block.header(), new ValidatorSet(block.validators()));
    }

    /** The header. */
    public Header header() {
        return header;
    }

    /** The validators of this height. */
    public ValidatorSet validators() {
        return validators;
    }

    /** The chain. */
    public String chainId() {
        return header.chainId();
    }

    /** The height. */
    public long height() {
        return header.height();
    }

    /** Hash of the header, 32 bytes. */
    public byte[] headerHash() {
        return headerHash.clone();
    }

    /** Whether both trust the same header. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TrustedState o && Arrays.equals(headerHash, o.headerHash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(headerHash);
    }

    @Override
    public String toString() {
        return chainId() + "/" + height() + "/" + HexFormat.of().withUpperCase().formatHex(headerHash);
    }
}
