package io.gridclear.ledger;

import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ledger.application.ReplicatedApplication.Block;
import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;
import io.gridclear.ledger.application.ReplicatedApplication.Founded;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.genesis.LedgerGenesis.CommitteeTerms;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.ledger.query.ItemView;
import io.gridclear.ledger.query.LedgerStatus;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.query.NodesView;
import io.gridclear.ledger.query.OutcomeProof;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.store.MemoryStore;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.LedgerTransaction.ClearingClaim;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.RefusalCode;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** One replica, driven block by block; nodes are called node0, node1 and so on. */
public final class TestChain {

    public static final String CHAIN_ID = "gridclear-test";
    public static final TestKey OPERATOR = new TestKey("operator");

    private final MemoryStore store = new MemoryStore();
    private final LedgerGenesis genesis;
    private final TreeMap<Address, TestKey> keys = new TreeMap<>();
    private LedgerApplication application;
    private final Founded founded;
    private long height;
    private long nextIdempotencyKey;
    private BlockResult last;

    public TestChain(LedgerGenesis genesis) {
        this.genesis = genesis;
        this.application = new LedgerApplication(store, TestKey.VERIFIER);
        this.founded = application.initChain(CHAIN_ID, 0, genesis.toBytes(), List.of());
        for (int i = 0; i < genesis.candidates().size() + 20; i++) {
            keys.put(node(i).address(), node(i));
        }
        this.last = new BlockResult(List.of(), List.of(), founded.applicationHash(), List.of());
    }

    /** A genesis in the paper's profile of so many nodes; node i has the score 900,000 - 1,000 i, and usage point up-i. */
    public static LedgerGenesis genesis(int nodes, int seats) {
        return LedgerGenesis.paper(seats, List.of(OPERATOR.publicKey()), candidates(nodes));
    }

