package io.gridclear.experiments.consensus;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.node.Address;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys and names of the nodes and of the operator: the same in every run, as no chance may hide in them. */
final class Members {

    /** What a node of the start has in every term of its score: until deliveries are reported, all are equal. */
    private static final long FIRST_SCORE_PPM = 1_000_000;

    private final ValidatorKey operator = key("operator", 0);
    private final List<ValidatorKey> nodeKeys = new ArrayList<>();
    private final List<ValidatorKey> validatorKeys = new ArrayList<>();
    private final List<Address> addresses = new ArrayList<>();
    private final Map<Address, Integer> numbers = new LinkedHashMap<>();

    Members(int nodes) {
        Sha256 sha256 = new Sha256();
        for (int node = 0; node < nodes; node++) {
            nodeKeys.add(key("node", node));
            validatorKeys.add(key("validator", node));
            addresses.add(Address.ofKey(nodeKeys.get(node).publicKey(), sha256));
            numbers.put(addresses.get(node), node);
        }
    }

    private static ValidatorKey key(String role, int number) {
        return ValidatorKey.fromSeed(new CanonicalWriter()
                .start("gridclear.experiment-key.v1")
                .string(role)
                .int32(number)
                .hash(new Sha256()));
    }

    ValidatorKey operator() {
        return operator;
    }

    ValidatorKey nodeKey(int node) {
        return nodeKeys.get(node);
    }

    ValidatorKey validatorKey(int node) {
        return validatorKeys.get(node);
    }

    Address address(int node) {
        return addresses.get(node);
    }

    /** Number of a node by its address. */
    int number(Address address) {
        Integer number = numbers.get(address);
        if (number == null) {
            throw new IllegalArgumentException("nobody has the address " + address);
        }
        return number;
    }

    static String name(int node) {
        return "node-" + node;
    }

    static String usagePoint(int node) {
        return "usage-point-" + node;
    }

    /** The first nodes as candidates of a genesis. */
    List<Candidate> candidates(int count) {
        List<Candidate> candidates = new ArrayList<>();
        for (int node = 0; node < count; node++) {
            candidates.add(new Candidate(
                    name(node),
                    nodeKey(node).publicKey(),
                    validatorKey(node).publicKey(),
                    List.of(usagePoint(node)),
                    FIRST_SCORE_PPM));
        }
        return candidates;
    }
}
