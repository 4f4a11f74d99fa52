package io.gridclear.tests.chaos;

import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.ops.stack.EmbeddedDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.awaitility.Awaitility;

/** A PostgreSQL that ends as in a power cut and starts again on its data and its port. */
final class KillableDatabase implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private EmbeddedPostgres server;

    KillableDatabase(Path directory) {
        this.directory = directory;
        this.server = start(0);
    }

    private EmbeddedPostgres start(int port) {
        EmbeddedPostgres.Builder builder =
                EmbeddedDatabase.server().setDataDirectory(directory).setCleanDataDirectory(false);
        try {
            return (port == 0 ? builder : builder.setPort(port)).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new, empty database. */
    String create(String name) {
        execute("postgres", "create database " + name);
        return url(name);
    }

    private String url(String name) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name + "?user=postgres";
    }

    private void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(url(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL to the server; what was committed is on the disk, what was not is lost. */
    void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(directory.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Awaitility.await("the end of the server")
                .atMost(PATIENCE)
                .until(() -> ProcessHandle.of(pid).isEmpty()
                        || !ProcessHandle.of(pid).orElseThrow().isAlive());
    }

    /** Starts it again. */
    void restart() {
        int port = server.getPort();
        // lets go of the directory; there is no process any more that it could stop
        close();
        // its own children may still hold the shared memory for a moment
        Awaitility.await("the server again").atMost(PATIENCE).ignoreExceptions().until(() -> {
            server = start(port);
            return true;
        });
    }

    /** A query's rows, columns separated by a bar. */
    static List<String> rows(String url, String sql) {
        try (Connection connection = BillingDatabase.of(url).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                found.add(row.toString());
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
