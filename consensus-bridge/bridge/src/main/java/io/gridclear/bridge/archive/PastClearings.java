package io.gridclear.bridge.archive;

import io.gridclear.bridge.batch.ChunkReader;
import io.gridclear.bridge.batch.Manifest;
import io.gridclear.bridge.replay.InitialReplay;
import io.gridclear.bridge.replay.InitialRun;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.FeederSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Re-executes the INITIAL run that the ledger has decided on: its batch again from the topic, its log again by the rules. The
 * orders' signatures are not checked again: more than two thirds of the agents of that time have attested to them, and their
 * keys may be gone. Single-threaded.
 */
public final class PastClearings {

    /** The INITIAL run cannot be made again: its batch is not there, or comes to something else than was decided. */
    public static final class NotThere extends Exception {

        private static final long serialVersionUID = 1L;

        NotThere(String message) {
            super(message);
        }

        NotThere(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * An INITIAL run that was made again.
     *
     * @param run what it came to
     * @param offset where its batch begins
     */
    public record Past(InitialRun run, long offset) {}

    private final PastBatches batches;

    public PastClearings(PastBatches batches) {
        this.batches = batches;
    }

    /**
     * Makes an INITIAL run again.
     *
     * @param partition where the area's batches stand
     * @param outcome what the ledger decided on it, FINAL
     * @param hint offset of its batch's first part, or {@link PastBatches#NO_HINT}
     * @param decidedAtMs when it did, epoch ms; empty if that is not known
     * @throws NotThere if it cannot be made, or is not the one that was decided
     */
    public Past load(int partition, Outcome outcome, long hint, OptionalLong decidedAtMs) throws NotThere {
        Optional<PastBatches.Found> found =
                batches.find(partition, outcome.item(), outcome.batchDigest(), hint, decidedAtMs);
        if (found.isEmpty()) {
            throw new NotThere("no batch with the digest " + hex(outcome.batchDigest()) + " of " + outcome.item());
        }
        try {
            InitialRun run = replay(found.get());
            if (!Arrays.equals(run.claim().outcomeHash(), outcome.verifiedHash())) {
                throw new NotThere("the log of " + outcome.item() + " comes to "
                        + hex(run.claim().outcomeHash()) + " under this version's rules, the ledger has verified "
                        + hex(outcome.verifiedHash()));
            }
            return new Past(run, found.get().offset());
        } catch (IllegalArgumentException e) {
            throw new NotThere("the batch of " + outcome.item() + " is none: " + e.getMessage(), e);
        }
    }

    /**
     * The inputs of a later run's batch.
     *
     * @throws NotThere if a part is not what it was, or no inputs
     */
    public List<RunInput> inputs(PastBatches.Found batch) throws NotThere {
        List<RunInput> inputs = new ArrayList<>();
        List<byte[]> hashes = batch.manifest().chunkHashes();
        try {
            for (int chunk = 0; chunk < hashes.size(); chunk++) {
                byte[] payload = payload(batch, batch.chunks().get(chunk), hashes.get(chunk));
                for (ChunkReader reader = new ChunkReader(payload); reader.hasNext(); ) {
                    inputs.add(reader.nextInput());
                }
            }
        } catch (CanonicalReader.MalformedBytes e) {
            throw new NotThere("the batch of " + batch.manifest().item() + " is none: " + e.getMessage(), e);
        }
        return inputs;
    }

    private InitialRun replay(PastBatches.Found batch) throws NotThere {
        Manifest manifest = batch.manifest();
        InitialReplay replay = new InitialReplay(feeders(batch));
        List<byte[]> hashes = manifest.chunkHashes();
        for (int chunk = 0; chunk < hashes.size(); chunk++) {
            byte[] payload = payload(batch, batch.chunks().get(chunk), hashes.get(chunk));
            for (ChunkReader reader = new ChunkReader(payload); reader.hasNext(); ) {
                replay.accept(reader.next());
            }
        }
        return replay.result().orElseThrow(() -> new NotThere("the log of " + manifest.item() + " has no last tick"));
    }

    private FeederSource feeders(PastBatches.Found batch) throws NotThere {
        byte[] hash = batch.manifest().feeder();
        if (hash.length == 0) {
            return FeederSource.NONE;
        }
        FeederGraph feeder = new FeederGraph(FeederCodec.decode(payload(batch, batch.feeder(), hash)));
        String digest = hex(hash);
        return named -> named.equals(digest) ? feeder : null;
    }

    private byte[] payload(PastBatches.Found batch, long offset, byte[] hash) throws NotThere {
        byte[] payload = batches.payload(batch.partition(), offset, hash);
        if (payload == null) {
            throw new NotThere(
                    "the part at offset " + offset + " of partition " + batch.partition() + " is not what it was");
        }
        return payload;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
