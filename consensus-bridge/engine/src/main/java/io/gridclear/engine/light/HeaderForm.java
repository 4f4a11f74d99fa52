package io.gridclear.engine.light;

import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.market.canonical.Sha256;
import java.util.Optional;

/** Lengths and ranges of a header's fields (CometBFT's ValidateBasic); an empty hash stands for none. */
final class HeaderForm {

    /** The engine's bound (MaxChainIDLen). */
    static final int MOST_CHAIN_ID_BYTES = 50;

    /** The engine's own applications use at most as many; ours uses 32. */
    static final int MOST_APP_HASH_BYTES = 64;

    private static final int NANOS = 1_000_000_000;

    private HeaderForm() {}

    static Optional<String> problemOf(Header header) {
        if (header.height() <= 0) {
            return Optional.of("a header of height " + header.height());
        }
        if (header.chainId().isEmpty() || header.chainId().length() > MOST_CHAIN_ID_BYTES) {
            return Optional.of("a chain id has 1 to " + MOST_CHAIN_ID_BYTES + " characters");
        }
        if (header.timeNanos() < 0 || header.timeNanos() >= NANOS) {
            return Optional.of(header.timeNanos() + " ns are no part of a second");
        }
        if (!isHash(header.validatorsHash()) || !isHash(header.nextValidatorsHash())) {
            return Optional.of("a header without the hash of its validators or of the next ones");
        }
        if (header.appHash().length > MOST_APP_HASH_BYTES) {
            return Optional.of("an application hash of " + header.appHash().length + " bytes");
        }
        if (header.proposerAddress().length != ValidatorKey.ADDRESS_BYTES) {
            return Optional.of("a proposer's address of " + header.proposerAddress().length + " bytes");
        }
        if (!isHashOrNone(header.lastCommitHash())
                || !isHashOrNone(header.dataHash())
                || !isHashOrNone(header.consensusHash())
                || !isHashOrNone(header.lastResultsHash())
                || !isHashOrNone(header.evidenceHash())
                || !isBlockId(header.lastBlockId())) {
            return Optional.of("a hash in the header has neither 32 bytes nor none");
        }
        return Optional.empty();
    }

    static boolean isBlockId(BlockId id) {
        return isHashOrNone(id.hash()) && isHashOrNone(id.partsHash()) && id.partsTotal() >= 0;
    }

    private static boolean isHash(byte[] bytes) {
        return bytes.length == Sha256.LENGTH;
    }

    private static boolean isHashOrNone(byte[] bytes) {
        return bytes.length == 0 || isHash(bytes);
    }
}
