package io.gridclear.billing.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;

/** Records that went into no other table. */
final class RejectionTable {

    /** A reason quotes what it is about: enough of it to understand, not the whole of a record. */
    private static final int MOST_DETAIL = 1_000;

    private RejectionTable() {}

    static void insert(Connection connection, List<Rejection> rejections) throws SQLException {
        if (rejections.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("insert into billing.rejected_record (topic, partition_number,"
                        + " record_offset, reason, detail, record_key, record_value, record_timestamp)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
            for (Rejection rejection : rejections) {
                Arrival arrival = rejection.arrival();
                statement.setString(1, arrival.partition().topic());
                statement.setInt(2, arrival.partition().partition());
                statement.setLong(3, arrival.offset());
                statement.setString(4, rejection.reason().name());
                statement.setString(5, detail(rejection.detail()));
                statement.setBytes(6, arrival.key());
                statement.setBytes(7, arrival.value());
                statement.setTimestamp(8, new Timestamp(arrival.timestampMs()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** PostgreSQL's text holds no NUL, and a reason may quote one. */
    private static String detail(String text) {
        String clean = text.replace('\0', '?');
        return clean.length() <= MOST_DETAIL ? clean : clean.substring(0, MOST_DETAIL) + "...";
    }
}
