package io.gridclear.engine.process;

import io.gridclear.engine.key.NodeKeyFile;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.key.ValidatorKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * An engine's directory: {@code config/} with keys, genesis and settings, {@code data/} with its blocks and what it last
 * signed. Keys are made once and never overwritten, nor is the record of what was signed: a validator that forgets it may
 * sign twice, which the others punish. Settings are written anew as often as one likes.
 *
 * <p>To found a chain on several hosts: each calls {@link #makeKeys} and gives away its {@link #member}; with the list of
 * all of them each calls {@link #configure} with the same genesis.
 *
 * @param directory only its owner can read it
 */
public record CometHome(Path directory) {

    /** What a validator last signed, before it ever did: the engine refuses to sign anything lower. */
    private static final String NOTHING_SIGNED = "{\"height\":\"0\",\"round\":0,\"step\":0}";

    public CometHome {
        directory = directory.toAbsolutePath();
    }

    /**
     * Makes the node's and the validator's key, unless they are there.
     *
     * @throws IOException if they cannot be written
     */
    public void makeKeys() throws IOException {
        if (Files.exists(validatorKeyFile())) {
            return;
        }
        makePrivate(directory);
        makePrivate(directory.resolve("config"));
        makePrivate(directory.resolve("data"));
        write(directory.resolve("data/priv_validator_state.json"), NOTHING_SIGNED.getBytes(StandardCharsets.UTF_8));
        SecureRandom random = new SecureRandom();
        NodeKeyFile.write(nodeKeyFile(), ValidatorKey.generate(random));
        // Last: with it the keys are complete.
        ValidatorKeyFile.write(validatorKeyFile(), ValidatorKey.generate(random));
    }

    /** What this node is known by. */
    public ValidatorKey nodeKey() throws IOException {
        return NodeKeyFile.read(nodeKeyFile());
    }

    /** What this node signs blocks with. */
    public ValidatorKey validatorKey() throws IOException {
        return ValidatorKeyFile.read(validatorKeyFile());
    }

    /**
     * What the other nodes must know of this one.
     *
     * @param name for people
     * @param advertised where the others reach it
     */
    public NetworkMember member(String name, Endpoint advertised) throws IOException {
        return new NetworkMember(
                name, NodeKeyFile.nodeId(nodeKey()), validatorKey().publicKey(), advertised);
    }

    /**
     * Writes genesis and settings.
     *
     * @param name of this node, for people
     * @param genesis the same on all nodes
     * @param peers the nodes that this one keeps connections to; itself is left out
     * @throws IOException if they cannot be written
     * @throws IllegalStateException if this is a node of another chain
     */
    public void configure(
            String name,
            EngineGenesis genesis,
            NodeAddresses addresses,
            CometSettings settings,
            List<NetworkMember> peers)
            throws IOException {
        Path genesisFile = directory.resolve("config/genesis.json");
        byte[] founding = genesis.json();
        if (!Files.exists(genesisFile)) {
            write(genesisFile, founding);
        } else if (!Arrays.equals(Files.readAllBytes(genesisFile), founding)) {
            throw new IllegalStateException(genesisFile + " founds another chain than " + genesis.chainId());
        }
        String own = NodeKeyFile.nodeId(nodeKey());
        List<NetworkMember> others =
                peers.stream().filter(peer -> !peer.nodeId().equals(own)).toList();
        write(
                directory.resolve("config/config.toml"),
                new CometConfig(name, addresses, settings, others).toml().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether {@link #makeKeys} and {@link #configure} have been here. */
    public boolean isConfigured() {
        return Files.exists(validatorKeyFile()) && Files.exists(directory.resolve("config/config.toml"));
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    private Path nodeKeyFile() {
        return directory.resolve("config/node_key.json");
    }

    private Path validatorKeyFile() {
        return directory.resolve("config/priv_validator_key.json");
    }

    private static void makePrivate(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** All or nothing: a reader, or the next start after a crash, sees no half of a file. */
    private static void write(Path file, byte[] content) throws IOException {
        Path beside = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        Files.write(beside, content);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
