package io.gridclear.ops.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Free ports on loopback. */
public final class LoopbackPorts {

    /** The address that everything here binds to and is reached at. */
    static final String HOST = "127.0.0.1";

    private LoopbackPorts() {}

    /**
     * Different ports that nobody listens on at this moment. Somebody may take one before it is used, so whoever uses
     * them tries again with others.
     */
    public static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getByName(HOST)));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new StackStartException("this machine has no free port on " + HOST + ": " + e.getMessage(), e);
        } finally {
            held.forEach(LoopbackPorts::release);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new StackStartException("cannot release port " + socket.getLocalPort(), e);
        }
    }
}
