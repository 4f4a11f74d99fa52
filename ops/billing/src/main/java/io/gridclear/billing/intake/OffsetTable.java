package io.gridclear.billing.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the database has read. A partition moves on only from where its reader believes it to be: two consumers that
 * both hold it (one was paused, and does not know yet that it has lost it) cannot both write a range.
 */
final class OffsetTable {

    private OffsetTable() {}

    /** Where partitions stand; those without a row are not in the result. */
    static Map<TopicPartition, Long> read(Connection connection, Collection<TopicPartition> partitions)
            throws SQLException {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "select next_offset from billing.consumer_offset where topic = ? and partition_number = ?")) {
            for (TopicPartition partition : partitions) {
                statement.setString(1, partition.topic());
                statement.setInt(2, partition.partition());
                try (ResultSet results = statement.executeQuery()) {
                    if (results.next()) {
                        offsets.put(partition, results.getLong(1));
                    }
                }
            }
        }
        return offsets;
    }

    /**
     * Moves a partition on; its row is locked until the transaction ends.
     *
     * @throws OvertakenException if it stands elsewhere
     */
    static void advance(Connection connection, TopicPartition partition, Batch.Step step)
            throws SQLException, OvertakenException {
        Optional<Long> from = step.from();
        String sql = from.isPresent()
                ? "update billing.consumer_offset set next_offset = ? where topic = ? and partition_number = ?"
                        + " and next_offset = ?"
                : "insert into billing.consumer_offset (next_offset, topic, partition_number) values (?, ?, ?)"
                        + " on conflict do nothing";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, step.to());
            statement.setString(2, partition.topic());
            statement.setInt(3, partition.partition());
            if (from.isPresent()) {
                statement.setLong(4, from.get());
            }
            if (statement.executeUpdate() != 1) {
                throw new OvertakenException(partition + " does not stand at "
                        + from.map(String::valueOf).orElse("its beginning") + " in the database any more");
            }
        }
    }
}
