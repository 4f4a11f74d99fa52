package io.gridclear.ops.stack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL on loopback, from Maven artifacts, in a process of its own; its data go when it is closed. Whoever is on
 * this machine may connect, as to everything else of the embedded stack: it is there to try things.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Whether there are binaries for this machine: the build takes those of the machine that it runs on. */
    public static boolean isAvailable() {
        return EmbeddedPostgres.class.getResource(binaries()) != null;
    }

    private static String binaries() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String name = system.startsWith("mac") ? "darwin" : system.startsWith("windows") ? "windows" : "linux";
        String architecture = System.getProperty("os.arch", "").equals("aarch64") ? "arm_64" : "x86_64";
        return "/postgres-" + name + "-" + architecture + ".txz";
    }

    /** A server that is yet to be started, as this class starts its own. */
    public static EmbeddedPostgres.Builder server() {
        return EmbeddedPostgres.builder()
                // the class path may name the same file twice: as a dependency, and beside the jar of the command line
                .setPgBinaryResolver((system, machine) -> EmbeddedPostgres.class.getResourceAsStream(binaries()))
                .setServerConfig("listen_addresses", "127.0.0.1")
                // what was committed stays, as with any database in earnest
                .setServerConfig("synchronous_commit", "on");
    }

    /**
     * Starts it; takes two seconds.
     *
     * @param port 0 for any free one
     * @throws StackStartException if it does not start; the message says why
     */
    public static EmbeddedDatabase start(int port) {
        try {
            EmbeddedPostgres.Builder builder = server();
            EmbeddedPostgres server = (port == 0 ? builder : builder.setPort(port)).start();
            LOG.info("PostgreSQL on port {}", server.getPort());
            return new EmbeddedDatabase(server);
        } catch (IOException | IllegalStateException e) {
            throw new StackStartException("PostgreSQL does not start: " + e.getMessage(), e);
        }
    }

    /** JDBC URL of its only database. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not stop", e);
        }
    }
}
