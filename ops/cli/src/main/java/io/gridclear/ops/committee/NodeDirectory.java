package io.gridclear.ops.committee;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.key.ValidatorKeyFile;
import io.gridclear.engine.process.CometHome;
import io.gridclear.engine.process.Endpoint;
import io.gridclear.engine.process.NodeAddresses;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The directory of one CometBFT node, to be carried to the host that runs it: {@code node.properties} (name, chain,
 * addresses), {@code agent_key.json} (what its agent signs transactions with), {@code engine/} (the engine's own home) and
 * {@code state/} (the ledger's store, made at the first start).
 *
 * @param path the directory; only its owner can read the keys in it
 */
public record NodeDirectory(Path path) {

    private static final String NAME = "name";
    private static final String CHAIN = "chain.id";
    private static final String RPC = "rpc.address";

    /**
     * What a node knows of itself.
     *
     * @param name how people call it
     * @param chainId the chain
     * @param rpc where its engine serves clients
     */
    public record Description(String name, String chainId, URI rpc) {}

    /** The engine's home. */
    public CometHome engine() {
        return new CometHome(path.resolve("engine"));
    }

    /** Where the ledger's store is. */
    public Path state() {
        return path.resolve("state");
    }

    private Path agentKeyFile() {
        return path.resolve("agent_key.json");
    }

    private Path propertiesFile() {
        return path.resolve("node.properties");
    }

    /** Makes the keys of agent and engine, in a directory that is made as well. */
    void makeKeys(ValidatorKey agentKey) throws IOException {
        Files.createDirectories(path);
        engine().makeKeys();
        ValidatorKeyFile.write(agentKeyFile(), agentKey);
    }

    /** Writes what the node must know of itself. */
    void describe(String name, String chainId, NodeAddresses addresses) throws IOException {
        Files.writeString(
                propertiesFile(),
                "# A node of a Gridclear ledger; 'gridclear validator' reads this.\n" + NAME + "=" + name + "\n" + CHAIN
                        + "=" + chainId + "\n" + RPC + "=" + addresses.rpc() + "\n",
                StandardCharsets.UTF_8);
    }

    /** What the agent signs with. */
    public ValidatorKey agentKey() throws IOException {
        return ValidatorKeyFile.read(agentKeyFile());
    }

    /**
     * What the node knows of itself.
     *
     * @throws IOException if the directory is none of a node, or cannot be read
     */
    public Description description() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(propertiesFile(), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException(propertiesFile() + ": " + e.getMessage(), e);
        }
        try {
            return new Description(
                    required(properties, NAME),
                    required(properties, CHAIN),
                    URI.create("http://" + required(properties, RPC)));
        } catch (IllegalArgumentException e) {
            throw new IOException(propertiesFile() + ": " + e.getMessage(), e);
        }
    }

    private static String required(Properties properties, String key) {
        String value = properties.getProperty(key, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException("it has no " + key);
        }
        return value;
    }

    /** Loopback, where a host is this machine itself; else every address of the host. */
    static Endpoint listening(Endpoint advertised) {
        boolean loopback =
                advertised.host().equals("localhost") || advertised.host().startsWith("127.");
        return loopback ? advertised : new Endpoint("0.0.0.0", advertised.port());
    }
}
