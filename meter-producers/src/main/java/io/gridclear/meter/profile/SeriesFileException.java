package io.gridclear.meter.profile;

import java.nio.file.Path;

/**
 * A series file that cannot be used as it is: the message names the file, the line and the column,
 * says what is wrong there, and stands on its own without a stack trace.
 */
public final class SeriesFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SeriesFileException(Path file, String problem) {
        super(file + ": " + problem);
    }

    SeriesFileException(Path file, long line, String problem) {
        super(file + ", line " + line + ": " + problem);
    }

    SeriesFileException(Path file, long line, String column, String problem) {
        super(file + ", line " + line + ", column " + column + ": " + problem);
    }
}
