package io.gridclear.bridge.agent;

import io.gridclear.bridge.batch.BatchManifest;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.Manifest;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.schemas.avro.BatchPartKind;
import io.gridclear.schemas.avro.ClearingBatch;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which parts stand where, by what they are: the hash of a chunk's bytes, the digest of a manifest. What a record says of
 * itself is not believed, so that a damaged, misplaced or repeated part changes nothing but that the true one is missing
 * or there twice. Holds a hash and a place a chunk, and the manifests. Single-threaded.
 */
final class BatchIndex implements BatchSource.Parts {

    /** Batches that are remembered: as many as the ledger lets be open at a time. The oldest is forgotten first. */
    static final int MOST_BATCHES = 10_000;

    /** Chunks without their manifest that are remembered; a bridge writes both in one transaction. */
    private static final int MOST_LOOSE_CHUNKS = 2 * BatchManifest.MOST_CHUNKS;

    private static final Logger LOG = LoggerFactory.getLogger(BatchIndex.class);

    /**
     * A manifest and where its batch begins.
     *
     * @param manifest the manifest
     * @param place where the manifest stands
     * @param initialOffset where the manifest of a later run says that the INITIAL run's batch begins; -1 if nowhere
     */
    record Known(Manifest manifest, BatchSource.Place place, long initialOffset) {}

    private final Sha256 sha256 = new Sha256();
    private final Map<String, Known> manifests = new LinkedHashMap<>();
    private final Map<String, BatchSource.Place> chunks = new LinkedHashMap<>();
    private final Map<String, Integer> uses = new LinkedHashMap<>();
    private final Set<ItemKey> fresh = new LinkedHashSet<>();

    @Override
    public void part(BatchSource.Place place, ClearingBatch part) {
        if (part.getKind() == BatchPartKind.CHUNK || part.getKind() == BatchPartKind.FEEDER) {
            String hash = hex(sha256.hash(BatchRecords.bytes(part.getPayload())));
            if (!hash.equals(hex(BatchRecords.bytes(part.getSha256())))) {
                LOG.warn("the chunk at {} is not what it says it is", place);
            }
            chunks.put(hash, place);
            if (chunks.size() - uses.size() > MOST_LOOSE_CHUNKS) {
                chunks.keySet().stream()
                        .filter(one -> !uses.containsKey(one))
                        .findFirst()
                        .ifPresent(chunks::remove);
            }
            return;
        }
        Manifest manifest;
        try {
            manifest = BatchRecords.toAnyManifest(part);
        } catch (IllegalArgumentException e) {
            LOG.warn("the part at {} is neither chunk nor manifest: {}", place, e.getMessage());
            return;
        }
        if (manifests.put(hex(manifest.digest()), new Known(manifest, place, part.getInitialOffset())) == null) {
            fresh.add(manifest.item());
            parts(manifest).forEach(hash -> uses.merge(hex(hash), 1, Integer::sum));
        }
        if (manifests.size() > MOST_BATCHES) {
            String oldest = manifests.keySet().iterator().next();
            LOG.warn("more than {} batches without an outcome: the oldest is forgotten", MOST_BATCHES);
            forget(oldest);
        }
    }

    /** The manifest of a digest. */
    Optional<Known> find(byte[] digest) {
        return Optional.ofNullable(manifests.get(hex(digest)));
    }

    /** Where a chunk or feeder stands. */
    Optional<BatchSource.Place> chunk(byte[] hash) {
        return Optional.ofNullable(chunks.get(hex(hash)));
    }

    /** Items whose manifest came since the last call. */
    List<ItemKey> fresh() {
        List<ItemKey> items = List.copyOf(fresh);
        fresh.clear();
        return items;
    }

    /** An item is decided and its grace over: its batches are needed no more. */
    void forget(ItemKey item) {
        List<String> digests = new ArrayList<>();
        manifests.forEach((digest, known) -> {
            if (known.manifest().item().equals(item)) {
                digests.add(digest);
            }
        });
        digests.forEach(this::forget);
    }

    private void forget(String digest) {
        Known known = manifests.remove(digest);
        if (known == null) {
            return;
        }
        for (byte[] hash : parts(known.manifest())) {
            String chunk = hex(hash);
            if (uses.merge(chunk, -1, Integer::sum) == 0) {
                uses.remove(chunk);
                chunks.remove(chunk);
            }
        }
    }

    /** Hashes of the parts that a manifest names. */
    private static List<byte[]> parts(Manifest manifest) {
        List<byte[]> hashes = new ArrayList<>(manifest.chunkHashes());
        if (manifest.feeder().length > 0) {
            hashes.add(manifest.feeder());
        }
        return hashes;
    }

    /** Lowest offset of each partition that a start must look at again, given how far each was looked at. */
    Map<Integer, Long> needed(Map<Integer, Long> positions) {
        Map<Integer, Long> lowest = new LinkedHashMap<>(positions);
        chunks.values().forEach(place -> lowest.merge(place.partition(), place.offset(), Math::min));
        manifests
                .values()
                .forEach(known ->
                        lowest.merge(known.place().partition(), known.place().offset(), Math::min));
        return lowest;
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
