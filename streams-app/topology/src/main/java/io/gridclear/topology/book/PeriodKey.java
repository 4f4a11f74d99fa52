package io.gridclear.topology.book;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * An area and a period, and the bytes that every store key of the two begins with: 2-byte length and UTF-8 of the area,
 * then the period's start, 8 bytes big-endian. No prefix is the beginning of another.
 *
 * @param area the area; at most 65,535 bytes of UTF-8
 * @param periodStart start of delivery, epoch ms, &gt;= 0
 */
public record PeriodKey(String area, long periodStart) {

    /** The prefix. */
    public byte[] prefix() {
        byte[] name = area.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + name.length + 8)
                .putShort((short) name.length)
                .put(name)
                .putLong(periodStart)
                .array();
    }

    /** Reads the area and period that a key begins with. */
    public static PeriodKey of(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        byte[] name = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(name);
        return new PeriodKey(new String(name, StandardCharsets.UTF_8), buffer.getLong());
    }

    /** The smallest key above every key with this prefix. */
    public static Bytes after(byte[] prefix) {
        byte[] next = prefix.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return Bytes.wrap(Arrays.copyOf(next, i + 1));
            }
        }
        throw new IllegalArgumentException("no key is above a prefix of 0xff only");
    }
}
