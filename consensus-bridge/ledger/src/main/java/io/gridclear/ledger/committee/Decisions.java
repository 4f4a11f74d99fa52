package io.gridclear.ledger.committee;

import io.gridclear.ledger.application.EventLog;
import io.gridclear.ledger.application.LedgerEvent.Kind;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.item.Grace;
import io.gridclear.ledger.item.Graces;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Items;
import io.gridclear.ledger.item.OpenItem;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.item.Outcome.Status;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.score.DeliveryReports;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decides items whose hash is verified and produced, and judges what each agent attested. */
public final class Decisions {

    private final LedgerGenesis genesis;
    private final Items items;
    private final Graces graces;
    private final Office office;
    private final Conduct conduct;
    private final DeliveryReports reports;
    private final EventLog events;
    private final long height;

    public Decisions(
            LedgerGenesis genesis,
            Items items,
            Graces graces,
            DeliveryReports reports,
            Office office,
            Conduct conduct,
            EventLog events,
            long height) {
        this.genesis = genesis;
        this.items = items;
        this.graces = graces;
        this.reports = reports;
        this.office = office;
        this.conduct = conduct;
        this.events = events;
        this.height = height;
    }

    /** Decides an item: FINAL if the verified hash is the operator's, DISPUTED otherwise. */
    void decide(OpenItem item, Address producer, Tally verified) {
        Status status = Arrays.equals(verified.hash(), item.claim().claimedHash()) ? Status.FINAL : Status.DISPUTED;
        Outcome outcome = new Outcome(
                item.key(),
                status,
                item.claim().batchDigest(),
                item.claim().claimedHash(),
                verified.hash(),
                item.claim().settlementRoot(),
                item.claim().lines(),
                producer.toBytes(),
                verified.agents(),
                office.committee().size(),
                height);
        long index = items.decide(item, outcome);
        events.add(
                status == Status.FINAL ? Kind.FINAL : Kind.DISPUTED,
                item.key(),
                verified.agents() + " of " + outcome.agents() + " agents, producer " + producer);
        judge(item, verified, index);
        if (item.key().run() == ItemKey.DELIVERY) {
            // after the judgement: whoever attested rightly to its own breach has attested rightly
            reports.close(item.key(), status).forEach(conduct::delivered);
        }
    }

    private void judge(OpenItem item, Tally verified, long index) {
        Grace grace = new Grace(verified.hash(), new TreeSet<>(), new TreeSet<>());
        for (Committee.Seat seat : office.committee().seats()) {
            Address agent = seat.agent();
            if (office.isBanned(agent)) {
                continue;
            }
            byte[] hash = item.hashOf(agent);
            if (hash == null) {
                grace.awaited().add(agent);
            } else if (Arrays.equals(hash, verified.hash())) {
                grace.attested().add(agent);
                conduct.attestedRightly(agent);
            } else {
                conduct.attestedWrongly(agent, "attested another hash of " + item.key() + " than the verified");
            }
        }
        graces.put(graceOf(height, index), grace);
    }

    /** The grace of an outcome. */
    public Grace.Key graceOf(long decidedHeight, long index) {
        return new Grace.Key(decidedHeight + genesis.committee().deadlineBlocks(), index);
    }

    /**
     * Ends the graces whose last height this is: who is still awaited, in office and heard, has missed the item. All of them
     * together are one duty of every agent that they were of.
     */
    public void endGraces() {
        TreeMap<Address, Boolean> missedByAgent = new TreeMap<>();
        for (Grace grace : graces.endingAt(height)) {
            for (Address agent : grace.attested()) {
                if (isHeard(agent)) {
                    missedByAgent.putIfAbsent(agent, false);
                }
            }
            for (Address agent : grace.awaited()) {
                if (isHeard(agent)) {
                    conduct.missedItem(agent);
                    missedByAgent.put(agent, true);
                }
            }
        }
        missedByAgent.forEach(conduct::afterDuty);
    }

    private boolean isHeard(Address agent) {
        return office.committee().contains(agent) && !office.isBanned(agent);
    }
}
