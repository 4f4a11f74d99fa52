package io.gridclear.ledger.committee;

import io.gridclear.ledger.application.EventLog;
import io.gridclear.ledger.application.LedgerEvent.Kind;
import io.gridclear.ledger.committee.Committee.Seat;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.item.Items;
import io.gridclear.ledger.item.OpenItem;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Node;
import io.gridclear.ledger.node.Nodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns of the producers (paper, section 3.3.2, steps 2 and 3). A round is the items that one head produces: all that wait
 * when it begins. At the end of each block everything that follows from its attestations happens, until nothing more does.
 */
public final class Rounds {

    private final LedgerGenesis genesis;
    private final Nodes nodes;
    private final Items items;
    private final Office office;
    private final Conduct conduct;
    private final Election election;
    private final Decisions decisions;
    private final EventLog events;
    private final long height;
    private boolean stayReported;

    public Rounds(
            LedgerGenesis genesis,
            Nodes nodes,
            Items items,
            Office office,
            Conduct conduct,
            Decisions decisions,
            EventLog events,
            long height) {
        this.genesis = genesis;
        this.nodes = nodes;
        this.items = items;
        this.office = office;
        this.conduct = conduct;
        this.election = new Election(genesis, nodes);
        this.decisions = decisions;
        this.events = events;
        this.height = height;
    }

    /** Whether the deadline of the head is here, or was. */
    public boolean isDeadlineHere() {
        return committee().isRoundRunning() && height >= committee().deadline();
    }

    /** Carries turns, decisions and elections as far as they go. */
    public void settle() {
        do {
            boolean moved;
            do {
                moved = dismissBannedHeads();
                moved |= electEarly();
                moved |= electInTerm();
                moved |= beginRound();
                moved |= decideRound();
                moved |= endRound();
            } while (moved);
        } while (enforceDeadline());
        reportTooFew();
    }

    private Committee committee() {
        return office.committee();
    }

    /** A banned head loses its turn; a queue without a head ends the cycle, unless nobody at all is heard. */
    private boolean dismissBannedHeads() {
        boolean moved = false;
        for (Address head = committee().head();
                head != null && office.isBanned(head);
                head = committee().head()) {
            office.set(committee().withoutHead());
            moved = true;
        }
        if (committee().head() == null && office.acting() > 0) {
            endCycle();
            return true;
        }
        if (moved) {
            startTurn("the head before is banned");
        }
        return moved;
    }

    /** So few agents are left that they may not reach two thirds: a new committee at once, if one can be elected. */
    private boolean electEarly() {
        if (office.acting() >= genesis.committee().minSeats()
                || !election.isPossible(committee().cycle())) {
            return false;
        }
        endCycle();
        return true;
    }

    /**
     * The cycle's rounds are over, where the genesis counts them, and another one is to begin: only then, so that scores and bans
     * of the last deliveries count.
     */
    private boolean electInTerm() {
        int roundsPerCycle = genesis.committee().roundsPerCycle();
        if (roundsPerCycle == 0
                || committee().isRoundRunning()
                || items.openCount() == 0
                || committee().rounds() < roundsPerCycle) {
            return false;
        }
        endCycle();
        return true;
    }

    private boolean beginRound() {
        if (committee().isRoundRunning() || items.openCount() == 0) {
            return false;
        }
        items.allOpen().forEach(items::joinRound);
        office.set(committee().withDeadline(height + genesis.committee().deadlineBlocks()));
        startTurn("a round of " + items.openCount() + " items");
        return true;
    }

    /** Decides what more than two thirds of the agents, the head among them, attested alike; a head that did not is banned. */
    private boolean decideRound() {
        if (!committee().isRoundRunning()) {
            return false;
        }
        Address head = committee().head();
        boolean moved = false;
        for (OpenItem item : items.allOpen()) {
            if (!item.inRound()) {
                continue;
            }
            Tally tally = Tally.of(item.attestations().values());
            if (item.halfHeight() == 0 && committee().isHalf(tally.agents())) {
                items.halfReached(item, height);
            }
            byte[] produced = head == null ? null : item.hashOf(head);
            if (head == null || produced == null || !committee().isVerifiedBy(tally.agents())) {
                continue;
            }
            if (!Arrays.equals(produced, tally.hash())) {
                conduct.producedWrongly(head, "produced another hash of " + item.key() + " than the verified");
                return true;
            }
            decisions.decide(item, head, tally);
            moved = true;
        }
        return moved;
    }

    private boolean endRound() {
        if (!committee().isRoundRunning() || items.allOpen().stream().anyMatch(OpenItem::inRound)) {
            return false;
        }
        office.set(committee().afterRound());
        return true;
    }

