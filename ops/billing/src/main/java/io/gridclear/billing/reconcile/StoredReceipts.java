package io.gridclear.billing.reconcile;

import io.gridclear.market.canonical.Sha256;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.verify.BlockReceipt;
import io.gridclear.verify.LineVerifier;
import io.gridclear.verify.Verdict;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The receipts of a run, read in step with its lines: one is held at a time. Says of each receipt whether it fits the
 * others, and of each line whether its receipt has it. Single-threaded.
 */
final class StoredReceipts implements AutoCloseable {

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final @Nullable LineVerifier verifier;
    private final Differences differences;

    private @Nullable Receipt current;
    private @Nullable BlockReceipt proof;
    private @Nullable Receipt first;
    private long covered;
    private long proved;

    /** @param verifier checks the proofs, or null */
    StoredReceipts(Connection connection, RunKey key, @Nullable LineVerifier verifier, Differences differences)
            throws SQLException {
        this.verifier = verifier;
        this.differences = differences;
        this.statement = Queries.ofRun(
                connection,
                "select * from billing.receipt where area_mrid = ? and period_start = ? and run_order = ?"
                        + " order by first_line_index",
                key);
        this.statement.setFetchSize(1);
        this.rows = statement.executeQuery();
        next();
    }

    private boolean next() throws SQLException {
        if (!rows.next()) {
            return false;
        }
        Receipt receipt = StoredRecords.receipt(rows);
        current = receipt;
        if (first == null) {
            first = receipt;
        } else {
            differences.require(
                    receipt.getStatus() == first.getStatus()
                            && receipt.getSettlementRoot().equals(first.getSettlementRoot())
                            && receipt.getSettlementLines() == first.getSettlementLines(),
                    "its receipts from line " + first.getFirstLineIndex() + " and from line "
                            + receipt.getFirstLineIndex() + " on tell of two outcomes");
        }
        differences.require(
                receipt.getFirstLineIndex() == covered,
                "its receipts leave out the lines from " + covered + " to " + receipt.getFirstLineIndex());
        covered = receipt.getFirstLineIndex() + leaves(receipt);
        proof = verifier == null ? null : proof(receipt);
        return true;
    }

    private @Nullable BlockReceipt proof(Receipt receipt) {
        try {
            return BlockReceipt.of(receipt);
        } catch (IllegalArgumentException e) {
            differences.add("the proof of its receipt from line " + receipt.getFirstLineIndex() + " on is none: "
                    + e.getMessage());
            return null;
        }
    }

    /** Holds a line, with the hash of its leaf, to its receipt. Lines come in their order. */
    void take(SettlementLine line, byte[] leafHash) throws SQLException {
        long index = line.getLineIndex();
        while (current != null && index >= current.getFirstLineIndex() + leaves(current)) {
            if (!next()) {
                current = null;
            }
        }
        Receipt receipt = current;
        if (receipt == null || index < receipt.getFirstLineIndex()) {
            differences.require(first == null || leaves(first) == 0, "no receipt has line " + index);
            return;
        }
        ByteBuffer expected = receipt.getLeafHashes()
                .slice(Math.toIntExact(index - receipt.getFirstLineIndex()) * Sha256.LENGTH, Sha256.LENGTH);
        if (!expected.equals(ByteBuffer.wrap(leafHash))) {
            differences.add("line " + index + " (" + line.getLineId() + ", " + line.getMarketParticipantMrid()
                    + ") is not the one that the agents attested to: its leaf is "
                    + HexFormat.of().formatHex(leafHash, 0, 4) + "..., the receipt's another");
        } else if (verifier != null && proof != null) {
            Verdict verdict = verifier.verify(line, proof.of(line));
            if (verdict instanceof Verdict.Invalid invalid) {
                differences.add(
                        "line " + index + " is not proved: " + invalid.step().words() + ": " + invalid.reason());
            } else {
                proved++;
            }
        }
    }

    private static long leaves(Receipt receipt) {
        return receipt.getLeafHashes().remaining() / Sha256.LENGTH;
    }

    /**
     * Holds the receipts to the run as a whole.
     *
     * @param root what its lines come to, or null where nobody has said by which terms
     */
    void finish(long lines, byte @Nullable [] root, boolean isRequired) throws SQLException {
        while (next()) {
            // what comes after the last line is looked at for itself
        }
        Receipt any = first;
        if (any == null) {
            differences.require(!isRequired, "it has no receipt");
            return;
        }
        if (any.getStatus() != LedgerStatus.FINAL) {
            differences.add("the ledger says " + any.getStatus() + ": nothing of it may be billed");
            return;
        }
        differences.require(
                any.getSettlementLines() == lines,
                "it has " + lines + " lines, its receipt " + any.getSettlementLines());
        differences.require(
                covered == any.getSettlementLines(),
                "its receipts have " + covered + " of " + any.getSettlementLines() + " lines");
        if (root == null) {
            return;
        }
        differences.require(
                any.getSettlementRoot().equals(ByteBuffer.wrap(root)),
                "its lines come to the root " + HexFormat.of().formatHex(root) + ", its receipt says "
                        + HexFormat.of().formatHex(any.getSettlementRoot().array()));
    }

    /** Lines whose proof was verified. */
    long proved() {
        return proved;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
