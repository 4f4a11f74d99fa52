package io.gridclear.engine.abci;

import io.gridclear.engine.abci.proto.AbciProto.Request;
import io.gridclear.engine.abci.proto.AbciProto.RequestFlush;
import io.gridclear.engine.abci.proto.AbciProto.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The engine's side of one connection, as the tests' scripts have it. */
final class ScriptedEngine implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;

    private ScriptedEngine(SocketChannel channel) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
    }

    /** Connects to what {@link AbciServer#engineUri} names. */
    static ScriptedEngine connect(String uri) throws IOException {
        if (uri.startsWith("unix://")) {
            SocketAddress address = UnixDomainSocketAddress.of(Path.of(uri.substring("unix://".length())));
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(address);
            return new ScriptedEngine(channel);
        }
        URI tcp = URI.create(uri);
        return new ScriptedEngine(SocketChannel.open(new InetSocketAddress(tcp.getHost(), tcp.getPort())));
    }

    /** Frames as they go over the wire. */
    static byte[] frames(Request... requests) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (Request request : requests) {
            request.writeDelimitedTo(frames);
        }
        return frames.toByteArray();
    }

    static Request flush() {
        return Request.newBuilder().setFlush(RequestFlush.getDefaultInstance()).build();
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** The next reply; null when the server has closed the connection. */
    Response read() throws IOException {
        try {
            return Response.parseDelimitedFrom(in);
        } catch (IOException e) {
            if ("Connection reset".equals(e.getMessage()) || "Connection reset by peer".equals(e.getMessage())) {
                return null; // closed with bytes of ours unread
            }
            throw e;
        }
    }

    /** A request, a flush, and the reply to the request. */
    Response ask(Request request) throws IOException {
        write(frames(request, flush()));
        Response reply = read();
        if (reply != null && !reply.hasException()) {
            Response flushed = read();
            if (flushed == null || !flushed.hasFlush()) {
                throw new AssertionError("a flush after " + reply + ", not " + flushed);
            }
        }
        return reply;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
