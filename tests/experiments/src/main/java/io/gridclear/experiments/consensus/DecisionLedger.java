package io.gridclear.experiments.consensus;

import io.gridclear.ledger.application.EventLog;
import io.gridclear.ledger.committee.Committee;
import io.gridclear.ledger.committee.Conduct;
import io.gridclear.ledger.committee.Decisions;
import io.gridclear.ledger.committee.Election;
import io.gridclear.ledger.committee.Office;
import io.gridclear.ledger.committee.Rounds;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.item.Graces;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Items;
import io.gridclear.ledger.item.OpenItem;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.item.Outcomes;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Node;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.node.Standing;
import io.gridclear.ledger.score.DeliveryReports;
import io.gridclear.ledger.score.DeliveryScores;
import io.gridclear.ledger.store.MemoryStore;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.market.canonical.Sha256;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's own decisions on plain objects: nodes, office, items, rounds, conduct, elections and scores are those of
 * {@code consensus-bridge/ledger}, held over the blocks of a run. What is left out is what decides nothing: signatures,
 * encodings, hashes of the state. That this changes no course is shown by running the same seed through {@link StackLedger}.
 */
final class DecisionLedger implements CommitteeLedger {

    private final LedgerGenesis genesis;
    private final Members members;
    private final boolean deliveriesAttested;
    private final Nodes nodes;
    private final Office office;
    private final Items items;
    private final Graces graces;
    private final DeliveryReports reports;
    private Conduct conduct;
    private Decisions decisions;
    private Rounds rounds;
    private long height;

    /** What was looked up since the last block: it is asked for many times. */
    private @Nullable List<Integer> heard;

    private @Nullable List<Standing> standings;
    private final Map<ItemKey, OpenItem> openItems = new TreeMap<>();

    /** Hashes of an item, right and wrong. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Hashes(byte[] right, byte[] wrong) {}

    private final Map<ItemKey, Hashes> hashes = new TreeMap<>();

    DecisionLedger(LedgerGenesis genesis, Members members, boolean deliveriesAttested) {
        this.genesis = genesis;
        this.deliveriesAttested = deliveriesAttested;
        this.members = members;
        Sha256 sha256 = new Sha256();
        Overlay overlay = new Overlay(new MemoryStore());
        this.nodes = new Nodes(overlay, sha256);
        for (Candidate candidate : genesis.candidates()) {
            nodes.register(
                    new Node(
                            nodes.addressOf(candidate.nodeKey()),
                            candidate.name(),
                            candidate.nodeKey(),
                            candidate.validatorKey(),
                            candidate.usagePoints()),
                    Standing.ofGenesis(candidate.scorePpm()));
        }
        Office.found(overlay, new Committee(1, new Election(genesis, nodes).elect(0), 0));
        this.office = new Office(overlay, nodes);
        this.items = new Items(overlay, new Outcomes(overlay, 0, sha256));
        this.graces = new Graces(overlay);
        this.reports = new DeliveryReports(overlay, nodes, genesis.score());
        beginBlock();
    }

    private void beginBlock() {
        height++;
        heard = null;
        standings = null;
        openItems.clear();
        EventLog events = new EventLog();
        conduct = new Conduct(genesis, nodes, items, office, events);
        decisions = new Decisions(genesis, items, graces, reports, office, conduct, events, height);
        rounds = new Rounds(genesis, nodes, items, office, conduct, decisions, events, height);
    }

    @Override
    public List<Integer> heard() {
        if (heard == null) {
            heard = lookWhoIsHeard();
        }
        return heard;
    }

    private List<Integer> lookWhoIsHeard() {
        return office.committee().seats().stream()
                .map(Committee.Seat::agent)
                .filter(agent -> !office.isBanned(agent))
                .map(members::number)
                .toList();
    }

    @Override
    public int seats() {
        return office.committee().size();
    }

    @Override
    public boolean isBanned(int node) {
        return standing(node).isBanned(office.committee().cycle());
    }

    @Override
    public boolean isReady(int node) {
        return standing(node).ready();
    }

    private Standing standing(int node) {
        if (standings == null) {
            // nodes of the start come first, and so does whoever registered
            standings = IntStream.range(0, nodes.all().size())
                    .mapToObj(each -> nodes.standing(members.address(each)))
                    .toList();
        }
        return standings.get(node);
    }

    @Override
    public List<ItemKey> open() {
        return items.allOpen().stream().map(OpenItem::key).sorted().toList();
    }

    @Override
    public List<Integer> awaited(ItemKey item) {
        OpenItem open = openItem(item);
        if (open.attestations().size() == heard().size()) {
            return List.of(); // only who is heard has attestations
        }
        return heard().stream()
                .filter(node -> open.hashOf(members.address(node)) == null)
                .toList();
    }

    private OpenItem openItem(ItemKey item) {
        OpenItem known = openItems.get(item);
        if (known != null) {
            return known;
        }
        OpenItem open = items.findOpen(item);
        if (open != null) {
            openItems.put(item, open);
            return open;
        } else {
            throw new IllegalStateException(item + " is not open");
        }
    }

    @Override
    public boolean isFinal(ItemKey item) {
        long index = items.findOutcome(item);
        return index >= 0 && items.outcomes().get(index).status() == Outcome.Status.FINAL;
    }

    @Override
    public void register(int node) {
        nodes.register(
                new Node(
                        members.address(node),
                        Members.name(node),
                        members.nodeKey(node).publicKey(),
                        members.validatorKey(node).publicKey(),
                        List.of(Members.usagePoint(node))),
                Standing.ofNewcomer());
    }

    @Override
    public void ready(int node) {
        Address address = members.address(node);
        nodes.update(address, nodes.standing(address).readied());
    }

    @Override
    public void vote(int node, List<Integer> candidates) {
        nodes.vote(
                members.address(node), candidates.stream().map(members::address).toList());
    }

    @Override
    public void submit(ItemKey run) {
        open(run, 1);
    }

    private void open(ItemKey item, long lines) {
        items.add(
                item,
                new OpenItem.Claim(ItemNames.batch(item), ItemNames.right(item), ItemNames.root(item), lines),
                height);
    }

    @Override
    public void attest(int node, List<Attested> attestations) {
        for (Attested attested : attestations) {
            Hashes both = hashes.computeIfAbsent(
                    attested.item(), item -> new Hashes(ItemNames.right(item), ItemNames.wrong(item)));
            items.attest(openItem(attested.item()), members.address(node), attested.wrong() ? both.wrong : both.right);
        }
    }

    @Override
    public void report(ItemKey metered, List<Delivered> deliveries) {
        if (!deliveriesAttested) {
            score(deliveries);
            return;
        }
        ItemKey item = metered.delivery();
        reports.open(
                item,
                deliveries.stream()
                        .map(each ->
                                new Delivery(Members.usagePoint(each.node()), each.contractedWh(), each.deliveredWh()))
                        .toList());
        open(item, 0);
    }

    private void score(List<Delivered> deliveries) {
        DeliveryScores scores = new DeliveryScores();
        for (Delivered each : deliveries) {
            scores.add(members.address(each.node()), each.contractedWh(), each.deliveredWh());
        }
        scores.apply(nodes, genesis.score()).forEach(conduct::delivered);
    }

    @Override
    public void endBlock() {
        decisions.endGraces();
        rounds.settle();
        beginBlock();
    }

    @Override
    public void close() {
        // nothing is held but memory
    }
}
