package io.gridclear.billing.reconcile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;

/** Statements with the parameters that all of them have. */
final class Queries {

    private Queries() {}

    /** A statement whose parameters are area, start of the period and order of the run. */
    static PreparedStatement ofRun(Connection connection, String sql, RunKey key) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setString(1, key.area());
            statement.setObject(2, key.periodStart().atOffset(ZoneOffset.UTC));
            statement.setInt(3, key.runOrder());
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** Sets the parameters of {@link #inScope}, from a place on. */
    static int setScope(PreparedStatement statement, int from, Scope scope) throws SQLException {
        statement.setString(from, scope.area());
        statement.setString(from + 1, scope.area());
        statement.setObject(from + 2, scope.first().atOffset(ZoneOffset.UTC));
        statement.setObject(from + 3, scope.end().atOffset(ZoneOffset.UTC));
        return from + 4;
    }

    /** A condition on area and period. */
    static String inScope() {
        return "(?::text is null or area_mrid = ?::text) and period_start >= ? and period_start < ?";
    }
}
