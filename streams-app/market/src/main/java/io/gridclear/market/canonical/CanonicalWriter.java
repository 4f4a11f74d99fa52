package io.gridclear.market.canonical;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes canonical bytes: big-endian integers, strings and byte strings with a 4-byte length before them. One value, one
 * encoding. Reusable; single-threaded.
 */
public final class CanonicalWriter {

    private byte[] buffer = new byte[512];
    private int length;

    /** Starts a new message with its domain: ASCII text that no other kind of message starts with. */
    public CanonicalWriter start(String domain) {
        length = 0;
        return string(domain);
    }

    /** One byte. */
    public CanonicalWriter int8(int value) {
        reserve(1);
        buffer[length++] = (byte) value;
        return this;
    }

    /** Four bytes, big-endian. */
    public CanonicalWriter int32(int value) {
        reserve(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >> shift);
        }
        return this;
    }

    /** Eight bytes, big-endian. */
    public CanonicalWriter int64(long value) {
        reserve(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >> shift);
        }
        return this;
    }

    /**
     * Length in UTF-8 bytes, then the bytes.
     *
     * @throws IllegalArgumentException if the text holds half a surrogate pair: UTF-8 has no bytes for it, and a
     *     replacement would give two texts one encoding
     */
    public CanonicalWriter string(String value) {
        int chars = value.length();
        reserve(Integer.BYTES + chars);
        int at = length + Integer.BYTES;
        for (int i = 0; i < chars; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                return bytes(utf8(value));
            }
            buffer[at + i] = (byte) c;
        }
        int32(chars);
        length += chars;
        return this;
    }

    private static byte[] utf8(String value) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text with half a surrogate pair has no canonical bytes", e);
        }
    }

    /** Length, then the bytes. */
    public CanonicalWriter bytes(byte[] value) {
        int32(value.length);
        return raw(value);
    }

    /** The bytes alone: for values of a fixed length. */
    public CanonicalWriter raw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, buffer, length, value.length);
        length += value.length;
        return this;
    }

    /** A copy of what was written since the start. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    /** SHA-256 of what was written since the start. */
    public byte[] hash(Sha256 sha256) {
        return sha256.hash(buffer, length);
    }

    /** SHA-256 of a prefix byte and what was written since the start. */
    byte[] hash(byte prefix, Sha256 sha256) {
        return sha256.hash(prefix, buffer, length);
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
