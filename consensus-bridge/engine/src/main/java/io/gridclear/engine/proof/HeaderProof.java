package io.gridclear.engine.proof;

import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.LightBlockCodec;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Leads from a trusted header to another: light blocks, each of which follows from the one before. The last one is what the
 * proof is for; those before it are needed only where the validator set has changed so much that no third of the trusted
 * power is left in it. Immutable.
 */
public final class HeaderProof {

    /** Most blocks: a set that is replaced altogether sixty times needs a younger trusted header. */
    public static final int MOST_BLOCKS = 64;

    private static final String DOMAIN = "gridclear.header-proof.v1";

    private final List<LightBlock> blocks;
    private final byte[] bytes;
    private final byte[] digest;

    /**
     * A proof.
     *
     * @param blocks in the order of their heights
     * @throws IllegalArgumentException if there are none or too many, or the parts of a block do not belong together
     */
    public HeaderProof(List<LightBlock> blocks) {
        this(blocks, encode(blocks));
    }

    private HeaderProof(List<LightBlock> blocks, byte[] bytes) {
        this.blocks = List.copyOf(blocks);
        this.bytes = bytes;
        this.digest = new Sha256().hash(bytes);
    }

    private static byte[] encode(List<LightBlock> blocks) {
        if (blocks.isEmpty() || blocks.size() > MOST_BLOCKS) {
            throw new IllegalArgumentException("a proof has 1 to " + MOST_BLOCKS + " blocks, not " + blocks.size());
        }
        CanonicalWriter writer = new CanonicalWriter().start(DOMAIN).int32(blocks.size());
        blocks.forEach(block -> LightBlockCodec.write(writer, block));
        return writer.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is no proof of a header
     */
    public static HeaderProof of(byte[] bytes) {
        byte[] own = bytes.clone();
        CanonicalReader reader = new CanonicalReader(own).start(DOMAIN);
        int count = reader.int32();
        if (count < 1 || count > MOST_BLOCKS) {
            throw reader.refuse("a proof of " + count + " blocks");
        }
        List<LightBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(LightBlockCodec.read(reader));
        }
        reader.end();
        return new HeaderProof(blocks, own);
    }

    /** The blocks, in the order of their heights. */
    public List<LightBlock> blocks() {
        return blocks;
    }

    /** The block that the proof is for. */
    public LightBlock last() {
        return blocks.get(blocks.size() - 1);
    }

    /** Canonical bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Names the proof: SHA-256 of its canonical bytes. */
    ByteBuffer digest() {
        return ByteBuffer.wrap(digest).asReadOnlyBuffer();
    }
}
