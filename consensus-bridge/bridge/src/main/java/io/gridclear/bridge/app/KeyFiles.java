package io.gridclear.bridge.app;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.key.ValidatorKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keys of operators and nodes, in files of the engine's form: one tool makes them all. */
final class KeyFiles {

    private KeyFiles() {}

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no key; the message never quotes it
     */
    static ValidatorKey read(Path file) {
        try {
            return ValidatorKeyFile.fromJson(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("the key file " + file + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the key file " + file + " holds no key: " + e.getMessage(), e);
        }
    }
}
