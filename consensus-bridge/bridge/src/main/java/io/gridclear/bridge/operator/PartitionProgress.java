package io.gridclear.bridge.operator;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How far a partition of the clearings has come, where items end in any order: an area that waits must not hold up the
 * others of its partition, and what is done must not be done twice. The committed offset is that of the first clearing
 * that has no receipt; the commit's metadata names the others without one, so that all the rest before {@link #position}
 * is done. Both are written in one transaction with the receipts. Single-threaded.
 *
 * <p>Metadata: {@code 1 <book offset> <position> <pending>}, pending being the distances between the offsets as
 * variable-length integers in Base64.
 */
final class PartitionProgress {

    /** Longest metadata, characters: brokers refuse more than 4,096 (offset.metadata.max.bytes). */
    static final int MOST_METADATA_CHARS = 4_000;

    /**
     * Most offsets without a receipt; further clearings wait. At two bytes a distance it fits the metadata with room to
     * spare: ten days of quarter-hours of one area that waits for a person.
     */
    static final int MOST_PENDING = 1_000;

    private static final String VERSION = "1";

    private final SortedSet<Long> pending = new TreeSet<>();
    private final SortedSet<Long> restored = new TreeSet<>();
    private final long restoredPosition;
    private final long restoredBookOffset;
    private long position;

    private PartitionProgress(long position, long restoredPosition, long restoredBookOffset) {
        this.position = position;
        this.restoredPosition = restoredPosition;
        this.restoredBookOffset = restoredBookOffset;
    }

    /** Nothing was ever committed: everything from an offset on is to be done. */
    static PartitionProgress from(long offset) {
        return new PartitionProgress(offset, offset, 0);
    }

    /**
     * As it was committed.
     *
     * @param offset the committed offset
     * @param metadata the commit's metadata
     * @throws IllegalArgumentException if the metadata is not this class's: somebody else has committed, and guessing would
     *     lose or double receipts
     */
    static PartitionProgress restore(long offset, String metadata) {
        String[] parts = metadata.split(" ", -1);
        if (parts.length != 4 || !parts[0].equals(VERSION)) {
            throw new IllegalArgumentException(
                    "offset " + offset + " was committed with metadata that is not the bridge's: " + metadata
                            + "; reset the group's offsets only while no bridge runs");
        }
        PartitionProgress progress = new PartitionProgress(offset, Long.parseLong(parts[2]), Long.parseLong(parts[1]));
        long at = offset;
        int shift = 0;
        long distance = 0;
        for (byte b : Base64.getDecoder().decode(parts[3])) {
            distance |= (b & 0x7FL) << shift;
            if (b < 0) {
                shift += 7;
                continue;
            }
            at += distance;
            progress.restored.add(at);
            shift = 0;
            distance = 0;
        }
        return progress;
    }

    /**
     * A clearing was read.
     *
     * @return whether it is to be done; false for one that has its receipt
     */
    boolean read(long offset) {
        position = offset + 1;
        if (offset < restoredPosition && !restored.contains(offset)) {
            return false;
        }
        pending.add(offset);
        return true;
    }

    /** A clearing's receipts are in the transaction that will be committed. */
    void done(long offset) {
        if (!pending.remove(offset)) {
            throw new IllegalStateException("offset " + offset + " was not pending");
        }
    }

    /** Whether there are so many without a receipt that no more may be read. */
    boolean isFull() {
        return pendingCount() >= MOST_PENDING || metadata(Long.MAX_VALUE).length() > MOST_METADATA_CHARS - 64;
    }

    /** Number of clearings without a receipt, those not read again yet included. */
    int pendingCount() {
        return pending.size() + notReadAgain().size();
    }

    /** Next offset to be read. */
    long position() {
        return position;
    }

    /** Offset in the book from which nothing is missing for what has no receipt; 0 if it is not known. */
    long restoredBookOffset() {
        return restoredBookOffset;
    }

    /** Offset to commit. */
    long committable() {
        SortedSet<Long> again = notReadAgain();
        long offset = reached();
        if (!again.isEmpty()) {
            offset = Math.min(offset, again.first());
        }
        return pending.isEmpty() ? offset : Math.min(offset, pending.first());
    }

    /**
     * Metadata to commit with {@link #committable()}.
     *
     * @param bookOffset lowest offset of the book that is still needed
     */
    String metadata(long bookOffset) {
        ByteArrayOutputStream distances = new ByteArrayOutputStream();
        SortedSet<Long> all = new TreeSet<>(pending);
        all.addAll(notReadAgain());
        long at = committable();
        for (long offset : all) {
            long distance = offset - at;
            while (distance > 0x7F) {
                distances.write((int) (distance & 0x7F) | 0x80);
                distance >>>= 7;
            }
            distances.write((int) distance);
            at = offset;
        }
        return VERSION + " " + bookOffset + " " + reached() + " "
                + Base64.getEncoder().encodeToString(distances.toByteArray());
    }

    /** Everything before it is done or pending: an earlier bridge may have been further than this one is yet. */
    private long reached() {
        return Math.max(position, restoredPosition);
    }

    private SortedSet<Long> notReadAgain() {
        return restored.tailSet(position);
    }
}
