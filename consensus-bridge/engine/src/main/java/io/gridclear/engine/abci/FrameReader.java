package io.gridclear.engine.abci;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gridclear.engine.abci.proto.AbciProto.Request;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads requests off one connection: each is its length as a varint, then so many bytes of protobuf. */
final class FrameReader {

    /** A varint of 32 bits; a longer one would name more than any bound here. */
    private static final int MOST_LENGTH_BYTES = 5;

    private final InputStream in;
    private final int mostBytes;

    /**
     * @param in buffered
     * @param mostBytes longest request that is read
     */
    FrameReader(InputStream in, int mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
    }

    /**
     * The next request; empty when the other side has closed the connection between two requests.
     *
     * @throws MalformedFrameException if it is too long, cut short, or no request
     */
    Optional<Request> next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        int length = length(first);
        // Grows with what really arrives: a length that lies costs its sender the bytes, not us the memory.
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new MalformedFrameException("the connection ended after " + body.length + " of " + length + " bytes");
        }
        try {
            Request request = Request.parseFrom(body);
            if (request.getValueCase() == Request.ValueCase.VALUE_NOT_SET) {
                throw new MalformedFrameException("a request that ABCI 2.0 has not: " + length + " bytes");
            }
            return Optional.of(request);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFrameException(length + " bytes that are no request: " + e.getMessage(), e);
        }
    }

    private int length(int first) throws IOException {
        long length = first & 0x7f;
        int read = first;
        for (int i = 1; read >= 0x80 && i < MOST_LENGTH_BYTES; i++) {
            read = in.read();
            if (read < 0) {
                throw new MalformedFrameException("the connection ended inside a length", new EOFException());
            }
            length |= (long) (read & 0x7f) << (7 * i);
        }
        if (read >= 0x80) {
            throw new MalformedFrameException("a length of more than " + MOST_LENGTH_BYTES + " bytes");
        }
        if (length > mostBytes) {
            throw new MalformedFrameException("a request of " + length + " bytes; at most " + mostBytes);
        }
        return (int) length;
    }
}
