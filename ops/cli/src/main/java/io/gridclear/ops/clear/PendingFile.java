package io.gridclear.ops.clear;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Output that appears as a whole or not at all: it is written to a file of its own, and only {@link #commit} makes it
 * visible. Before that, and after a failure, the place it is meant for is untouched.
 */
public final class PendingFile implements AutoCloseable {

    /** Makes the finished file visible. */
    private interface Publication {
        void publish() throws IOException;
    }

    private final Path file;
    private final OutputStream stream;
    private final Publication publication;

    private PendingFile(Path file, OutputStream stream, Publication publication) {
        this.file = file;
        this.stream = stream;
        this.publication = publication;
        // also when the process is interrupted
        file.toFile().deleteOnExit();
    }

    /**
     * Output that takes the place of a file, by a rename within its directory.
     *
     * @param target the file, there already or not; a link is followed, so that it stays a link
     * @throws IOException when nothing can be written into its directory
     */
    public static PendingFile inPlaceOf(Path target) throws IOException {
        Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        Path pending = real.resolveSibling(
                "." + real.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        OutputStream stream = Files.newOutputStream(pending, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new PendingFile(pending, stream, () -> Files.move(pending, real, StandardCopyOption.ATOMIC_MOVE));
    }

    /**
     * Output that goes to a stream which cannot take anything back: a terminal, a pipe, a device.
     *
     * @param sink where it goes; stays open
     * @throws IOException when there is no room for temporary files
     */
    public static PendingFile before(OutputStream sink) throws IOException {
        Path pending = Files.createTempFile("gridclear-", ".part");
        return new PendingFile(pending, Files.newOutputStream(pending), () -> {
            Files.copy(pending, sink);
            sink.flush();
        });
    }

    /** Where to write to. */
    OutputStream stream() {
        return stream;
    }

    /** Closes the stream and makes all that was written to it visible. */
    void commit() throws IOException {
        stream.close();
        publication.publish();
    }

    /** Removes what was not committed. */
    @Override
    public void close() throws IOException {
        try (stream) {
            Files.deleteIfExists(file);
        }
    }
}
