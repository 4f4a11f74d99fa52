package io.gridclear.schemas.signing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes values in the one form that is signed: big-endian, lengths before text, a flag before what may be absent. */
final class CanonicalBytes {

    private ByteBuffer bytes;

    CanonicalBytes(String domainTag) {
        bytes = ByteBuffer.allocate(192);
        bytes.put(domainTag.getBytes(StandardCharsets.US_ASCII)).put((byte) '\n');
    }

    /** Length of the UTF-8 form in four bytes, then that form. */
    CanonicalBytes text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        reserve(Integer.BYTES + utf8.length);
        bytes.putInt(utf8.length).put(utf8);
        return this;
    }

    CanonicalBytes number(long value) {
        reserve(Long.BYTES);
        bytes.putLong(value);
        return this;
    }

    CanonicalBytes code(int value) {
        reserve(1);
        bytes.put((byte) value);
        return this;
    }

    CanonicalBytes instant(Instant value) {
        return number(value.toEpochMilli());
    }

    /** 0 where absent, else 1 and the value. */
    CanonicalBytes optional(@Nullable Long value) {
        return value == null ? code(0) : code(1).number(value);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private void reserve(int more) {
        if (bytes.remaining() < more) {
            int atLeast = Math.addExact(bytes.position(), more);
            bytes = ByteBuffer.allocate(Math.max(atLeast, 2 * bytes.capacity())).put(bytes.flip());
        }
    }
}
