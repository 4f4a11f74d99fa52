package io.gridclear.bridge.archive;

import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.Manifest;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.schemas.avro.BatchPartKind;
import io.gridclear.schemas.avro.ClearingBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds a batch that was published at some time by its digest. It is looked for where a hint or an earlier search says that it
 * begins, then around the time at which the ledger decided on it, further and further back. What is found is believed by its
 * hash, so that neither hint nor time can make it another. Single-threaded.
 */
public final class PastBatches {

    /** Nobody knows where the batch begins. */
    public static final long NO_HINT = -1;

    /**
     * A batch is published before it is handed in, seconds before it is decided mostly: a search of ten minutes finds those,
     * of a week those that a chain has kept waiting, and one from the beginning all.
     */
    private static final long[] BACK_MS = {600_000L, 7L * 86_400_000};

    /** Parts of other batches after which a hint, or what stands where a batch began, is not believed any more. */
    private static final int MOST_STRANGERS = 1_000;

    /** Places of batches that are remembered: a day of a hundred areas, some 2 MB. */
    private static final int MOST_REMEMBERED = 10_000;

    /**
     * A batch that was found.
     *
     * @param manifest its manifest
     * @param partition where it stands
     * @param chunks offsets of the chunks by their number
     * @param feeder offset of the feeder; -1 without one
     * @param offset of its first part
     */
    public record Found(Manifest manifest, int partition, List<Long> chunks, long feeder, long offset) {}

    private record Begin(int partition, ItemKey item) {}

    private final BatchArchive archive;
    private final Sha256 sha256 = new Sha256();
    private final Map<Begin, Long> begins = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Begin, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** @param archive its owner's to close */
    public PastBatches(BatchArchive archive) {
        this.archive = archive;
    }

    /**
     * Looks for a batch.
     *
     * @param partition where the area's batches stand
     * @param item the item that it is of
     * @param digest its digest, 32 bytes
     * @param hint offset of its first part, or {@link #NO_HINT}
     * @param decidedAtMs when the ledger decided on the item, epoch ms; empty if that is not known
     */
    public Optional<Found> find(int partition, ItemKey item, byte[] digest, long hint, OptionalLong decidedAtMs) {
        Search search = new Search(partition, item, digest);
        Long remembered = begins.get(new Begin(partition, item));
        for (long from : new long[] {hint, remembered == null ? NO_HINT : remembered}) {
            if (from != NO_HINT && search.isFoundFrom(from, Long.MAX_VALUE, MOST_STRANGERS)) {
                return search.found();
            }
        }
        if (decidedAtMs.isPresent() && isFoundAround(search, decidedAtMs.getAsLong())) {
            return search.found();
        }
        return search.isFoundFrom(0, Long.MAX_VALUE, Integer.MAX_VALUE) ? search.found() : Optional.empty();
    }

    private boolean isFoundAround(Search search, long decidedAtMs) {
        long until =
                archive.firstSince(search.partition, decidedAtMs + BACK_MS[0]).orElse(Long.MAX_VALUE);
        for (long back : BACK_MS) {
            OptionalLong from = archive.firstSince(search.partition, decidedAtMs - back);
            if (from.isPresent() && from.getAsLong() < until) {
                if (search.isFoundFrom(from.getAsLong(), until, Integer.MAX_VALUE)) {
                    return true;
                }
                until = from.getAsLong();
            }
        }
        return false;
    }

    /**
     * Payload of a part.
     *
     * @param hash SHA-256 that it must have, 32 bytes
     * @return null if the part at that place is not the one that was found there
     */
    public byte @Nullable [] payload(int partition, long offset, byte[] hash) {
        byte[][] payload = {null};
        archive.read(partition, offset, (at, part) -> {
            byte[] bytes = BatchRecords.bytes(part.getPayload());
            payload[0] = at == offset && Arrays.equals(sha256.hash(bytes), hash) ? bytes : null;
            return false;
        });
        return payload[0];
    }

    /** Where the batches of an area stand. */
    public int partitionOf(String area) {
        return archive.partitionOf(area);
    }

    /** One search: chunks and manifest may be met in stretches that follow one another backwards. */
    private final class Search {
        private final int partition;
        private final ItemKey item;
        private final byte[] digest;
        private final Map<String, Long> parts = new HashMap<>();
        private @Nullable Manifest manifest;
        private int strangers;

        Search(int partition, ItemKey item, byte[] digest) {
            this.partition = partition;
            this.item = item;
            this.digest = digest;
        }

        boolean isFoundFrom(long from, long until, int mostStrangers) {
            strangers = 0;
            archive.read(partition, from, (offset, part) -> {
                if (offset >= until) {
                    return false;
                }
                look(offset, part);
                return found().isEmpty() && strangers <= mostStrangers;
            });
            return found().isPresent();
        }

        private void look(long offset, ClearingBatch part) {
            ItemKey of;
            try {
                of = BatchRecords.toItem(part);
            } catch (IllegalArgumentException e) {
                strangers++;
                return;
            }
            if (!of.equals(item)) {
                strangers++;
                begins.merge(new Begin(partition, of), offset, Math::min);
                return;
            }
            if (part.getKind() == BatchPartKind.MANIFEST) {
                takeManifest(part);
            } else {
                parts.putIfAbsent(hex(sha256.hash(BatchRecords.bytes(part.getPayload()))), offset);
            }
        }

        private void takeManifest(ClearingBatch part) {
            try {
                Manifest read = BatchRecords.toAnyManifest(part);
                if (Arrays.equals(read.digest(), digest)) {
                    manifest = read;
                }
            } catch (IllegalArgumentException e) {
                strangers++; // somebody's noise: the true manifest stands elsewhere
            }
        }

        Optional<Found> found() {
            Manifest known = manifest;
            if (known == null) {
                return Optional.empty();
            }
            List<Long> chunks = new ArrayList<>();
            for (byte[] hash : known.chunkHashes()) {
                Long offset = parts.get(hex(hash));
                if (offset == null) {
                    return Optional.empty();
                }
                chunks.add(offset);
            }
            Long feeder = known.feeder().length == 0 ? Long.valueOf(-1) : parts.get(hex(known.feeder()));
            if (feeder == null) {
                return Optional.empty();
            }
            long first = chunks.stream().mapToLong(Long::longValue).min().orElse(NO_HINT);
            if (first != NO_HINT) {
                begins.put(new Begin(partition, item), first);
            }
            return Optional.of(new Found(known, partition, List.copyOf(chunks), feeder, first));
        }
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
