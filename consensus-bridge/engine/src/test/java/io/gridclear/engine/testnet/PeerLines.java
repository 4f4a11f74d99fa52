package io.gridclear.engine.testnet;

import io.gridclear.engine.process.Endpoint;
import io.gridclear.engine.process.NodeAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** A gate for each pair of nodes and direction of the call, so that the nodes can be cut into any two parts. */
public final class PeerLines implements AutoCloseable {
    private final int nodes;

    /** By caller, then by the called. On the diagonal: where a node says that it is, at which nobody answers. */
    private final List<List<PeerGate>> gates = new ArrayList<>();

    /** Lines between these nodes, all open. */
    PeerLines(List<NodeAddresses> addresses, Supplier<ServerSocket> entries) {
        nodes = addresses.size();
        for (int caller = 0; caller < nodes; caller++) {
            List<PeerGate> row = new ArrayList<>();
            for (NodeAddresses called : addresses) {
                row.add(new PeerGate(entries.get(), called.peers().port()));
            }
            gates.add(row);
        }
        heal();
    }

    /** Where one node calls another. */
    Endpoint endpoint(int caller, int called) {
        return Endpoint.loopback(gates.get(caller).get(called).port());
    }

    /**
     * What a node tells its peers about itself. The engine calls back a peer whose line broke where that peer says it is,
     * which must lead around no gate: it leads nowhere, and the one who called first calls again.
     */
    NodeAddresses advertising(int node, NodeAddresses addresses) {
        return new NodeAddresses(addresses.peers(), addresses.rpc(), endpoint(node, node));
    }

    /** Cuts these nodes off from the others; among themselves they stay connected. */
    public void cutOff(Integer... part) {
        Set<Integer> here = new TreeSet<>(List.of(part));
        for (int caller = 0; caller < nodes; caller++) {
            for (int called = 0; called < nodes; called++) {
                if (here.contains(caller) != here.contains(called)) {
                    gates.get(caller).get(called).shut();
                }
            }
        }
    }

    /** Opens all lines; the engines call each other again, after 5 to 8 s of their own. */
    public void heal() {
        for (int caller = 0; caller < nodes; caller++) {
            for (int called = 0; called < nodes; called++) {
                if (caller != called) {
                    gates.get(caller).get(called).open();
                }
            }
        }
    }

    @Override
    public void close() {
        for (List<PeerGate> row : gates) {
            for (PeerGate gate : row) {
                try {
                    gate.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
