package io.gridclear.experiments.consensus;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.embedded.EmbeddedChain;
import io.gridclear.engine.embedded.EmbeddedChainConfiguration;
import io.gridclear.engine.embedded.EmbeddedChainListener;
import io.gridclear.engine.embedded.LedgerHome;
import io.gridclear.engine.embedded.SharedVerdicts;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.ledger.query.ItemView;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.query.NodesView;
import io.gridclear.ledger.query.OpenItemsPage;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.Possession;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The whole embedded stack: every node is a replica on the embedded log, everything that it does is a transaction signed with
 * its Ed25519 key, and every answer is a query. A transaction that is refused ends the run.
 */
final class StackLedger implements CommitteeLedger {

    private static final String CHAIN_ID = "gridclear-experiment";
    private static final long BLOCK_MS = 1_000;
    private static final int VALID_BLOCKS = 20;

    /** A transaction that the next block takes. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Waiting(String kind, byte[] bytes) {}

    private final Members members;
    private final EmbeddedChain chain;
    private final Map<String, Integer> acceptedByKind = new TreeMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Integer, NodeView> nodes = new TreeMap<>();
    private final Map<ItemKey, ItemView> openItems = new TreeMap<>();
    private final Map<ItemKey, byte[]> reported = new TreeMap<>();
    private @Nullable CommitteeView committee;
    private long nowMs;
    private long transactions;
    private volatile List<TransactionResult> lastResults = List.of();

    /**
     * Founds a chain.
     *
     * @param replicas nodes, each with its replica
     */
    StackLedger(LedgerGenesis genesis, Members members, int replicas) {
        this.members = members;
        SharedVerdicts signatures = new SharedVerdicts(Ed25519Verifiers.best()::verify);
        List<LedgerHome> homes = IntStream.range(0, replicas)
                .mapToObj(node -> LedgerHome.inMemory(members.validatorKey(node), signatures))
                .toList();
        InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
        this.chain = EmbeddedChain.inMemory(
                EmbeddedChainConfiguration.of(CHAIN_ID, 0, genesis.toBytes(), List.of()),
                homes,
                clock,
                new EmbeddedChainListener() {
                    @Override
                    public void onBlock(long height, int count, BlockResult result) {
                        lastResults = result.results();
                    }
                });
        look();
    }

    /** Number of transactions that took effect, by kind. */
    Map<String, Integer> acceptedByKind() {
        return Collections.unmodifiableMap(acceptedByKind);
    }

    /** Height of the last block. */
    long height() {
        return chain.height();
    }

    private void look() {
        committee = CommitteeView.of(ask(QueryPath.COMMITTEE, new byte[0]));
        nodes.clear();
        for (NodeView node : NodesView.of(ask(QueryPath.NODES, new byte[0])).nodes()) {
            nodes.put(members.number(node.address()), node);
        }
        openItems.clear();
        for (ItemView item :
                OpenItemsPage.of(ask(QueryPath.OPEN_ITEMS, new byte[0])).items()) {
            openItems.put(item.item(), item);
        }
    }

