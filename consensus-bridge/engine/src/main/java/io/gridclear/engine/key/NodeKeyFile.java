package io.gridclear.engine.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gridclear.engine.key.KeyFileForm.Typed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

/** The key that a node's peers know it by, as CometBFT keeps it in {@code node_key.json}: the secret alone. */
public final class NodeKeyFile {

    private record Content(
            @JsonProperty(value = "priv_key", required = true)
            Typed secret) {}

    private NodeKeyFile() {}

    /** Name of the node that has this key among its peers: its address, 40 hexadecimal digits. */
    public static String nodeId(ValidatorKey key) {
        return HexFormat.of().formatHex(key.address());
    }

    /** The file's text. It holds the secret. */
    static String toJson(ValidatorKey key) {
        return KeyFileForm.toJson(new Content(KeyFileForm.secretOf(key)));
    }

    /**
     * The key in a file's text. Messages of refusals never quote the text.
     *
     * @throws IllegalArgumentException if it is no such file
     */
    static ValidatorKey fromJson(String json) {
        return KeyFileForm.keyOf(KeyFileForm.fromJson(json, Content.class).secret);
    }

    /**
     * Reads a key.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no key
     */
    public static ValidatorKey read(Path file) throws IOException {
        String text = KeyFileForm.read(file);
        try {
            return fromJson(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes a key so that only its owner may read it, and so that the file is there as a whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, ValidatorKey key) throws IOException {
        KeyFileForm.write(file, toJson(key));
    }
}
