package io.gridclear.ledger.committee;

import io.gridclear.ledger.committee.Committee.Seat;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Node;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.node.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Election of a committee (paper, section 3.3.2, step 1). Every node that is not banned gives its whole score to each of up
 * to N candidates; who has no vote, or a vote of which nobody is eligible, gives it to the N eligible with the best scores.
 * The N with the most weight are elected, ties by address.
 */
public final class Election {

    private final LedgerGenesis genesis;
    private final Nodes nodes;

    public Election(LedgerGenesis genesis, Nodes nodes) {
        this.genesis = genesis;
        this.nodes = nodes;
    }

    /** Whether a node may be elected at the end of this cycle. */
    private boolean isEligible(Standing standing, long cycle) {
        return standing.ready()
                && !standing.isBanned(cycle)
                && standing.reputationPpm() >= genesis.reputationFloorPpm();
    }

    /** Nodes that may be elected at the end of this cycle, best score first, ties by address. */
    public List<Address> eligible(long cycle) {
        record Candidacy(Address node, long scorePpm) {}
        List<Candidacy> eligible = new ArrayList<>();
        for (Node node : nodes.all()) {
            Standing standing = nodes.standing(node.address());
            if (isEligible(standing, cycle)) {
                eligible.add(new Candidacy(node.address(), standing.scorePpm()));
            }
        }
        eligible.sort(Comparator.comparingLong(Candidacy::scorePpm).reversed().thenComparing(Candidacy::node));
        return eligible.stream().map(Candidacy::node).toList();
    }

    /** Whether enough nodes are eligible at the end of this cycle. */
    public boolean isPossible(long cycle) {
        return eligible(cycle).size() >= genesis.committee().minSeats();
    }

    /** Who is elected at the end of this cycle, in the order of Qblock; empty if too few are eligible. */
    public List<Seat> elect(long cycle) {
        List<Address> eligible = eligible(cycle);
        int seats = genesis.committee().seats();
        if (eligible.size() < genesis.committee().minSeats()) {
            return List.of();
        }
        List<Address> best = eligible.subList(0, Math.min(seats, eligible.size()));
        TreeMap<Address, Long> tallies = new TreeMap<>();
        eligible.forEach(candidate -> tallies.put(candidate, 0L));
        long byDefaultPpm = 0; // added once to each of the best: most nodes do not vote
        for (Node voter : nodes.all()) {
            Standing standing = nodes.standing(voter.address());
            if (standing.isBanned(cycle)) {
                continue;
            }
            boolean voted = false;
            for (Address candidate : nodes.vote(voter.address())) {
                if (tallies.computeIfPresent(candidate, (address, tally) -> Math.addExact(tally, standing.scorePpm()))
                        != null) {
                    voted = true;
                }
            }
            if (!voted) {
                byDefaultPpm = Math.addExact(byDefaultPpm, standing.scorePpm());
            }
        }
        for (Address candidate : best) {
            tallies.merge(candidate, byDefaultPpm, Math::addExact);
        }
        return tallies.entrySet().stream()
                .sorted(Map.Entry.<Address, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(seats)
                .map(entry -> new Seat(entry.getKey(), true, entry.getValue()))
                .toList();
    }
}
