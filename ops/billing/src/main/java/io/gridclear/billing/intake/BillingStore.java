package io.gridclear.billing.intake;

import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.billing.database.RowFaults;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches, each in one transaction with the offsets that it ends at. Holds one connection, opens it when it is
 * needed and forgets it when anything fails. Single-threaded.
 */
final class BillingStore implements AutoCloseable {

    private final BillingDatabase database;
    private @Nullable Connection connection;
    private boolean isMigrated;

    BillingStore(BillingDatabase database) {
        this.database = database;
    }

    /**
     * What a batch came to.
     *
     * @param lines new lines
     * @param runs new totals of runs
     * @param receipts new receipts
     * @param rejections what was set aside
     */
    record Written(int lines, int runs, int receipts, List<Rejection> rejections) {}

    @FunctionalInterface
    private interface Work<R> {
        R on(Connection connection) throws SQLException, OvertakenException;
    }

    /** Where partitions stand; those that the database knows nothing of are not in the result. */
    Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions) throws SQLException {
        try {
            return transaction(open -> OffsetTable.read(open, partitions));
        } catch (OvertakenException e) {
            throw new IllegalStateException("reading moves nothing", e);
        }
    }

    /**
     * Writes a batch, wholly or not at all.
     *
     * @throws OvertakenException if another consumer has moved one of its partitions on
     * @throws SQLException if the database does not work at the moment; no row is to blame
     */
    Written write(Batch batch) throws SQLException, OvertakenException {
        try {
            return transaction(open -> write(open, batch, false));
        } catch (SQLException e) {
            if (!RowFaults.isOfRow(e)) {
                throw e;
            }
            // a row cannot be held: it is found by writing one by one, so that all others are
            return transaction(open -> write(open, batch, true));
        }
    }

    private static Written write(Connection open, Batch batch, boolean oneByOne)
            throws SQLException, OvertakenException {
        // first of all, so that a consumer which was overtaken waits for nobody's rows
        for (Map.Entry<TopicPartition, Batch.Step> step : batch.steps().entrySet()) {
            OffsetTable.advance(open, step.getKey(), step.getValue());
        }
        List<Rejection> rejections = new ArrayList<>(batch.rejections());
        int lines = insert(open, Tables.LINES, batch.lines(), rejections, oneByOne);
        int runs = insert(open, Tables.CLEARINGS, batch.clearings(), rejections, oneByOne)
                + insert(open, Tables.LATER_RUNS, batch.laterRuns(), rejections, oneByOne);
        int receipts = insert(open, Tables.RECEIPTS, batch.receipts(), rejections, oneByOne);
        RejectionTable.insert(open, rejections);
        return new Written(lines, runs, receipts, rejections);
    }

    private static <T> int insert(
            Connection open, RowTable<T> table, List<Entry<T>> entries, List<Rejection> rejections, boolean oneByOne)
            throws SQLException {
        if (!oneByOne) {
            return take(table.insert(open, entries), rejections);
        }
        int added = 0;
        for (Entry<T> entry : entries) {
            Savepoint before = open.setSavepoint();
            try {
                added += take(table.insert(open, List.of(entry)), rejections);
                open.releaseSavepoint(before);
            } catch (SQLException e) {
                if (!RowFaults.isOfRow(e)) {
                    throw e;
                }
                open.rollback(before);
                rejections.add(
                        new Rejection(entry.arrival(), Rejection.Reason.REFUSED, String.valueOf(e.getMessage())));
            }
        }
        return added;
    }

    private static <T> int take(RowTable.Inserted<T> inserted, List<Rejection> rejections) {
        for (Entry<T> entry : inserted.contradicting()) {
            rejections.add(new Rejection(
                    entry.arrival(),
                    Rejection.Reason.CONTRADICTS,
                    "a different record with the same identity came before, and is kept"));
        }
        return inserted.added();
    }

    private <R> R transaction(Work<R> work) throws SQLException, OvertakenException {
        Connection open = connection();
        try {
            R result = work.on(open);
            open.commit();
            return result;
        } catch (SQLException e) {
            if (RowFaults.isOfRow(e)) {
                rollback(open);
            } else {
                close();
            }
            throw e;
        } catch (OvertakenException | RuntimeException e) {
            rollback(open);
            throw e;
        }
    }

    private void rollback(Connection open) {
        try {
            open.rollback();
        } catch (SQLException e) {
            // a connection that cannot even do this is of no further use; the server rolls back by itself
            close();
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            if (!isMigrated) {
                database.migrate();
                isMigrated = true;
            }
            open = database.connect();
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        // whatever comes next may be another database: one that was restored, or made anew
        isMigrated = false;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // nothing of it is kept
            }
        }
    }
}
