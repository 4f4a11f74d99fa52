package io.gridclear.ledger.query;

import io.gridclear.ledger.genesis.LedgerGenesis.Profile;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;

/**
 * Where the ledger stands.
 *
 * @param chainId the chain
 * @param profile rules of the score
 * @param height last committed height
 * @param applicationHash after that height, 32 bytes
 * @param cycle elections so far
 * @param nodes registered nodes
 * @param agents agents in office
 * @param openItems items that are not decided
 * @param outcomes items that are
 */
@SuppressWarnings("ArrayRecordComponent") // compared by their canonical bytes
public record LedgerStatus(
        String chainId,
        Profile profile,
        long height,
        byte[] applicationHash,
        long cycle,
        int nodes,
        int agents,
        int openItems,
        long outcomes) {

    private static final String DOMAIN = "gridclear.ledger-status.v1";

    /** Canonical bytes. */
    public byte[] toBytes() {
        return new CanonicalWriter()
                .start(DOMAIN)
                .string(chainId)
                .string(profile.name())
                .int64(height)
                .bytes(applicationHash)
                .int64(cycle)
                .int32(nodes)
                .int32(agents)
                .int32(openItems)
                .int64(outcomes)
                .toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is no status
     */
    public static LedgerStatus of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        LedgerStatus status = new LedgerStatus(
                reader.string(TransactionCodec.MOST_CHAIN_ID_CHARS),
                Profile.valueOf(reader.string(16)),
                reader.int64(),
                reader.bytes(32),
                reader.int64(),
                reader.int32(),
                reader.int32(),
                reader.int32(),
                reader.int64());
        reader.end();
        return status;
    }
}
