package io.gridclear.billing.reconcile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says of a run as a whole.
 *
 * @param periodMs length of delivery, ms
 * @param currency ISO 4217
 * @param timeZone IANA zone
 * @param lines number of lines
 * @param debitNano sum of debits, nano-currency
 * @param creditNano sum of credits
 * @param root Merkle root over the lines, 32 bytes
 * @param initialRoot root of the INITIAL run that a later run rests on, 32 bytes; null for an INITIAL run, as are the next two
 * @param stateBefore hash over what counted before it
 * @param stateAfter hash over what counts from it on
 * @param changedLines lines that change a balance; 0 for an INITIAL run
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record StoredRun(
        long periodMs,
        String currency,
        String timeZone,
        long lines,
        long debitNano,
        long creditNano,
        byte[] root,
        byte @Nullable [] initialRoot,
        byte @Nullable [] stateBefore,
        byte @Nullable [] stateAfter,
        long changedLines) {

    static StoredRun read(ResultSet row) throws SQLException {
        return new StoredRun(
                row.getLong("period_ms"),
                row.getString("currency"),
                row.getString("time_zone"),
                row.getLong("settlement_lines"),
                row.getLong("debit_nano"),
                row.getLong("credit_nano"),
                row.getBytes("settlement_root"),
                row.getBytes("initial_root"),
                row.getBytes("state_before"),
                row.getBytes("state_after"),
                row.getLong("changed_lines"));
    }

    /** Start of a period in a row. */
    static java.time.Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
