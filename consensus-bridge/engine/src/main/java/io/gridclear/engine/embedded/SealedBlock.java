package io.gridclear.engine.embedded;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.LightBlockCodec;
import io.gridclear.ledger.application.ReplicatedApplication.Block;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * A block as the log keeps it: header, commit and validators, its transactions, and what executing it came to.
 *
 * @param light header, commit and validators
 * @param transactions in their order
 * @param applicationHash hash of the state after the block
 * @param resultsHash hash of its results
 * @param validatorUpdates changes that take effect two heights later
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record SealedBlock(
        LightBlock light,
        List<byte[]> transactions,
        byte[] applicationHash,
        byte[] resultsHash,
        List<ValidatorPower> validatorUpdates) {

    private static final String DOMAIN = "gridclear.sealed-block.v1";
    private static final int MILLION = 1_000_000;
    private static final int KEY_BYTES = 32;

    SealedBlock {
        transactions = List.copyOf(transactions);
        validatorUpdates = List.copyOf(validatorUpdates);
    }

    long height() {
        return light.header().height();
    }

    /** The block as the application gets it. */
    Block toApplication() {
        return new Block(
                height(),
                timeMs(light.header()),
                transactions,
                List.of(),
                light.header().proposerAddress());
    }

    static long timeMs(LightBlock.Header header) {
        return header.timeSeconds() * 1000 + header.timeNanos() / MILLION;
    }

    byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter().start(DOMAIN);
        LightBlockCodec.write(writer, light).int32(transactions.size());
        transactions.forEach(writer::bytes);
        writer.raw(applicationHash).raw(resultsHash);
        writePowers(writer, validatorUpdates);
        return writer.toBytes();
    }

    static SealedBlock ofBytes(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        LightBlock light = LightBlockCodec.read(reader);
        int count = count(reader, Integer.BYTES);
        List<byte[]> transactions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            transactions.add(reader.bytes(reader.remaining()));
        }
        SealedBlock block = new SealedBlock(
                light, transactions, reader.raw(Sha256.LENGTH), reader.raw(Sha256.LENGTH), readPowers(reader));
        reader.end();
        return block;
    }

    static void writePowers(CanonicalWriter writer, List<ValidatorPower> powers) {
        writer.int32(powers.size());
        powers.forEach(power -> writer.raw(power.publicKey()).int64(power.power()));
    }

    static List<ValidatorPower> readPowers(CanonicalReader reader) {
        int count = count(reader, KEY_BYTES + Long.BYTES);
        List<ValidatorPower> powers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            powers.add(new ValidatorPower(reader.raw(KEY_BYTES), reader.int64()));
        }
        return powers;
    }

    private static int count(CanonicalReader reader, int bytesEach) {
        int count = reader.int32();
        if (count < 0 || count > reader.remaining() / bytesEach) {
            throw reader.refuse("a list of " + count);
        }
        return count;
    }
}
