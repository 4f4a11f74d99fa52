package io.gridclear.engine.proof;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerklePath;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows where a settlement line stands under a settlement root.
 *
 * @param path path of the line's leaf; level 0
 */
public record LineProof(MerklePath path) {

    private static final String DOMAIN = "gridclear.line-proof.v1";

    /**
     * A proof.
     *
     * @throws IllegalArgumentException if the path is a block's, not a line's
     */
    public LineProof {
        if (path.level() != 0) {
            throw new IllegalArgumentException("a line is a leaf, not a block of level " + path.level());
        }
    }

    /** Canonical bytes. */
    public byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter()
                .start(DOMAIN)
                .int64(path.index())
                .int64(path.leaves())
                .int32(path.siblings().size());
        path.siblings().forEach(writer::raw);
        return writer.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is no proof of a line
     */
    public static LineProof of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        long index = reader.int64();
        long leaves = reader.int64();
        int count = reader.int32();
        if (count < 0 || count > MerklePath.MAX_SIBLINGS) {
            throw reader.refuse("a path of " + count + " siblings");
        }
        List<byte[]> siblings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            siblings.add(reader.raw(Sha256.LENGTH));
        }
        reader.end();
        return new LineProof(new MerklePath(0, index, leaves, siblings));
    }
}
