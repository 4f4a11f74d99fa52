package io.gridclear.engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A shell script in the place of the engine. */
final class FakeEngine {
    private FakeEngine() {}

    /** Writes an executable script; {@code $home} is the home that it is started in. */
    static CometBinary write(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\nhome=$3\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new CometBinary(file);
    }
}
