package io.gridclear.ledger.genesis;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;

/**
 * A founded chain: part of the state.
 *
 * @param chainId the chain
 * @param genesisTimeMs the engine's time of the founding, epoch ms
 * @param genesis what all replicas agree on
 */
public record Foundation(String chainId, long genesisTimeMs, LedgerGenesis genesis) {

    private static final String DOMAIN = "gridclear.foundation.v1";
    private static final int MOST_CHAIN_ID_CHARS = 50;
    private static final int MOST_GENESIS_BYTES = 1 << 30;

    public Foundation {
        if (chainId.isEmpty() || chainId.length() > MOST_CHAIN_ID_CHARS) {
            throw new IllegalArgumentException(
                    "a chain id has 1 to " + MOST_CHAIN_ID_CHARS + " characters, not " + chainId.length());
        }
    }

    /** Canonical bytes. */
    public byte[] toBytes() {
        return new CanonicalWriter()
                .start(DOMAIN)
                .string(chainId)
                .int64(genesisTimeMs)
                .bytes(genesis.toBytes())
                .toBytes();
    }

    /** Reads what {@link #toBytes} wrote. */
    public static Foundation of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        Foundation foundation = new Foundation(
                reader.string(4 * MOST_CHAIN_ID_CHARS),
                reader.int64(),
                LedgerGenesis.of(reader.bytes(MOST_GENESIS_BYTES)));
        reader.end();
        return foundation;
    }
}
