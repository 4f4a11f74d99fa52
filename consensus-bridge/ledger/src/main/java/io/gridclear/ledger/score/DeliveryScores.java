package io.gridclear.ledger.score;

import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.market.score.ScoreProfile;
import io.gridclear.market.score.Scores;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * New scores after a delivery (paper, section 3.3.2, step 3): a node's energy is that of all its usage points in the report.
 * E of equation 3 is what was delivered; Emin and Emax are taken over the nodes that had anything contracted, as only those
 * had a trade. The others keep their scores.
 */
public final class DeliveryScores {

    private record Energy(long contractedWh, long deliveredWh) {

        Energy plus(Energy other) {
            return new Energy(
                    Math.addExact(contractedWh, other.contractedWh), Math.addExact(deliveredWh, other.deliveredWh));
        }
    }

    private final TreeMap<Address, Energy> byNode = new TreeMap<>();

    /** Adds the energy of one usage point to its node's. */
    public void add(Address node, long contractedWh, long deliveredWh) {
        byNode.merge(node, new Energy(contractedWh, deliveredWh), Energy::plus);
    }

    /** Sets the scores of all nodes with a trade, and says what reputation this delivery gives each of them, ppm. */
    public NavigableMap<Address, Long> apply(Nodes nodes, ScoreProfile profile) {
        TreeMap<Address, Long> reputations = new TreeMap<>();
        byNode.values().removeIf(energy -> energy.contractedWh == 0);
        long minWh =
                byNode.values().stream().mapToLong(Energy::deliveredWh).min().orElse(0);
        long maxWh =
                byNode.values().stream().mapToLong(Energy::deliveredWh).max().orElse(0);
        for (Map.Entry<Address, Energy> entry : byNode.entrySet()) {
            Energy energy = entry.getValue();
            long reputationPpm = Scores.reputationPpm(energy.contractedWh, energy.deliveredWh);
            reputations.put(entry.getKey(), reputationPpm);
            nodes.update(
                    entry.getKey(),
                    nodes.standing(entry.getKey())
                            .afterDelivery(reputationPpm, Scores.amountPpm(energy.deliveredWh, minWh, maxWh), profile));
        }
        return reputations;
    }
}
