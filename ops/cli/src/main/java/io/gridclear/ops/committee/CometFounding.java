package io.gridclear.ops.committee;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.process.CometSettings;
import io.gridclear.engine.process.Endpoint;
import io.gridclear.engine.process.EngineGenesis;
import io.gridclear.engine.process.NetworkMember;
import io.gridclear.engine.process.NodeAddresses;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Founds a chain of CometBFT nodes: keys, genesis and settings of every node, each in a directory of its own. */
public final class CometFounding {

    /** As in the engine. */
    private static final Pattern CHAIN_ID = Pattern.compile("[A-Za-z0-9._-]{1,50}");

    private CometFounding() {}

    /**
     * What a network is to be.
     *
     * @param chainId the chain
     * @param foundedMs time of the founding, epoch ms
     * @param seats agents of a committee; the first so many nodes are the first validators
     * @param terms what was chosen of the ledger's terms
     * @param addresses of every node, in their order
     * @param usagePoints of every node, in the same order
     */
    public record Request(
            String chainId,
            long foundedMs,
            int seats,
            FoundingTerms terms,
            List<NodeAddresses> addresses,
            List<List<String>> usagePoints) {

        public Request {
            addresses = List.copyOf(addresses);
            usagePoints = List.copyOf(usagePoints);
            if (!CHAIN_ID.matcher(chainId).matches()) {
                // before anything is written
                throw new IllegalArgumentException(
                        "a chain id is 1 to 50 letters, digits, dots and dashes, not: " + chainId);
            }
            if (usagePoints.size() != addresses.size()) {
                throw new IllegalArgumentException(
                        usagePoints.size() + " lists of usage points for " + addresses.size() + " nodes");
            }
        }
    }

    /** Where one node listens and is found, by its advertised peer address and the port of its RPC interface. */
    public static NodeAddresses addresses(Endpoint advertised, int rpcPort) {
        // RPC knows no access control: clients on other hosts come through a tunnel or a proxy
        return new NodeAddresses(NodeDirectory.listening(advertised), Endpoint.loopback(rpcPort), advertised);
    }

    /** The directory of a node, by its number. */
    public static NodeDirectory node(Path directory, int number) {
        return new NodeDirectory(directory.resolve(CommitteePlan.nameOf(number)));
    }

    /**
     * Writes all nodes' directories.
     *
     * @param directory where they go, {@code validator-1} and on
     * @throws IOException if they cannot be written
     */
    public static CommitteePlan found(Request request, Path directory) throws IOException {
        SecureRandom random = new SecureRandom();
        List<CommitteePlan.Member> members = new ArrayList<>();
        List<NetworkMember> peers = new ArrayList<>();
        for (int i = 0; i < request.addresses().size(); i++) {
            NodeDirectory node = node(directory, i);
            ValidatorKey agentKey = ValidatorKey.generate(random);
            node.makeKeys(agentKey);
            String name = CommitteePlan.nameOf(i);
            members.add(new CommitteePlan.Member(
                    name,
                    agentKey,
                    node.engine().validatorKey().publicKey(),
                    request.usagePoints().get(i)));
            peers.add(node.engine().member(name, request.addresses().get(i).advertised()));
        }
        CommitteePlan plan = new CommitteePlan(
                request.chainId(),
                request.foundedMs(),
                ValidatorKey.generate(random),
                members,
                request.seats(),
                request.terms());
        EngineGenesis genesis = new EngineGenesis(
                request.chainId(),
                request.foundedMs(),
                peers.subList(0, request.seats()),
                plan.genesis().toBytes());
        for (int i = 0; i < members.size(); i++) {
            NodeDirectory node = node(directory, i);
            NodeAddresses addresses = request.addresses().get(i);
            node.engine().configure(CommitteePlan.nameOf(i), genesis, addresses, CometSettings.NEAR, peers);
            node.describe(CommitteePlan.nameOf(i), request.chainId(), addresses);
        }
        return plan;
    }
}
