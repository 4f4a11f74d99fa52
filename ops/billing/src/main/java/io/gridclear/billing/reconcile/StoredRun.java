package io.gridclear.billing.reconcile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

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
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record StoredRun(
        long periodMs, String currency, String timeZone, long lines, long debitNano, long creditNano, byte[] root) {

    static StoredRun read(ResultSet row) throws SQLException {
        return new StoredRun(
                row.getLong("period_ms"),
                row.getString("currency"),
                row.getString("time_zone"),
                row.getLong("settlement_lines"),
                row.getLong("debit_nano"),
                row.getLong("credit_nano"),
                row.getBytes("settlement_root"));
    }

    /** Start of a period in a row. */
    static java.time.Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
