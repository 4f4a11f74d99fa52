package io.gridclear.ops.cli;

import io.gridclear.billing.database.BillingDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which billing database a command works on. */
final class DatabaseAccess {

    /** Where the password comes from: a command line can be read by everybody on the machine. */
    private static final String PASSWORD = "GRIDCLEAR_DATABASE_PASSWORD";

    @Option(
            names = "--database",
            paramLabel = "JDBC-URL",
            defaultValue = "${env:GRIDCLEAR_DATABASE}",
            description = "PostgreSQL, such as jdbc:postgresql://127.0.0.1:5432/billing (default: environment "
                    + "GRIDCLEAR_DATABASE).")
    private @Nullable String url;

    @Option(
            names = "--database-user",
            paramLabel = "ROLE",
            defaultValue = "${env:GRIDCLEAR_DATABASE_USER}",
            description =
                    "Its role (default: environment GRIDCLEAR_DATABASE_USER, or what the URL says). The password comes "
                            + "from the environment: " + PASSWORD + ".")
    private @Nullable String user;

    /**
     * The database, not yet contacted.
     *
     * @throws CommandFailure when none is named, or it is no PostgreSQL
     */
    BillingDatabase database() {
        if (url == null || url.isBlank()) {
            throw CommandFailure.usage("no database named; give --database JDBC-URL or set GRIDCLEAR_DATABASE");
        }
        @Nullable String password = System.getenv(PASSWORD);
        try {
            return new BillingDatabase(url, user == null ? "" : user, password == null ? "" : password);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    /**
     * A connection to the database, whose schema is of the newest version then.
     *
     * @throws CommandFailure when it cannot be had
     */
    Connection connect() {
        BillingDatabase database = database();
        try {
            database.migrate();
            return database.connect();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** A failure of the database as a command's. */
    static CommandFailure failed(SQLException failure) {
        return CommandFailure.environment("the database does not do it: " + failure.getMessage(), failure);
    }
}