    public static List<Candidate> candidates(int nodes) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            candidates.add(new Candidate(
                    "node" + i,
                    node(i).publicKey(),
                    validator(i).publicKey(),
                    List.of("up-" + i),
                    900_000 - 1_000L * i));
        }
        return candidates;
    }

    /** Terms with bans of K cycles, deadlines of D blocks. */
    public static CommitteeTerms terms(int seats, int minSeats, int banCycles, int deadlineBlocks) {
        return new CommitteeTerms(seats, minSeats, banCycles, deadlineBlocks, 20, 5, true, 10);
    }

    /** All nodes in the committee. */
    public static TestChain ofAgents(int agents) {
        return new TestChain(genesis(agents, agents));
    }

    public static TestKey node(int i) {
        return new TestKey("node" + i);
    }

    public static TestKey validator(int i) {
        return new TestKey("validator" + i);
    }

    public LedgerApplication application() {
        return application;
    }

    public MemoryStore store() {
        return store;
    }

    public Founded founded() {
        return founded;
    }

    public long height() {
        return height;
    }

    public BlockResult last() {
        return last;
    }

    /** A new process over the same store. */
    public void restart() {
        application = new LedgerApplication(store, TestKey.VERIFIER);
    }

    // ---- blocks

    public BlockResult block(byte[]... transactions) {
        return block(List.of(transactions));
    }

    public BlockResult block(List<byte[]> transactions) {
        return block(transactions, List.of());
    }

    public BlockResult misbehave(TestKey validator) {
        return block(List.of(), List.of(validator.address().toBytes()));
    }

    public BlockResult block(List<byte[]> transactions, List<byte[]> misbehaviour) {
        height++;
        last = application.finalizeBlock(new Block(height, height * 1_000, transactions, misbehaviour, new byte[20]));
        application.commit();
        return last;
    }

    /** Empty blocks. */
    public List<LedgerEvent> pass(int blocks) {
        List<LedgerEvent> events = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            events.addAll(block().events());
        }
        return events;
    }

    /** One transaction in a block of its own. */
    public TransactionResult send(TestKey sender, LedgerTransaction transaction) {
        return block(tx(sender, transaction)).results().get(0);
    }

    /** The refusal of one transaction in a block of its own, or null. */
    public RefusalCode refusal(TestKey sender, LedgerTransaction transaction) {
        TransactionResult result = send(sender, transaction);
        return result.isAccepted() ? null : RefusalCode.ofCode(result.code());
    }

    // ---- transactions

    public byte[] tx(TestKey sender, LedgerTransaction transaction) {
        return TransactionCodec.encode(CHAIN_ID, transaction, sender, height + 50, freshKey());
    }

    public byte[] freshKey() {
        return new CanonicalWriter().int64(7).int64(nextIdempotencyKey++).toBytes();
    }

    public static ItemKey item(int i) {
        return ItemKey.initial("area-" + i, 900_000L * i);
    }

    /** The right hash of item i. */
    public static byte[] right(int i) {
        return hash("right-" + i);
    }

    /** A wrong hash of item i. */
    public static byte[] wrong(int i) {
        return hash("wrong-" + i);
    }

    public static byte[] hash(String text) {
        return new CanonicalWriter().start(text).hash(new Sha256());
    }

    /** An honest claim. */
    public static SubmitClearings submit(int i) {
        return submit(i, right(i));
    }

    public static SubmitClearings submit(int i, byte[] claimedHash) {
        return new SubmitClearings(List.of(claim(i, claimedHash)));
    }

    public static ClearingClaim claim(int i) {
        return claim(i, right(i));
    }

    public static ClearingClaim claim(int i, byte[] claimedHash) {
        return new ClearingClaim(item(i), hash("batch-" + i), claimedHash, hash("root-" + i), 100 + i);
    }

    public BlockResult open(int... items) {
        List<byte[]> transactions = new ArrayList<>();
        for (int i : items) {
            transactions.add(tx(OPERATOR, submit(i)));
        }
        return block(transactions);
    }

    public static Attest attest(int i, byte[] hash) {
        return new Attest(List.of(new Attestation(item(i), hash)));
    }

    public byte[] attestTx(TestKey agent, int i, byte[] hash) {
        return tx(agent, attest(i, hash));
    }

    /** All these attest rightly to an item, in one block. */
    public BlockResult attestAll(List<TestKey> agents, int item) {
        return attestAll(agents, item, right(item));
    }

    public BlockResult attestAll(List<TestKey> agents, int item, byte[] hash) {
        return block(agents.stream().map(agent -> attestTx(agent, item, hash)).toList());
    }

    public TransactionResult ready(TestKey node) {
        return send(node, new Ready());
    }

    public static CastVote vote(TestKey... candidates) {
        return new CastVote(
                Arrays.stream(candidates).map(key -> key.address().toBytes()).toList());
    }

    // ---- questions

    public CommitteeView committee() {
        return CommitteeView.of(ask(QueryPath.COMMITTEE, new byte[0]).value());
    }

    /** Agents in the order of Qblock. */
    public List<TestKey> agents() {
        return committee().agents().stream().map(agent -> key(agent.address())).toList();
    }

    /** Agents still to produce. */
    public List<TestKey> queue() {
        return committee().agents().stream()
                .filter(CommitteeView.Agent::inQueue)
                .map(agent -> key(agent.address()))
                .toList();
    }

    public TestKey head() {
        return key(committee().head().orElseThrow());
    }

    public TestKey key(Address address) {
        TestKey key = keys.get(address);
        if (key == null) {
            throw new IllegalArgumentException("nobody has the address " + address);
        }
        return key;
    }

    public NodeView view(TestKey node) {
        return NodesView.of(ask(QueryPath.NODES, new byte[0]).value()).nodes().stream()
                .filter(view -> view.address().equals(node.address()))
                .findFirst()
                .orElseThrow();
    }

    public LedgerStatus status() {
        return LedgerStatus.of(ask(QueryPath.STATUS, new byte[0]).value());
    }

    /** The METERED run of item i. */
    public static ItemKey metered(int i) {
        return new ItemKey(item(i).area(), item(i).periodStart(), ItemKey.METERED, 0);
    }

    /** A report on item i's METERED run, with nothing for the usage points of genesis that are not named. */
    public ReportDelivery report(int i, Delivery... named) {
        List<Delivery> deliveries = new ArrayList<>(List.of(named));
        for (Candidate candidate : genesis.candidates()) {
            for (String point : candidate.usagePoints()) {
                if (deliveries.stream()
                        .noneMatch(delivery -> delivery.usagePoint().equals(point))) {
                    deliveries.add(new Delivery(point, 0, 0));
                }
            }
        }
        return new ReportDelivery(metered(i), deliveries);
    }

    /** Opens the METERED run of item i. */
    public void meter(int i) {
        send(OPERATOR, SubmitClearings.of(metered(i), hash("batch-m" + i), hash("right-m" + i), hash("root-m" + i), 9));
    }

    /** These agents attest to an item, in one block. */
    public BlockResult attestAll(List<TestKey> agents, ItemKey item, byte[] hash) {
        return block(agents.stream()
                .map(agent -> tx(agent, new Attest(List.of(new Attestation(item, hash)))))
                .toList());
    }

    public boolean isDecided(int item) {
        return answer(item) instanceof ItemAnswer.Decided;
    }

    public Outcome outcome(int item) {
        return ((ItemAnswer.Decided) answer(item)).outcome();
    }

    public ItemView openItem(int item) {
        return ((ItemAnswer.Open) answer(item)).view();
    }

    private ItemAnswer answer(int item) {
        return ItemAnswer.of(ask(QueryPath.ITEM, item(item).toBytes()).value());
    }

    public OutcomeProof proof(int item) {
        return OutcomeProof.of(
                ask(QueryPath.OUTCOME_PROOF, item(item).toBytes()).value());
    }

    public QueryAnswer ask(String path, byte[] data) {
        QueryAnswer answer = application.query(path, data);
        if (answer.code() != 0) {
            throw new IllegalArgumentException(path + ": " + answer.detail());
        }
        return answer;
    }

    public LedgerGenesis genesis() {
        return genesis;
    }

    public List<ValidatorPower> firstValidators() {
        return founded.validators();
    }

    public static List<LedgerEvent.Kind> kinds(List<LedgerEvent> events) {
        return events.stream().map(LedgerEvent::kind).toList();
    }
}