    private byte[] ask(String path, byte[] data) {
        try {
            QueryAnswer answer = chain.query(path, data);
            if (answer.code() != 0) {
                throw new IllegalStateException(path + ": " + answer.detail());
            }
            return answer.value();
        } catch (ChainUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    private CommitteeView committee() {
        if (committee == null) {
            throw new IllegalStateException("nobody has looked yet");
        }
        return committee;
    }

    private NodeView node(int node) {
        NodeView view = nodes.get(node);
        if (view == null) {
            throw new IllegalStateException("node " + node + " is not registered");
        }
        return view;
    }

    @Override
    public List<Integer> heard() {
        return committee().agents().stream()
                .filter(agent -> !agent.banned())
                .map(agent -> members.number(agent.address()))
                .toList();
    }

    @Override
    public int seats() {
        return committee().agents().size();
    }

    @Override
    public boolean isBanned(int node) {
        return node(node).banned();
    }

    @Override
    public boolean isReady(int node) {
        return node(node).ready();
    }

    @Override
    public List<ItemKey> open() {
        return List.copyOf(openItems.keySet());
    }

    @Override
    public List<Integer> awaited(ItemKey item) {
        ItemView open = openItems.get(item);
        if (open == null) {
            throw new IllegalStateException(item + " is not open");
        }
        return heard().stream()
                .filter(agent -> open.hashOf(members.address(agent)).isEmpty())
                .toList();
    }

    @Override
    public boolean isFinal(ItemKey item) {
        return ItemAnswer.of(ask(QueryPath.ITEM, item.toBytes())) instanceof ItemAnswer.Decided decided
                && decided.outcome().status() == Outcome.Status.FINAL;
    }

    @Override
    public void register(int node) {
        ValidatorKey validator = members.validatorKey(node);
        ValidatorKey key = members.nodeKey(node);
        send(
                key,
                new RegisterCandidate(
                        Members.name(node),
                        validator.publicKey(),
                        validator.sign(Possession.message(CHAIN_ID, key.publicKey())),
                        List.of(Members.usagePoint(node))));
    }

    @Override
    public void ready(int node) {
        send(members.nodeKey(node), new Ready());
    }

    @Override
    public void vote(int node, List<Integer> candidates) {
        send(
                members.nodeKey(node),
                new CastVote(candidates.stream()
                        .map(candidate -> members.address(candidate).toBytes())
                        .toList()));
    }

    @Override
    public void submit(ItemKey run) {
        send(
                members.operator(),
                SubmitClearings.of(run, ItemNames.batch(run), ItemNames.right(run), ItemNames.root(run), 1));
    }

    @Override
    public void attest(int node, List<Attested> items) {
        send(
                members.nodeKey(node),
                new Attest(items.stream()
                        .map(each -> new Attestation(
                                each.item(), each.wrong() ? ItemNames.wrong(each.item()) : right(each.item())))
                        .toList()));
    }

    private byte[] right(ItemKey item) {
        byte[] hash = reported.get(item);
        return hash == null ? ItemNames.right(item) : hash;
    }

    @Override
    public void report(ItemKey metered, List<Delivered> deliveries) {
        ReportDelivery report = new ReportDelivery(
                metered,
                deliveries.stream()
                        .map(each ->
                                new Delivery(Members.usagePoint(each.node()), each.contractedWh(), each.deliveredWh()))
                        .toList());
        reported.put(metered.delivery(), report.hash());
        send(members.operator(), report);
    }

    private void send(ValidatorKey sender, LedgerTransaction transaction) {
        byte[] idempotencyKey =
                new CanonicalWriter().int64(0).int64(transactions++).toBytes();
        waiting.add(new Waiting(
                transaction.getClass().getSimpleName(),
                TransactionCodec.encode(CHAIN_ID, transaction, sender, chain.height() + VALID_BLOCKS, idempotencyKey)));
    }

    @Override
    public void endBlock() {
        try {
            for (Waiting each : waiting) {
                requireAccepted(each.kind, chain.submit(each.bytes));
            }
        } catch (ChainUnavailableException e) {
            throw new IllegalStateException(e);
        }
        nowMs += BLOCK_MS;
        if (!chain.makeBlock()) {
            throw new IllegalStateException("no block: " + chain.condition());
        }
        if (lastResults.size() != waiting.size()) {
            throw new IllegalStateException(
                    "the block took " + lastResults.size() + " of " + waiting.size() + " transactions");
        }
        for (int i = 0; i < waiting.size(); i++) {
            requireAccepted(waiting.get(i).kind, lastResults.get(i));
            acceptedByKind.merge(waiting.get(i).kind, 1, Integer::sum);
        }
        waiting.clear();
        look();
    }

    private static void requireAccepted(String kind, TransactionResult result) {
        if (!result.isAccepted()) {
            throw new IllegalStateException(kind + " is refused with " + result.code() + ": " + result.detail());
        }
    }

    @Override
    public void close() {
        chain.close();
    }
}
