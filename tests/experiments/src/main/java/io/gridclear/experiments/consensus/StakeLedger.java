package io.gridclear.experiments.consensus;

import io.gridclear.ledger.committee.Committee;
import io.gridclear.ledger.committee.Election;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.node.Node;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.node.Standing;
import io.gridclear.ledger.store.MemoryStore;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Plain DPoS, the control group: the ledger's election with stakes as weights, and nothing that ever changes them. Nobody is
 * banned, and whatever the committee decides counts as decided.
 */
final class StakeLedger implements CommitteeLedger {

    private static final long ONE_PPM = 1_000_000;

    private final List<Integer> agents;

    /**
     * A ledger of stakes.
     *
     * @param stakeWh stake of a node, in the energy that it deals in, at most 10^6 Wh
     */
    StakeLedger(LedgerGenesis genesis, Members members, int count, IntToLongFunction stakeWh) {
        Nodes nodes = new Nodes(new Overlay(new MemoryStore()), new Sha256());
        for (int node = 0; node < count; node++) {
            nodes.register(
                    new Node(
                            members.address(node),
                            Members.name(node),
                            members.nodeKey(node).publicKey(),
                            members.validatorKey(node).publicKey(),
                            List.of()),
                    Standing.ofGenesis(Math.min(ONE_PPM, stakeWh.applyAsLong(node))));
        }
        this.agents = new Election(genesis, nodes)
                .elect(0).stream()
                        .map(Committee.Seat::agent)
                        .map(members::number)
                        .toList();
    }

    @Override
    public List<Integer> heard() {
        return agents;
    }

    @Override
    public int seats() {
        return agents.size();
    }

    @Override
    public boolean isBanned(int node) {
        return false;
    }

    @Override
    public boolean isReady(int node) {
        return true;
    }

    @Override
    public List<ItemKey> open() {
        return List.of();
    }

    @Override
    public List<Integer> awaited(ItemKey item) {
        return new ArrayList<>();
    }

    @Override
    public boolean isFinal(ItemKey item) {
        return false;
    }

    @Override
    public void register(int node) {
        throw new UnsupportedOperationException("every node has its stake from the start");
    }

    @Override
    public void ready(int node) {
        // all are
    }

    @Override
    public void vote(int node, List<Integer> candidates) {
        // stakes elect
    }

    @Override
    public void submit(ItemKey run) {
        // decided by whoever sits there
    }

    @Override
    public void attest(int node, List<Attested> items) {
        // nothing is compared
    }

    @Override
    public void report(ItemKey metered, List<Delivered> deliveries) {
        // deliveries count for nothing
    }

    @Override
    public void endBlock() {
        // nothing happens
    }

    @Override
    public void close() {
        // nothing is held
    }
}
