package io.gridclear.billing.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells rows that a database will never hold from a database that does not work at the moment. */
public final class RowFaults {

    private static final String DATA_EXCEPTION = "22";
    private static final String INTEGRITY_CONSTRAINT_VIOLATION = "23";

    private RowFaults() {}

    /**
     * Whether a statement failed because of the values that it was given (SQLSTATE classes 22 and 23; PostgreSQL
     * documentation, appendix A). Everything else is the world's fault: it may pass, and no row is to blame.
     */
    public static boolean isOfRow(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        return state != null && (state.startsWith(DATA_EXCEPTION) || state.startsWith(INTEGRITY_CONSTRAINT_VIOLATION));
    }
}
