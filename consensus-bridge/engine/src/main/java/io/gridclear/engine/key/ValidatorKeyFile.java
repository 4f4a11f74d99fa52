package io.gridclear.engine.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * A validator's key as CometBFT keeps it in {@code priv_validator_key.json}: address in hexadecimal, public key in
 * Base64, and the secret as 64 bytes, seed and public key.
 */
public final class ValidatorKeyFile {

    private static final String PUBLIC_TYPE = "tendermint/PubKeyEd25519";
    private static final String SECRET_TYPE = "tendermint/PrivKeyEd25519";

    /** A key file has some 350 bytes. */
    private static final int MOST_BYTES = 4_096;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private record Typed(String type, String value) {}

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
        byte[] secret = Arrays.copyOf(key.seed(), 2 * ValidatorKey.KEY_BYTES);
        System.arraycopy(key.publicKey(), 0, secret, ValidatorKey.KEY_BYTES, ValidatorKey.KEY_BYTES);
        Content content = new Content(
                HexFormat.of().withUpperCase().formatHex(key.address()),
                new Typed(PUBLIC_TYPE, Base64.getEncoder().encodeToString(key.publicKey())),
                new Typed(SECRET_TYPE, Base64.getEncoder().encodeToString(secret)));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("three texts are always JSON", e);
        }
    }

    /**
     * The key in a file's text. Messages of refusals never quote the text.
     *
     * @throws IllegalArgumentException if it is no such file, or its public key or address belong to another secret
     */
    public static ValidatorKey fromJson(String json) {
        Content content;
        try {
            content = JSON.readValue(json, Content.class);
        } catch (JsonProcessingException e) {
            // Jackson's message and location quote the source, which is a secret
            throw new IllegalArgumentException(
                    "not a validator key file: its JSON does not hold what such a file does");
        }
        if (content == null) {
            throw new IllegalArgumentException("not a validator key file: it is empty");
        }
        byte[] secret = decode("priv_key", content.secret, SECRET_TYPE, 2 * ValidatorKey.KEY_BYTES);
        byte[] publicKey = decode("pub_key", content.publicKey, PUBLIC_TYPE, ValidatorKey.KEY_BYTES);
        ValidatorKey key = ValidatorKey.fromSeed(Arrays.copyOf(secret, ValidatorKey.KEY_BYTES));
        if (!Arrays.equals(key.publicKey(), publicKey)
                || !Arrays.equals(publicKey, Arrays.copyOfRange(secret, ValidatorKey.KEY_BYTES, secret.length))) {
            throw new IllegalArgumentException("the public key of this validator key file is not that of its secret");
        }
        if (!HexFormat.of().formatHex(key.address()).equalsIgnoreCase(content.address)) {
            throw new IllegalArgumentException("the address of this validator key file is not that of its key");
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
        if (Files.size(file) > MOST_BYTES) {
            throw new IllegalArgumentException(
                    file + " is no validator key file: it has more than " + MOST_BYTES + " bytes");
        }
        try {
            return fromJson(Files.readString(file, StandardCharsets.UTF_8));
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
        Path directory = file.toAbsolutePath().getParent();
        Path whole = Files.createTempFile(directory, "key", ".tmp", ownerOnly());
        try {
            try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(toJson(key));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static byte[] decode(String field, Typed typed, String type, int length) {
        if (typed == null || !type.equals(typed.type) || typed.value == null) {
            throw new IllegalArgumentException(field + " is not of the type " + type);
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(typed.value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + " is not Base64");
        }
        if (bytes.length != length) {
            throw new IllegalArgumentException(field + " has " + bytes.length + " bytes, not " + length);
        }
        return bytes;
    }
}
