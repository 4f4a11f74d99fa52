package io.gridclear.engine.key;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the engine's key files have in common: how a key stands in JSON, and how a file of a secret is read and written. */
final class KeyFileForm {

    static final String SECRET_TYPE = "tendermint/PrivKeyEd25519";

    /** A key file has some 350 bytes. */
    private static final int MOST_BYTES = 4_096;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A key in JSON. */
    record Typed(@Nullable String type, @Nullable String value) {}

    private KeyFileForm() {}

    static Typed secretOf(ValidatorKey key) {
        byte[] secret = Arrays.copyOf(key.seed(), 2 * ValidatorKey.KEY_BYTES);
        System.arraycopy(key.publicKey(), 0, secret, ValidatorKey.KEY_BYTES, ValidatorKey.KEY_BYTES);
        return new Typed(SECRET_TYPE, Base64.getEncoder().encodeToString(secret));
    }

    /**
     * The key of a secret, seed and public key.
     *
     * @throws IllegalArgumentException if it is none, or the public half is not that of the seed
     */
    static ValidatorKey keyOf(@Nullable Typed secret) {
        byte[] both = decode("priv_key", secret, SECRET_TYPE, 2 * ValidatorKey.KEY_BYTES);
        ValidatorKey key = ValidatorKey.fromSeed(Arrays.copyOf(both, ValidatorKey.KEY_BYTES));
        if (!Arrays.equals(key.publicKey(), Arrays.copyOfRange(both, ValidatorKey.KEY_BYTES, both.length))) {
            throw new IllegalArgumentException("the public key of this key file is not that of its secret");
        }
        return key;
    }

    static byte[] decode(String field, @Nullable Typed typed, String type, int length) {
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

    static String toJson(Object content) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a few texts are always JSON", e);
        }
    }

    /**
     * The content of a file's text.
     *
     * @throws IllegalArgumentException if the text does not hold it; the message never quotes the text
     */
    static <T> T fromJson(String json, Class<T> form) {
        T content;
        try {
            content = JSON.readValue(json, form);
        } catch (JsonProcessingException e) {
            // Jackson's message and location quote the source, which is a secret
            throw new IllegalArgumentException("not a key file: its JSON does not hold what such a file does");
        }
        if (content == null) {
            throw new IllegalArgumentException("not a key file: it is empty");
        }
        return content;
    }

    /** Text of a file that is no longer than a key file is. */
    static String read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IllegalArgumentException(file + " is no key file: it has more than " + MOST_BYTES + " bytes");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** Writes a file so that only its owner may read it, and so that it is there as a whole or not at all. */
    static void write(Path file, String text) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path whole = Files.createTempFile(directory, "key", ".tmp", ownerOnly());
        try {
            try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
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
}
