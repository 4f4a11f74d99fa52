package io.gridclear.ops.demo;

import io.gridclear.ledger.item.Outcome;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.verify.BlockReceipt;
import io.gridclear.verify.LineReceipt;
import io.gridclear.verify.LineVerifier;
import io.gridclear.verify.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One item of the ledger, audited: its published lines against its published receipts. Holds the lines until all receipts
 * are there. Single-threaded.
 */
final class ItemAudit {

    private final RunKey key;
    private final List<SettlementLine> lines = new ArrayList<>();
    private final Map<Long, BlockReceipt> receipts = new TreeMap<>();
    private @Nullable Outcome outcome;
    private long decidedAtMs;
    private long published;
    private long covered;
    private long verified;
    private @Nullable String failure;

    ItemAudit(RunKey key) {
        this.key = key;
    }

    void take(SettlementLine line) {
        published++;
        lines.add(line);
    }

    void take(BlockReceipt receipt) {
        Outcome told = receipt.outcome();
        if (outcome != null && !Arrays.equals(outcome.toBytes(), told.toBytes())) {
            fail("it has two outcomes: " + outcome + " and " + told);
            return;
        }
        if (receipts.putIfAbsent(receipt.firstLineIndex(), receipt) != null) {
            fail("the receipt of its lines from " + receipt.firstLineIndex() + " on was published twice");
            return;
        }
        outcome = told;
        covered += receipt.size();
        decidedAtMs = Math.max(decidedAtMs, receipt.publishedAt().toEpochMilli());
    }

    /** A record of it that is no receipt. */
    void malformed(String reason) {
        fail("a receipt of it is none: " + reason);
    }

    /** Verifies all lines once, as soon as all of them and all receipts are there; lets go of them then. */
    void verifyIfComplete(LineVerifier verifier, Consumer<LineReceipt> sink) {
        if (outcome == null || lines.isEmpty() || covered != outcome.lines() || lines.size() != outcome.lines()) {
            return;
        }
        for (SettlementLine line : lines) {
            LineReceipt receipt = receipts.values().stream()
                    .filter(block -> block.covers(line.getLineIndex()))
                    .findFirst()
                    .map(block -> block.of(line))
                    .orElse(null);
            if (receipt == null) {
                fail("line " + line.getLineId() + " has no receipt");
                continue;
            }
            if (verifier.verify(line, receipt) instanceof Verdict.Invalid invalid) {
                fail("line " + line.getLineId() + ": " + invalid.step().words() + ": " + invalid.reason());
            } else {
                verified++;
                sink.accept(receipt);
            }
        }
        lines.clear();
    }

    private void fail(String reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** The run that it is. */
    RunKey key() {
        return key;
    }

    /** How it ended; null while it is open, as far as receipts tell. */
    @Nullable
    Outcome outcome() {
        return outcome;
    }

    boolean isFinal() {
        return outcome != null && outcome.status() == Outcome.Status.FINAL;
    }

    boolean isDisputed() {
        return outcome != null && outcome.status() == Outcome.Status.DISPUTED;
    }

    /** When its last receipt was published, epoch ms. */
    long decidedAtMs() {
        return decidedAtMs;
    }

    /** Lines that were published. */
    long publishedLines() {
        return published;
    }

    /** Lines that their receipts prove. */
    long verifiedLines() {
        return verified;
    }

    /** Why not every line is proved, or null. */
    @Nullable
    String failure() {
        if (failure != null) {
            return failure;
        }
        if (outcome == null) {
            return "no receipt was published";
        }
        if (isDisputed()) {
            return "it is DISPUTED: " + outcome.attestations() + " of " + outcome.agents()
                    + " agents computed something else than the operator claims";
        }
        return verified == published
                ? null
                : published + " lines were published, and receipts of " + covered + " of " + outcome.lines();
    }
}
