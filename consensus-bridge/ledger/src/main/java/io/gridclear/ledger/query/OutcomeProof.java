package io.gridclear.ledger.query;

import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.proof.ApplicationHash;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerklePath;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.util.Arrays;
import java.util.Optional;

/**
 * Shows that an outcome is covered by an application hash: that of the height which answered, which the header of the
 * height after it bears.
 *
 * @param outcome the outcome
 * @param path its path in the log of outcomes; level 0
 * @param outcomeRoot root over the log, 32 bytes
 * @param mutableRoot root over the mutable state, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by their canonical bytes
public record OutcomeProof(Outcome outcome, MerklePath path, byte[] outcomeRoot, byte[] mutableRoot) {

    private static final String DOMAIN = "gridclear.outcome-proof.v1";
    private static final int MOST_OUTCOME_BYTES = 1_024;

    public OutcomeProof {
        if (path.level() != 0 || outcomeRoot.length != Sha256.LENGTH || mutableRoot.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("an outcome is a leaf, and roots have 32 bytes");
        }
    }

    /** The application hash that the proof leads to; empty if the path does not lead from the outcome to the root. */
    public Optional<byte[]> applicationHash() {
        Sha256 sha256 = new Sha256();
        byte[] leaf = MerkleTree.leafHash(outcome.write(new CanonicalWriter()), sha256);
        return path.leadsTo(leaf, outcomeRoot, sha256)
                ? Optional.of(ApplicationHash.of(mutableRoot, path.leaves(), outcomeRoot, sha256))
                : Optional.empty();
    }

    /** Whether the proof leads to an application hash. */
    public boolean leadsTo(byte[] applicationHash) {
        return applicationHash()
                .filter(own -> Arrays.equals(own, applicationHash))
                .isPresent();
    }

    /** Canonical bytes. */
    public byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter()
                .start(DOMAIN)
                .bytes(outcome.toBytes())
                .int64(path.index())
                .int64(path.leaves());
        ViewCodec.write(writer, path.siblings(), CanonicalWriter::raw);
        return writer.raw(outcomeRoot).raw(mutableRoot).toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is no proof
     */
    public static OutcomeProof of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        Outcome outcome = Outcome.of(reader.bytes(MOST_OUTCOME_BYTES));
        long index = reader.int64();
        long leaves = reader.int64();
        MerklePath path = new MerklePath(0, index, leaves, ViewCodec.read(reader, in -> in.raw(Sha256.LENGTH)));
        OutcomeProof proof = new OutcomeProof(outcome, path, reader.raw(Sha256.LENGTH), reader.raw(Sha256.LENGTH));
        reader.end();
        return proof;
    }
}
