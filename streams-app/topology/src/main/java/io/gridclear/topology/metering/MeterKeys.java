package io.gridclear.topology.metering;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * Store keys that sort by usage point and then by time: one byte of kind, 2-byte length and UTF-8 of the name, times of 8
 * bytes big-endian. No name is the beginning of another.
 */
final class MeterKeys {

    private MeterKeys() {}

    /** What all keys of a kind and name begin with. */
    static byte[] prefix(byte kind, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Short.BYTES + utf8.length)
                .put(kind)
                .putShort((short) utf8.length)
                .put(utf8)
                .array();
    }

    static Bytes of(byte kind, String name) {
        return Bytes.wrap(prefix(kind, name));
    }

    static Bytes of(byte kind, String name, long time) {
        return of(prefix(kind, name), time);
    }

    static Bytes of(byte[] prefix, long time) {
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(time)
                .array());
    }

    /** The name in a key. */
    static String name(byte[] key) {
        int length = Short.toUnsignedInt(ByteBuffer.wrap(key).getShort(1));
        return new String(key, 1 + Short.BYTES, length, StandardCharsets.UTF_8);
    }

    /** The time that follows the name in a key, epoch ms. */
    static long time(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        return buffer.getLong(1 + Short.BYTES + Short.toUnsignedInt(buffer.getShort(1)));
    }

    /** What the keys of the same kind and name begin with. */
    static byte[] prefixOf(byte[] key) {
        return Arrays.copyOf(
                key, 1 + Short.BYTES + Short.toUnsignedInt(ByteBuffer.wrap(key).getShort(1)));
    }
}
