package io.gridclear.engine.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.gridclear.engine.key.KeyFileForm.Typed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A validator's key as CometBFT keeps it in {@code priv_validator_key.json}: address in hexadecimal, public key in
 * Base64, and the secret as 64 bytes, seed and public key.
 */
public final class ValidatorKeyFile {

    /** How the engine's files call an Ed25519 public key. */
    public static final String PUBLIC_TYPE = "tendermint/PubKeyEd25519";

    @JsonPropertyOrder({"address", "pub_key", "priv_key"})
    private record Content(
            @JsonProperty(value = "address", required = true)
            String address,

            @JsonProperty(value = "pub_key", required = true)
            Typed publicKey,

            @JsonProperty(value = "priv_key", required = true)
            Typed secret) {}

    private ValidatorKeyFile() {}

    /** The file's text. It holds the secret. */
    public static String toJson(ValidatorKey key) {
        return KeyFileForm.toJson(new Content(
                HexFormat.of().withUpperCase().formatHex(key.address()),
                new Typed(PUBLIC_TYPE, Base64.getEncoder().encodeToString(key.publicKey())),
                KeyFileForm.secretOf(key)));
    }

    /**
     * The key in a file's text. Messages of refusals never quote the text.
     *
     * @throws IllegalArgumentException if it is no such file, or its public key or address belong to another secret
     */
    public static ValidatorKey fromJson(String json) {
        Content content = KeyFileForm.fromJson(json, Content.class);
        ValidatorKey key = KeyFileForm.keyOf(content.secret);
        byte[] publicKey = KeyFileForm.decode("pub_key", content.publicKey, PUBLIC_TYPE, ValidatorKey.KEY_BYTES);
        if (!Arrays.equals(key.publicKey(), publicKey)) {
            throw new IllegalArgumentException("the public key of this key file is not that of its secret");
        }
        if (!HexFormat.of().formatHex(key.address()).equalsIgnoreCase(content.address)) {
            throw new IllegalArgumentException("the address of this key file is not that of its key");
        }
        return key;
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