    /** What happens when the blocks of a turn are over and the round is not. */
    private boolean enforceDeadline() {
        if (!isDeadlineHere()) {
            return false;
        }
        Address head = committee().head();
        if (head == null || !committee().isVerifiedBy(office.acting())) {
            events.add(
                    Kind.STALLED,
                    "cycle " + committee().cycle(),
                    office.acting() + " of " + committee().size() + " agents are heard: too few to decide");
            endCycle();
            return true;
        }
        OpenItem missed = firstWithout(head);
        if (missed != null) {
            events.add(Kind.TURN_MISSED, head, "no attestation to " + missed.key() + " by height " + height);
            // held against it only if the others could attest: where the operator withholds a batch, nobody is at fault
            if (isVerified(missed)) {
                conduct.missedTurn(head);
            }
            office.set(committee().withoutHead());
            passOver(this::isAbsent);
            if (committee().head() == null) {
                electPastAbsent();
            }
            startTurn("the head before missed its turn");
            return true;
        }
        if (height == committee().deadline()) {
            reportStalled();
        }
        return false;
    }

    /**
     * Those next in the queue had the same blocks to attest. Who has not, where more than two thirds have, is not waited for:
     * any number of absent agents in a row costs one turn. As no turn was theirs, none is held against them.
     */
    private boolean isAbsent(Address next) {
        OpenItem missed = firstWithout(next);
        return missed != null && isVerified(missed);
    }

    private void passOver(Predicate<Address> absent) {
        for (Address next = committee().head(); next != null; next = committee().head()) {
            if (!office.isBanned(next)) {
                if (!absent.test(next)) {
                    return;
                }
                events.add(Kind.TURN_MISSED, next, "nor has this one attested: passed over");
            }
            office.set(committee().withoutHead());
        }
    }

    /**
     * The row goes on where the queue ran out, in the order of the next: but whoever was no agent before could not attest, and
     * a queue in which everybody misses something of what is verified stays whole.
     */
    private void electPastAbsent() {
        Committee before = committee();
        elect();
        Predicate<Address> absent = agent -> before.contains(agent) && isAbsent(agent);
        if (!committee().seats().stream().filter(Seat::inQueue).map(Seat::agent).allMatch(absent)) {
            passOver(absent);
        }
    }

    /** An item of the round that the head has not attested, one that is verified before any other; null if there is none. */
    private @Nullable OpenItem firstWithout(Address head) {
        OpenItem first = null;
        for (OpenItem item : items.allOpen()) {
            if (item.inRound() && item.hashOf(head) == null) {
                if (isVerified(item)) {
                    return item;
                }
                first = first == null ? item : first;
            }
        }
        return first;
    }

    private boolean isVerified(OpenItem item) {
        return committee().isVerifiedBy(Tally.of(item.attestations().values()).agents());
    }

    private void reportStalled() {
        for (OpenItem item : items.allOpen()) {
            if (item.inRound()) {
                Tally tally = Tally.of(item.attestations().values());
                events.add(
                        Kind.STALLED,
                        item.key(),
                        item.attestations().size() + " of " + committee().size() + " agents attested, at most "
                                + tally.agents() + " of them alike: more than a third is faulty or slow");
            }
        }
    }

    /** The head has the turn, with all blocks of a turn before it. */
    private void startTurn(String why) {
        if (!committee().isRoundRunning()) {
            return;
        }
        office.set(committee().withDeadline(height + genesis.committee().deadlineBlocks()));
        Address head = committee().head();
        if (head != null) {
            events.add(Kind.TURN, head, why + "; until height " + committee().deadline());
        }
    }

    /** Elects, and the first of the new queue has the turn. */
    private void endCycle() {
        elect();
        startTurn("the queue of cycle " + committee().cycle() + " begins");
    }

    /** Elects, or leaves the incumbents in office. Either way a cycle has passed. */
    private void elect() {
        Committee before = committee();
        long cycle = before.cycle() + 1;
        List<Seat> elected = election.elect(before.cycle());
        if (elected.isEmpty()) {
            List<Seat> stay = new ArrayList<>();
            for (Seat seat : before.seats()) {
                boolean heard = !nodes.standing(seat.agent()).isBanned(cycle);
                stay.add(new Seat(seat.agent(), heard, seat.tallyPpm()));
            }
            office.set(new Committee(cycle, stay, before.deadline()));
            events.add(Kind.INCUMBENTS_STAY, "cycle " + cycle, tooFew(before.cycle()));
            stayReported = true;
        } else {
            office.set(new Committee(cycle, elected, before.deadline()));
            items.dropAttestationsUnless(committee()::contains);
            events.add(Kind.ELECTED, "cycle " + cycle, elected.size() + " agents");
        }
        for (Node node : nodes.all()) {
            if (nodes.standing(node.address()).bannedUntilCycle() == cycle) {
                events.add(Kind.RETURNED, node.address(), "may show itself ready for the election of the next cycle");
            }
        }
    }

    private void reportTooFew() {
        if (!stayReported
                && conduct.hasBannedAgents()
                && office.acting() < genesis.committee().minSeats()) {
            events.add(
                    Kind.INCUMBENTS_STAY,
                    "cycle " + committee().cycle(),
                    tooFew(committee().cycle()));
        }
    }

    private String tooFew(long cycle) {
        return election.eligible(cycle).size() + " nodes are eligible, "
                + genesis.committee().minSeats() + " needed";
    }
}
