package io.gridclear.ledger.query;

import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.committee.Committee;
import io.gridclear.ledger.committee.Election;
import io.gridclear.ledger.committee.Office;
import io.gridclear.ledger.execution.LedgerState;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Items;
import io.gridclear.ledger.item.OpenItem;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.item.Outcomes;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Node;
import io.gridclear.ledger.node.Standing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers queries from a committed state; see {@link QueryPath}. */
public final class Queries {

    private final LedgerState state;
    private final long height;
    private final byte[] applicationHash;
    private final byte[] mutableRoot;

    /**
     * Over a committed state.
     *
     * @param height its height
     * @param applicationHash its hash
     * @param mutableRoot root over its mutable entries
     */
    public Queries(LedgerState state, long height, byte[] applicationHash, byte[] mutableRoot) {
        this.state = state;
        this.height = height;
        this.applicationHash = applicationHash;
        this.mutableRoot = mutableRoot;
    }

    /** The answer when there is no state yet. */
    public static QueryAnswer notFounded() {
        return refused(QueryRefusal.NOT_FOUNDED, "the chain is not founded yet", 0);
    }

    /** Answers; never throws for what was asked. */
    public QueryAnswer answer(String path, byte[] data) {
        switch (path) {
            case QueryPath.STATUS:
                return found(status().toBytes());
            case QueryPath.COMMITTEE:
                return found(committee().toBytes());
            case QueryPath.NODES:
                return found(nodes().toBytes());
            case QueryPath.OPEN_ITEMS, QueryPath.OUTCOMES:
                return page(path, data);
            case QueryPath.NEWS:
                return news(data);
            case QueryPath.ITEM, QueryPath.OUTCOME_PROOF, QueryPath.REPORT:
                return item(path, data);
            default:
                return refused(QueryRefusal.UNKNOWN_PATH, "no path " + path, height);
        }
    }

    private QueryAnswer page(String path, byte[] data) {
        PageRequest request;
        try {
            request = PageRequest.of(data);
        } catch (IllegalArgumentException e) {
            return refused(QueryRefusal.MALFORMED, String.valueOf(e.getMessage()), height);
        }
        return found(
                path.equals(QueryPath.OUTCOMES)
                        ? outcomes(request).toBytes()
                        : openItems(request).toBytes());
    }

    private QueryAnswer news(byte[] data) {
        NewsRequest request;
        try {
            request = NewsRequest.of(data);
        } catch (IllegalArgumentException e) {
            return refused(QueryRefusal.MALFORMED, String.valueOf(e.getMessage()), height);
        }
        Items items = state.items();
        List<ItemView> views = views(request.page());
        // A full page may not be the last one.
        long next = views.size() < request.page().most()
                ? Math.max(request.page().from(), items.nextSequence())
                : views.get(views.size() - 1).sequence() + 1;
        Office office = state.office();
        boolean heard = office.committee().seats().stream()
                        .anyMatch(seat -> seat.agent().equals(request.node()))
                && !office.isBanned(request.node());
        return found(new News(
                        height,
                        office.committee().cycle(),
                        heard,
                        next,
                        items.outcomes().count(),
                        views)
                .toBytes());
    }

    private QueryAnswer item(String path, byte[] data) {
        ItemKey key;
        try {
            key = ItemKey.of(data);
        } catch (IllegalArgumentException e) {
            return refused(QueryRefusal.MALFORMED, String.valueOf(e.getMessage()), height);
        }
        byte[] answer = switch (path) {
            case QueryPath.ITEM -> itemAnswer(key);
            case QueryPath.REPORT -> state.reports().bytes(key);
            default -> proof(key);
        };
        return answer == null ? refused(QueryRefusal.NOT_FOUND, "not known: " + key, height) : found(answer);
    }

    private LedgerStatus status() {
        Committee committee = state.office().committee();
        return new LedgerStatus(
                state.foundation().chainId(),
                state.genesis().profile(),
                height,
                applicationHash,
                committee.cycle(),
                state.nodes().all().size(),
                committee.size(),
                state.items().openCount(),
                state.items().outcomes().count());
    }

