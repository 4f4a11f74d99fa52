package io.gridclear.market.canonical;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link CanonicalWriter} wrote, from bytes that anybody may have sent: every length is checked before it is
 * used, and nothing is read that the writer would have written otherwise. Single-threaded.
 */
public final class CanonicalReader {

    /** The bytes are not the canonical bytes of anything. */
    public static final class MalformedBytes extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private MalformedBytes(String what, int offset, @Nullable Throwable cause) {
            super("byte " + offset + ": " + what, cause);
        }
    }

    private final byte[] bytes;
    private int offset;

    /** Reads from the first byte on; the bytes are not copied, and not to be written to while they are read. */
    public CanonicalReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the domain that a message starts with.
     *
     * @throws MalformedBytes if it is another
     */
    public CanonicalReader start(String domain) {
        int at = offset;
        String read = string(Math.max(domain.length(), 64));
        if (!read.equals(domain)) {
            throw new MalformedBytes("the domain is not " + domain, at, null);
        }
        return this;
    }

    /**
     * One byte, 0 to 255.
     *
     * @throws MalformedBytes if there are no more
     */
    public int int8() {
        require(1, "an integer of 1 byte");
        return bytes[offset++] & 0xff;
    }

    /**
     * Four bytes, big-endian.
     *
     * @throws MalformedBytes if there are fewer
     */
    public int int32() {
        require(Integer.BYTES, "an integer of 4 bytes");
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << Byte.SIZE | (bytes[offset++] & 0xff);
        }
        return value;
    }

    /**
     * Eight bytes, big-endian.
     *
     * @throws MalformedBytes if there are fewer
     */
    public long int64() {
        require(Long.BYTES, "an integer of 8 bytes");
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << Byte.SIZE | (bytes[offset++] & 0xff);
        }
        return value;
    }

    /**
     * A text with its length before it.
     *
     * @param maxBytes longest text, bytes of UTF-8
     * @throws MalformedBytes if it is longer, cut off, or not UTF-8
     */
    public String string(int maxBytes) {
        int at = offset;
        byte[] utf8 = bytes(maxBytes);
        try {
            // reports what a replacement character would hide, overlong forms and surrogates included
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedBytes("a text that is not UTF-8", at, e);
        }
    }

    /**
     * Bytes with their length before them.
     *
     * @param maxLength most bytes
     * @throws MalformedBytes if there are more, or they are cut off
     */
    public byte[] bytes(int maxLength) {
        int at = offset;
        int length = int32();
        if (length < 0 || length > maxLength) {
            throw new MalformedBytes("a length of " + length + " is not within 0.." + maxLength, at, null);
        }
        return raw(length);
    }

    /**
     * So many bytes.
     *
     * @throws MalformedBytes if there are fewer
     */
    public byte[] raw(int length) {
        require(length, length + " bytes");
        byte[] value = Arrays.copyOfRange(bytes, offset, offset + length);
        offset += length;
        return value;
    }

    /** Bytes that are left. */
    public int remaining() {
        return bytes.length - offset;
    }

    /**
     * Ends the message.
     *
     * @throws MalformedBytes if anything is left
     */
    public void end() {
        if (remaining() > 0) {
            throw refuse(remaining() + " bytes follow the end of the message");
        }
    }

    /** To be thrown by whoever finds that what was read last has no meaning. */
    public MalformedBytes refuse(String what) {
        return new MalformedBytes(what, offset, null);
    }

    /** As {@link #refuse(String)}, with what found it. */
    public MalformedBytes refuse(IllegalArgumentException cause) {
        return new MalformedBytes(String.valueOf(cause.getMessage()), offset, cause);
    }

    private void require(int length, String what) {
        if (length < 0 || length > remaining()) {
            throw refuse(what + " wanted, " + remaining() + " left");
        }
    }
}
