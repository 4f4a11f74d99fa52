package io.gridclear.engine.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The ordered log: a file that only grows, record by record: length, CRC-32C of the
 * length, CRC-32C of the bytes, bytes. Record 0 is the founding, record h
 * the block of height h. A record that a crash cut off at the end is dropped; a broken one before the end is refused. May
 * be used from several threads.
 *
 * <p>Without a directory it is a file for the time of the process: blocks need no memory either way.
 */
final class BlockLog implements AutoCloseable {

    private static final int FRAME_BYTES = 12;

    /** A block of 16 MiB with its commit by 10,000 validators has less. */
    private static final int MOST_RECORD_BYTES = 32 << 20;

    private final Path path;
    // not a channel: interrupting a reader would close that for everybody
    private final RandomAccessFile file;
    private final boolean lasting;
    private final @Nullable FileChannel lock;
    private final List<Long> offsets = new ArrayList<>();
    private long end;

    private BlockLog(Path path, boolean lasting, @Nullable FileChannel lock) throws IOException {
        this.path = path;
        this.lasting = lasting;
        this.lock = lock;
        this.file = new RandomAccessFile(path.toFile(), "rw");
        try {
            scan();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * The log in a directory, which no other process may have open.
     *
     * @throws UncheckedIOException if it cannot be opened
     * @throws IllegalStateException if another process has it, or it is broken before its end
     */
    static BlockLog in(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel lock = lock(directory.resolve("lock"));
            try {
                return new BlockLog(directory.resolve("blocks.log"), true, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the block log in " + directory + " cannot be opened", e);
        }
    }

    /** A log that ends with the process. */
    static BlockLog temporary() {
        try {
            Path path = Files.createTempFile("gridclear-blocks", ".log");
            path.toFile().deleteOnExit();
            return new BlockLog(path, false, null);
        } catch (IOException e) {
            throw new UncheckedIOException("there is no room for a temporary block log", e);
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            channel.close();
            throw new IllegalStateException(file.getParent() + " is in use by another chain");
        }
        return channel;
    }

    /** Whether the log outlives the process. */
    boolean isLasting() {
        return lasting;
    }

    /** Number of records; 0 for a log without founding. */
    synchronized int records() {
        return offsets.size();
    }

    /** Appends a record; in a directory it is on the disk when this returns. */
    synchronized void append(byte[] record) {
        if (record.length > MOST_RECORD_BYTES) {
            throw new IllegalStateException("a record of " + record.length + " bytes");
        }
        byte[] frame = ByteBuffer.allocate(FRAME_BYTES + record.length)
                .putInt(record.length)
                .putInt(crcOfLength(record.length))
                .putInt(crc(record))
                .put(record)
                .array();
        try {
            file.seek(end);
            file.write(frame);
            if (lasting) {
                file.getFD().sync();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the block log " + path + " cannot be written", e);
        }
        offsets.add(end);
        end += frame.length;
    }

    /** A record; 0 is the founding. */
    synchronized byte[] read(int index) {
        try {
            byte[] record = readAt(offsets.get(index));
            if (record == null) {
                throw new IllegalStateException("record " + index + " of " + path + " is broken");
            }
            return record;
        } catch (IOException e) {
            throw new UncheckedIOException("the block log " + path + " cannot be read", e);
        }
    }

    private void scan() throws IOException {
        long size = file.length();
        while (end < size) {
            byte[] record = readAt(end);
            if (record == null) {
                dropTail(size);
                return;
            }
            offsets.add(end);
            end += FRAME_BYTES + record.length;
        }
    }

    /**
     * What a crash cut off is the last record, which no replica has committed yet: a frame that says truly how far the
     * record would reach, or nothing but zeros. Anything else is damage, and is left as it is.
     */
    private void dropTail(long size) throws IOException {
        file.seek(end);
        byte[] frame = new byte[(int) Math.min(FRAME_BYTES, size - end)];
        file.readFully(frame);
        boolean torn = frame.length < FRAME_BYTES;
        if (!torn) {
            int length = ByteBuffer.wrap(frame).getInt();
            boolean framed = ByteBuffer.wrap(frame).getInt(Integer.BYTES) == crcOfLength(length);
            torn = framed ? end + FRAME_BYTES + length >= size : isZeroFrom(end, size);
        }
        if (!torn) {
            throw new IllegalStateException("record " + offsets.size() + " of " + path
                    + " is broken, and not by a crash: put back a copy of the file");
        }
        file.setLength(end);
    }

    private boolean isZeroFrom(long start, long size) throws IOException {
        byte[] chunk = new byte[1 << 16];
        file.seek(start);
        for (long left = size - start; left > 0; ) {
            int read = file.read(chunk, 0, (int) Math.min(chunk.length, left));
            for (int i = 0; i < read; i++) {
                if (chunk[i] != 0) {
                    return false;
                }
            }
            left -= read;
        }
        return true;
    }

    private byte @Nullable [] readAt(long offset) throws IOException {
        try {
            file.seek(offset);
            int length = file.readInt();
            int crcOfLength = file.readInt();
            int crc = file.readInt();
            if (crcOfLength != crcOfLength(length)
                    || length < 0
                    || length > MOST_RECORD_BYTES
                    || offset + FRAME_BYTES + length > file.length()) {
                return null;
            }
            byte[] record = new byte[length];
            file.readFully(record);
            return crc(record) == crc ? record : null;
        } catch (EOFException e) {
            return null;
        }
    }

    private static int crcOfLength(int length) {
        return crc(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    }

    private static int crc(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record);
        return (int) crc.getValue();
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
            if (lock != null) {
                lock.close();
            }
            if (!lasting) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the block log " + path + " cannot be closed", e);
        }
    }
}
