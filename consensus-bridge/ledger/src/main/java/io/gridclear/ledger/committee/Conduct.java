package io.gridclear.ledger.committee;

import io.gridclear.ledger.application.EventLog;
import io.gridclear.ledger.application.LedgerEvent.Kind;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.CommitteeTerms;
import io.gridclear.ledger.item.Items;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.node.Standing;

/** How agents behave, and what follows: malice bans at once, slowness past a threshold in a window. */
public final class Conduct {

    private final LedgerGenesis genesis;
    private final Nodes nodes;
    private final Items items;
    private final Office office;
    private final EventLog events;
    private boolean agentsBanned;

    public Conduct(LedgerGenesis genesis, Nodes nodes, Items items, Office office, EventLog events) {
        this.genesis = genesis;
        this.nodes = nodes;
        this.items = items;
        this.office = office;
        this.events = events;
    }

    /** Bans a node from the next K elections; from now on it is not heard, and what it attested to open items is forgotten. */
    public void ban(Address node, String why) {
        CommitteeTerms terms = genesis.committee();
        Standing standing = nodes.standing(node);
        long untilCycle = office.committee().cycle() + terms.banCycles();
        nodes.update(node, standing.banned(untilCycle));
        items.dropAttestationsUnless(agent -> !agent.equals(node));
        agentsBanned |= office.committee().contains(node);
        events.add(Kind.BANNED, node, why + "; outside the elections up to cycle " + untilCycle);
    }

    /** An agent attested in time to the hash that was verified. */
    public void attestedRightly(Address agent) {
        nodes.update(agent, vote(agent, true));
    }

    /** An agent attested to another hash than the verified. */
    public void attestedWrongly(Address agent, String what) {
        nodes.update(agent, vote(agent, false));
        if (genesis.committee().punishAllWrong()) {
            ban(agent, what);
        }
    }

    /** The head produced another hash than the verified: banned under every genesis. */
    public void producedWrongly(Address head, String what) {
        nodes.update(head, vote(head, false));
        ban(head, what);
    }

    /**
     * A node delivered. Who is far off what it sold is banned where the genesis says so, agent or not; a ban that runs is not
     * prolonged: it is for what the node did before, and what it does meanwhile is no second fault.
     *
     * @param reputationPpm reputation of this delivery alone (equation 2)
     */
    public void delivered(Address node, long reputationPpm) {
        if (reputationPpm < genesis.committee().breachPpm() && !office.isBanned(node)) {
            ban(node, "delivered with a reputation of " + reputationPpm + " ppm");
        }
    }

    /** The head's turn passed while the others could attest: a duty that it missed. */
    void missedTurn(Address head) {
        nodes.update(head, vote(head, false));
        afterDuty(head, true);
    }

    /** An agent did not attest to an item in time. */
    void missedItem(Address agent) {
        nodes.update(agent, vote(agent, false));
    }

    /**
     * After a duty: the items whose graces end in one block are one, however many they are, so that a single late moment of
     * an agent with a hundred areas weighs as much as of one with a single area.
     *
     * @param missed whether the agent was still awaited for any of them
     */
    void afterDuty(Address agent, boolean missed) {
        CommitteeTerms terms = genesis.committee();
        Standing standing = nodes.standing(agent).afterDuty(missed, terms.missedWindow());
        nodes.update(agent, standing);
        if (standing.missedDuties() > terms.missedThreshold()) {
            ban(agent, "missed " + standing.missedDuties() + " of its last " + terms.missedWindow() + " duties");
        }
    }

    private Standing vote(Address agent, boolean correct) {
        return nodes.standing(agent).afterVote(correct, genesis.score());
    }

    /** Whether an agent was banned in this block. */
    boolean hasBannedAgents() {
        return agentsBanned;
    }
}
