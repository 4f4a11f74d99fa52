package io.gridclear.engine.testnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The way by which one node reaches another, on loopback. Shut, it ends its connections and answers no call, as a line does
 * that is cut; both nodes go on. What was in the line has arrived or is lost.
 */
final class PeerGate implements AutoCloseable {
    private final ServerSocket entry;
    private final int targetPort;
    private final Set<Socket> ends = new LinkedHashSet<>();
    private boolean open;

    /**
     * A gate, shut, that waits for callers.
     *
     * @param entry bound; the gate closes it
     */
    PeerGate(ServerSocket entry, int targetPort) {
        this.entry = entry;
        this.targetPort = targetPort;
        inBackground("calls", this::answerCalls);
    }

    int port() {
        return entry.getLocalPort();
    }

    synchronized void open() {
        open = true;
    }

    /** From the return of this call on nothing goes in. */
    synchronized void shut() {
        open = false;
        List.copyOf(ends).forEach(this::hangUp);
    }

    private void answerCalls() {
        while (!entry.isClosed()) {
            try {
                putThrough(entry.accept());
            } catch (IOException e) {
                if (!entry.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private synchronized void putThrough(Socket caller) {
        ends.add(caller);
        if (!open) {
            hangUp(caller);
            return;
        }
        try {
            Socket called = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            ends.add(called);
            inBackground("there", () -> pass(caller, called));
            inBackground("back", () -> pass(called, caller));
        } catch (IOException e) {
            hangUp(caller); // the node is not up yet: the engine calls again
        }
    }

    private void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            return; // one end has hung up, or the gate was shut
        } finally {
            hangUp(from);
            hangUp(to);
        }
    }

    private synchronized void hangUp(Socket end) {
        ends.remove(end);
        try {
            end.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void inBackground(String what, Runnable task) {
        Thread thread = new Thread(task, "gate " + entry.getLocalPort() + " " + what);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entry.close();
        shut();
    }
}
