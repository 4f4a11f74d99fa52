package io.gridclear.engine.embedded;

import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.Arrays;
import java.util.List;

/**
 * How a chain began: the first record of its log.
 *
 * @param chainId the chain
 * @param genesisTimeMs time of the genesis, epoch ms
 * @param genesisHash hash of the application's genesis
 * @param applicationHash hash of the state before the first block
 * @param validators the first validator set
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its bytes
record Founding(
        String chainId,
        long genesisTimeMs,
        byte[] genesisHash,
        byte[] applicationHash,
        List<ValidatorPower> validators) {

    private static final String DOMAIN = "gridclear.founding.v1";
    private static final int MOST_CHAIN_ID_BYTES = 50;

    boolean isOf(EmbeddedChainConfiguration configuration) {
        return chainId.equals(configuration.chainId())
                && genesisTimeMs == configuration.genesisTimeMs()
                && Arrays.equals(genesisHash, new Sha256().hash(configuration.genesis()));
    }

    byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter()
                .start(DOMAIN)
                .string(chainId)
                .int64(genesisTimeMs)
                .raw(genesisHash)
                .raw(applicationHash);
        SealedBlock.writePowers(writer, validators);
        return writer.toBytes();
    }

    static Founding ofBytes(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        Founding founding = new Founding(
                reader.string(MOST_CHAIN_ID_BYTES),
                reader.int64(),
                reader.raw(Sha256.LENGTH),
                reader.raw(Sha256.LENGTH),
                SealedBlock.readPowers(reader));
        reader.end();
        return founding;
    }
}
