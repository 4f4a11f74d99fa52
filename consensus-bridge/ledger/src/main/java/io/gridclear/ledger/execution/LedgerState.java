package io.gridclear.ledger.execution;

import io.gridclear.ledger.application.EventLog;
import io.gridclear.ledger.committee.Conduct;
import io.gridclear.ledger.committee.Decisions;
import io.gridclear.ledger.committee.Office;
import io.gridclear.ledger.committee.Rounds;
import io.gridclear.ledger.committee.ValidatorSchedule;
import io.gridclear.ledger.genesis.Foundation;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.item.Graces;
import io.gridclear.ledger.item.Items;
import io.gridclear.ledger.item.Outcomes;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.score.DeliveryReports;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.market.canonical.Sha256;

/** The state at one height, with the rules that change it: the last committed state and what one block does to it. */
public final class LedgerState {

    private final Foundation foundation;
    private final long height;
    private final Overlay overlay;
    private final Sha256 sha256 = new Sha256();
    private final EventLog events = new EventLog();
    private final Nodes nodes;
    private final Office office;
    private final Items items;
    private final Graces graces;
    private final UsedKeys usedKeys;
    private final DeliveryReports reports;
    private final Conduct conduct;
    private final Decisions decisions;
    private final Rounds rounds;

    /**
     * The state.
     *
     * @param overlay the last committed state; takes the changes
     * @param outcomes number of outcomes in it
     * @param height height of the block that is executed, or would be
     */
    public LedgerState(Foundation foundation, Overlay overlay, long outcomes, long height) {
        this.foundation = foundation;
        this.height = height;
        this.overlay = overlay;
        this.nodes = new Nodes(overlay, sha256);
        this.office = new Office(overlay, nodes);
        this.items = new Items(overlay, new Outcomes(overlay, outcomes, sha256));
        this.graces = new Graces(overlay);
        this.usedKeys = new UsedKeys(overlay, sha256);
        LedgerGenesis genesis = foundation.genesis();
        this.reports = new DeliveryReports(overlay, nodes, genesis.score());
        this.conduct = new Conduct(genesis, nodes, items, office, events);
        this.decisions = new Decisions(genesis, items, graces, reports, office, conduct, events, height);
        this.rounds = new Rounds(genesis, nodes, items, office, conduct, decisions, events, height);
    }

    public Foundation foundation() {
        return foundation;
    }

    public LedgerGenesis genesis() {
        return foundation.genesis();
    }

    /** Height of the block that is executed, or would be. */
    public long height() {
        return height;
    }

    public EventLog events() {
        return events;
    }

    public Nodes nodes() {
        return nodes;
    }

    public Office office() {
        return office;
    }

    public Items items() {
        return items;
    }

    public Graces graces() {
        return graces;
    }

    public Conduct conduct() {
        return conduct;
    }

    public Decisions decisions() {
        return decisions;
    }

    public Rounds rounds() {
        return rounds;
    }

    /** The validators' schedule over the written state. */
    public ValidatorSchedule validators() {
        return new ValidatorSchedule(genesis(), overlay, nodes);
    }

    UsedKeys usedKeys() {
        return usedKeys;
    }

    /** Deliveries that are reported and not decided. */
    public DeliveryReports reports() {
        return reports;
    }

    byte[] hash(byte[] bytes) {
        return sha256.hash(bytes);
    }

    /** Whether anything differs from the last committed state, or may. */
    public boolean isChanged() {
        return !overlay.isEmpty() || nodes.isChanged() || office.isChanged() || items.isChanged() || graces.isChanged();
    }

    /**
     * Writes everything back, and forgets what expired since the last block that changed anything: together with other
     * changes only, so that an empty block leaves the application hash. Nothing can be left that expires later than a window
     * after that block.
     *
     * @param lastChange height of the last block before that changed anything
     */
    public void forgetExpired(long lastChange) {
        flush();
        if (overlay.isEmpty()) {
            return;
        }
        long window = Math.max(
                genesis().limits().transactionWindowBlocks(),
                genesis().committee().deadlineBlocks());
        for (long expired = lastChange + 1; expired <= Math.min(height, lastChange + window); expired++) {
            usedKeys.sweep(expired);
            graces.sweep(expired);
        }
        graces.flush();
    }

    private void flush() {
        nodes.flush();
        office.flush();
        items.flush();
        graces.flush();
    }

    /** The committed state with everything that was written back. */
    public Overlay overlay() {
        return overlay;
    }
}
