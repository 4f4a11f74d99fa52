package io.gridclear.bridge.operator;

import io.gridclear.bridge.batch.Manifest;
import io.gridclear.bridge.ledger.Ledger.OutcomeAt;
import io.gridclear.bridge.ledger.Pauses;
import io.gridclear.bridge.replay.LineLeaves;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.ItemView;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One published run on its way from its topic to its receipts. Single-threaded. */
final class ItemUnderWay {

    /** How far it has come. */
    enum Stage {
        /** Read; whether the ledger knows it is not known. */
        QUEUED,
        /** Its batch is published; its claim is to be handed in. */
        ASSEMBLED,
        /** Its claim is handed in; no effect was seen yet. */
        SUBMITTED,
        /** The ledger has it open. */
        OPEN,
        /** The ledger has decided. */
        DECIDED,
        /** The decision is proved: receipts can be written. */
        PROVED,
        /** A run before it is DISPUTED: the ledger will never have it, and it gets no receipts. */
        BARRED
    }

    private final int partition;
    private final long offset;
    private final PublishedRun run;
    private final ItemKey item;
    private final Pauses pauses = new Pauses();
    private Stage stage = Stage.QUEUED;
    private @Nullable Manifest manifest;
    private @Nullable LineLeaves leaves;
    private List<Delivery> deliveries = List.of();
    private byte[] digest = new byte[0];
    private long submittedAtMs = Long.MIN_VALUE;
    private long incompleteSinceMs = Long.MAX_VALUE;
    private @Nullable String lastRefusal;
    private @Nullable Outcome outcome;
    private @Nullable OutcomeAt proved;
    private byte[] proof = new byte[0];

    ItemUnderWay(int partition, long offset, PublishedRun run) {
        this.partition = partition;
        this.offset = offset;
        this.run = run;
        this.item = run.item();
    }

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    PublishedRun run() {
        return run;
    }

    /** Whether it is an INITIAL run. */
    boolean isInitial() {
        return run instanceof PublishedRun.Clearing;
    }

    ItemKey item() {
        return item;
    }

    Stage stage() {
        return stage;
    }

    Pauses pauses() {
        return pauses;
    }

    void assembled(Manifest named, LineLeaves made) {
        manifest = named;
        leaves = made;
        digest = named.digest();
    }

    /** The batch's manifest; there is one from ASSEMBLED on. */
    Manifest manifest() {
        return present(manifest);
    }

    /** The leaves of its lines, from ASSEMBLED on. */
    LineLeaves leaves() {
        return present(leaves);
    }

    /** What candidates delivered, if this is a METERED run and there are any. */
    void deliveries(List<Delivery> delivered) {
        deliveries = delivered;
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    /** Its deliveries are in the ledger, or will never be. */
    void reported() {
        deliveries = List.of();
    }

    /** It is to be made again: a node has registered meanwhile. */
    void again() {
        stage = Stage.QUEUED;
    }

    void barred() {
        stage = Stage.BARRED;
    }

    /** Digest of the batch. */
    byte[] digest() {
        return digest;
    }

    /** Lines whose leaves it holds in memory. */
    long lines() {
        return leaves == null ? 0 : leaves.lines();
    }

    /** Its claim is to be handed in, for the first time or again. */
    void toSubmit() {
        stage = Stage.ASSEMBLED;
    }

    /** Whether the ledger has its claim, or was given it: the rest goes by itself. */
    boolean isHandedIn() {
        return stage != Stage.QUEUED && stage != Stage.ASSEMBLED;
    }

    void submitted(long nowMs) {
        stage = Stage.SUBMITTED;
        submittedAtMs = nowMs;
    }

    /** The claim that was handed in last is in no mempool. */
    void refused() {
        submittedAtMs = Long.MIN_VALUE;
    }

    /** Whether the claim was handed in last at this time or before. */
    boolean isSubmittedBefore(long timeMs) {
        return submittedAtMs <= timeMs;
    }

    /**
     * The ledger has it open.
     *
     * @throws AreaFault if with another content
     */
    void open(ItemView view) throws AreaFault {
        requireOwn("open", view.batchDigest(), view.claimedHash(), view.settlementRoot(), view.lines());
        stage = Stage.OPEN;
    }

    /**
     * The ledger has decided.
     *
     * @throws AreaFault if on another content
     */
    void decided(Outcome how) throws AreaFault {
        requireOwn("decided", how.batchDigest(), how.claimedHash(), how.settlementRoot(), how.lines());
        outcome = how;
        stage = Stage.DECIDED;
    }

    Outcome outcome() {
        return present(outcome);
    }

    @Nullable
    OutcomeAt provedAt() {
        return proved;
    }

    void provedAt(OutcomeAt at) {
        proved = at;
    }

    void proved(byte[] bytes) {
        proof = bytes;
        stage = Stage.PROVED;
    }

    byte[] proof() {
        return proof;
    }

    /** What it follows from is not all there now: since when that is so. */
    long incompleteSince(long nowMs) {
        incompleteSinceMs = Math.min(incompleteSinceMs, nowMs);
        return incompleteSinceMs;
    }

    /** Whether this refusal is not the one that was said last. */
    boolean isNewRefusal(String refusal) {
        boolean isNew = !refusal.equals(lastRefusal);
        lastRefusal = refusal;
        return isNew;
    }

    private void requireOwn(String how, byte[] batchDigest, byte[] claimedHash, byte[] root, long lines)
            throws AreaFault {
        Manifest claim = manifest();
        if (!Arrays.equals(batchDigest, digest)
                || !Arrays.equals(claimedHash, claim.outcomeHash())
                || !Arrays.equals(root, claim.settlementRoot())
                || lines != claim.settlementLines()) {
            throw new AreaFault(
                    "the ledger has " + item + " " + how
                            + " with another content than this bridge makes of the log: another operator has claimed it, or the log has changed");
        }
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not at this stage");
        }
        return value;
    }
}
