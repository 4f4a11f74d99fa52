package io.gridclear.engine.abci;

import java.io.IOException;

/** What came over the socket is no frame of this protocol: the connection cannot go on. */
final class MalformedFrameException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message) {
        super(message);
    }

    MalformedFrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
