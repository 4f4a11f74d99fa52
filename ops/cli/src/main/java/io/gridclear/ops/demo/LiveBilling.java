package io.gridclear.ops.demo;

import io.gridclear.billing.app.BillingApplication;
import io.gridclear.billing.app.BillingSettings;
import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.billing.reconcile.Reconciliation;
import io.gridclear.billing.reconcile.RunVerdict;
import io.gridclear.billing.reconcile.Scope;
import io.gridclear.ops.stack.EmbeddedDatabase;
import io.gridclear.ops.stack.StackStartException;
import io.gridclear.verify.LineVerifier;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Billing of a demonstration: its database, and the process that fills it from the topics. */
final class LiveBilling implements AutoCloseable {

    /** How long billing may be behind the topics at the end. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long LOOK_EVERY_MS = 50;

    private final CompletableFuture<@Nullable EmbeddedDatabase> server;
    private final @Nullable String url;
    private @Nullable BillingApplication application;

    private LiveBilling(CompletableFuture<@Nullable EmbeddedDatabase> server, @Nullable String url) {
        this.server = server;
        this.url = url;
    }

    /**
     * Begins to start the database, beside whatever else is started.
     *
     * @return null if the demonstration does not bill, or there is no database for this machine; that is shown
     * @throws IOException if somebody's own database cannot be used
     */
    static @Nullable LiveBilling prepare(BillingChoice choice, Consumer<String> show) throws IOException {
        if (!choice.isWanted()) {
            return null;
        }
        if (choice.url() != null) {
            requireUnused(choice.url());
            return new LiveBilling(CompletableFuture.completedFuture(null), choice.url());
        }
        if (!EmbeddedDatabase.isAvailable()) {
            show.accept("billing is left out: there are no binaries of PostgreSQL for this machine;"
                    + " --billing JDBC-URL names a database of your own");
            return null;
        }
        return new LiveBilling(CompletableFuture.supplyAsync(() -> EmbeddedDatabase.start(0)), null);
    }

    /** The topics of a demonstration are new: offsets of others must not be taken for theirs. */
    private static void requireUnused(String url) throws IOException {
        BillingDatabase database = database(url);
        try {
            database.migrate();
            try (Connection connection = database.connect();
                    PreparedStatement statement =
                            connection.prepareStatement("select count(*) from billing.consumer_offset");
                    ResultSet rows = statement.executeQuery()) {
                rows.next();
                if (rows.getLong(1) > 0) {
                    throw new IOException("the database of --billing was filled from other topics; name an empty one");
                }
            }
        } catch (SQLException e) {
            throw new IOException("the database of --billing does not do it: " + e.getMessage(), e);
        }
    }

    private static BillingDatabase database(String url) throws IOException {
        try {
            return BillingDatabase.of(url);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Starts the process.
     *
     * @throws IOException if the database cannot be had
     */
    void start(MarketTopics topics) throws IOException {
        application = BillingApplication.start(BillingSettings.of(
                Map.of(
                        "bootstrap.servers", topics.bootstrapServers(),
                        "registry.url", topics.registryUrl(),
                        "database", url(),
                        "http.port", "0"),
                name -> null,
                new Properties()));
    }

    private String url() throws IOException {
        if (url != null) {
            return url;
        }
        try {
            EmbeddedDatabase database = server.join();
            if (database == null) {
                throw new IllegalStateException("without a URL there is a server");
            }
            return database.url();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StackStartException failure) {
                throw new IOException(failure.getMessage() + " (--no-billing leaves it out)", failure);
            }
            throw e;
        }
    }

    /** Whether it has stopped by itself. */
    boolean hasFailed() {
        return application != null && application.hasFailed();
    }

    /**
     * Waits until the database has all that the topics have, stops, and reconciles.
     *
     * @param scope the demonstration's periods
     * @param lines settlement lines in the topics
     * @param items clearings in the topics that the ledger has decided
     * @param verifier proves the lines by their receipts
     * @throws IOException if the database does not work
     */
    BillingFigures finish(Scope scope, long lines, long items, LineVerifier verifier)
            throws IOException, InterruptedException {
        try (Connection connection = database(url()).connect()) {
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < giveUpAt
                    && !hasFailed()
                    && (count(connection, "settlement_line", scope) < lines
                            || count(connection, "settlement_run", scope) < items
                            || count(connection, "receipt", scope) < items)) {
                Thread.sleep(LOOK_EVERY_MS);
            }
            stop();
            List<String> failures = new ArrayList<>();
            long rows = count(connection, "settlement_line", scope);
            Reconciliation.Summary summary =
                    new Reconciliation(connection, verifier, true).run(scope, verdict -> tell(verdict, failures));
            if (rows != lines) {
                failures.add("billing has " + rows + " lines, the topic " + lines);
            }
            return new BillingFigures(
                    rows, summary.runs(), summary.proved(), summary.holds() && failures.isEmpty(), failures);
        } catch (SQLException e) {
            throw new IOException("the billing database does not do it: " + e.getMessage(), e);
        }
    }

    private static void tell(RunVerdict verdict, List<String> failures) {
        verdict.differences().forEach(difference -> failures.add(verdict.key() + ": " + difference));
    }

    private static long count(Connection connection, String table, Scope scope) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select count(*) from billing." + table
                + " where period_start >= coalesce(?::timestamptz, '-infinity')"
                + " and period_start < coalesce(?::timestamptz, 'infinity')")) {
            statement.setObject(1, scope.from() == null ? null : scope.from().atOffset(ZoneOffset.UTC));
            statement.setObject(2, scope.to() == null ? null : scope.to().atOffset(ZoneOffset.UTC));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } finally {
            connection.rollback();
        }
    }

    private void stop() {
        if (application != null) {
            application.close();
            application = null;
        }
    }

    @Override
    public void close() {
        stop();
        try {
            EmbeddedDatabase database = server.join();
            if (database != null) {
                database.close();
            }
        } catch (CompletionException e) {
            // what never ran need not be stopped; whoever asked for its address was told
        }
    }
}
