package io.gridclear.billing.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Where the billing database is, and how it is reached. Thread-safe.
 *
 * @param url JDBC URL of a PostgreSQL database, jdbc:postgresql://host:port/name; it may bear further settings of the driver
 * @param user role, or empty where the URL names it
 * @param password its password, or empty
 */
public record BillingDatabase(String url, String user, String password) {

    /** What the URL of every database begins with. */
    public static final String URL_PREFIX = "jdbc:postgresql:";

    private static final String SCHEMA = "billing";
    private static final String MIGRATIONS = "classpath:io/gridclear/billing/migrations";

    /**
     * Where the URL does not say otherwise: a database that hangs must show within a consumer's patience, and a consumer that
     * hangs amid a transaction must not keep its rows locked from the one that took over its partitions.
     */
    private static final Map<String, String> DRIVER_DEFAULTS = Map.of(
            "connectTimeout", "5",
            "socketTimeout", "60",
            "tcpKeepAlive", "true",
            "ApplicationName", "gridclear-billing",
            "options", "-c idle_in_transaction_session_timeout=20s");

    public BillingDatabase {
        if (!url.startsWith(URL_PREFIX)) {
            throw new IllegalArgumentException(
                    "the database must be a URL such as jdbc:postgresql://127.0.0.1:5432/billing" + ", not "
                            + masked(url));
        }
    }

    /** A database whose URL says all that is needed. */
    public static BillingDatabase of(String url) {
        return new BillingDatabase(url, "", "");
    }

    /**
     * A new connection, without automatic commits; its transactions are READ COMMITTED, the server's default.
     *
     * @throws SQLException if there is none to be had
     */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(driverDefaults());
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        Connection connection = DriverManager.getConnection(url, properties);
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Map<String, String> driverDefaults() {
        Map<String, String> defaults = new TreeMap<>(DRIVER_DEFAULTS);
        defaults.keySet().removeIf(name -> url.contains(name + "="));
        return defaults;
    }

    /**
     * Brings the schema {@code billing} to the newest version; does nothing if it is there. Several processes may do so at
     * once: one migrates, the others wait.
     *
     * @throws SQLException if the database does not answer, or refuses; the message says why
     */
    public void migrate() throws SQLException {
        try {
            migrations().load().migrate();
        } catch (FlywayException e) {
            SQLException database = cause(e);
            // Flyway's own text has ten lines
            throw database == null
                    ? new SQLException("the schema cannot be brought to its version: " + e.getMessage(), e)
                    : new SQLException(
                            "the schema cannot be brought to its version: " + database.getMessage(),
                            database.getSQLState(),
                            e);
        }
    }

    private FluentConfiguration migrations() {
        return Flyway.configure(BillingDatabase.class.getClassLoader())
                .dataSource(url, user.isEmpty() ? null : user, password.isEmpty() ? null : password)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .table("schema_version")
                .locations(MIGRATIONS)
                // the product never drops its books
                .cleanDisabled(true);
    }

    private static @Nullable SQLException cause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    /** The URL for people and logs: passwords masked. */
    public String describe() {
        return masked(url) + (user.isEmpty() ? "" : " as " + user);
    }

    private static String masked(String url) {
        return url.replaceAll("//[^/@]*@", "//****@")
                .replaceAll("(?i)([?&][^=&]*(?:password|secret|key)[^=&]*=)[^&]*", "$1****");
    }

    /** As {@link #describe}: a record's own text would hold the password. */
    @Override
    public String toString() {
        return describe();
    }
}