    private CommitteeView committee() {
        Office office = state.office();
        Committee committee = office.committee();
        List<CommitteeView.Agent> agents = new ArrayList<>();
        for (Committee.Seat seat : committee.seats()) {
            agents.add(new CommitteeView.Agent(
                    seat.agent(), seat.inQueue(), office.isBanned(seat.agent()), seat.tallyPpm()));
        }
        List<CommitteeView.Ban> bans = new ArrayList<>();
        for (Node node : state.nodes().all()) {
            if (office.isBanned(node.address())) {
                bans.add(new CommitteeView.Ban(
                        node.address(), state.nodes().standing(node.address()).bannedUntilCycle()));
            }
        }
        List<Address> next = new Election(state.genesis(), state.nodes())
                .elect(committee.cycle()).stream().map(Committee.Seat::agent).toList();
        return new CommitteeView(
                committee.cycle(),
                agents,
                state.genesis().committee().seats(),
                state.genesis().committee().minSeats(),
                committee.deadline(),
                bans,
                next);
    }

    private NodesView nodes() {
        List<NodeView> views = new ArrayList<>();
        for (Node node : state.nodes().all()) {
            Standing standing = state.nodes().standing(node.address());
            views.add(new NodeView(
                    node.address(),
                    node.name(),
                    node.nodeKey(),
                    node.validatorKey(),
                    node.usagePoints(),
                    standing.ready(),
                    standing.bannedUntilCycle(),
                    state.office().isBanned(node.address()),
                    standing.missedDuties(),
                    standing.scorePpm(),
                    standing.reputationPpm(),
                    standing.amountPpm(),
                    standing.correctVotesPpm(),
                    state.nodes().vote(node.address())));
        }
        return new NodesView(views);
    }

    private OpenItemsPage openItems(PageRequest request) {
        return new OpenItemsPage(views(request), state.items().openCount());
    }

    private List<ItemView> views(PageRequest request) {
        return state.items().openFrom(request.from(), request.most()).stream()
                .map(this::view)
                .toList();
    }

    private OutcomesPage outcomes(PageRequest request) {
        Outcomes log = state.items().outcomes();
        List<Outcome> outcomes = new ArrayList<>();
        for (long i = request.from(); i < log.count() && outcomes.size() < request.most(); i++) {
            outcomes.add(log.get(i));
        }
        return new OutcomesPage(request.from(), outcomes, log.count());
    }

    private byte @Nullable [] itemAnswer(ItemKey key) {
        Items items = state.items();
        OpenItem open = items.findOpen(key);
        if (open != null) {
            return new ItemAnswer.Open(view(open)).toBytes();
        }
        long index = items.findOutcome(key);
        return index < 0 ? null : new ItemAnswer.Decided(index, items.outcomes().get(index)).toBytes();
    }

    private byte @Nullable [] proof(ItemKey key) {
        long index = state.items().findOutcome(key);
        if (index < 0) {
            return null;
        }
        Outcomes log = state.items().outcomes();
        return new OutcomeProof(log.get(index), log.path(index), log.root(), mutableRoot).toBytes();
    }

    private ItemView view(OpenItem item) {
        List<ItemView.AgentHash> attestations = new ArrayList<>();
        item.attestations().forEach((agent, hash) -> attestations.add(new ItemView.AgentHash(agent, hash)));
        Committee committee = state.office().committee();
        return new ItemView(
                item.sequence(),
                item.key(),
                item.claim().batchDigest(),
                item.claim().claimedHash(),
                item.claim().settlementRoot(),
                item.claim().lines(),
                item.openedHeight(),
                item.inRound(),
                item.inRound() ? committee.deadline() : 0,
                item.halfHeight(),
                committee.size(),
                attestations);
    }

    private QueryAnswer found(byte[] value) {
        return new QueryAnswer(0, "", height, value);
    }

    private static QueryAnswer refused(QueryRefusal refusal, String detail, long height) {
        return new QueryAnswer(refusal.code(), detail, height, new byte[0]);
    }
}
