package io.gridclear.engine.testnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on loopback, below those that the kernel gives to outgoing connections, which could take them before a node does. */
final class LoopbackPorts {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    /** Callers that wait for a gate: more than there are nodes in any test. */
    private static final int BACKLOG = 50;

    private LoopbackPorts() {}

    /** Ports that nobody listens on at the moment of asking; all different. */
    static List<Integer> free(int count) throws IOException {
        Set<Integer> ports = new LinkedHashSet<>();
        while (ports.size() < count) {
            try (ServerSocket socket = bindBeside(ports)) {
                ports.add(socket.getLocalPort());
            }
        }
        return List.copyOf(ports);
    }

    /** Listens on a port that is none of these, which others have been promised. */
    static ServerSocket bindBeside(Collection<Integer> promised) {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (promised.contains(port)) {
                continue;
            }
            try {
                return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                continue; // taken
            }
        }
    }
}
