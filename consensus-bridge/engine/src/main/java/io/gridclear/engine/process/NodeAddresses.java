package io.gridclear.engine.process;

/**
 * Where a node listens, and where others find it.
 *
 * @param peers for the other nodes
 * @param rpc for clients: it knows no access control and stays on loopback or a closed network
 * @param advertised how other nodes reach {@code peers}
 */
public record NodeAddresses(Endpoint peers, Endpoint rpc, Endpoint advertised) {

    /** A node that only processes of this machine talk to. */
    public static NodeAddresses loopback(int peersPort, int rpcPort) {
        Endpoint peers = Endpoint.loopback(peersPort);
        return new NodeAddresses(peers, Endpoint.loopback(rpcPort), peers);
    }
}
