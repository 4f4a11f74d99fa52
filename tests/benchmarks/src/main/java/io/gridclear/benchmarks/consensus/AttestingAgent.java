package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.ItemView;
import io.gridclear.ledger.query.OpenItemsPage;
import io.gridclear.ledger.query.OutcomesPage;
import io.gridclear.ledger.query.PageRequest;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An agent that sends what a real one does and at its pace: looks at the open items, attests in one transaction to those
 * that it has not attested to, and pauses. It attests what the operator claims, without computing it.
 */
final class AttestingAgent implements AutoCloseable {

    /** As the real one. */
    private static final int MOST_ATTESTATIONS = 400;

    private static final long RESUBMIT_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Chain chain;
    private final ValidatorKey key;
    private final Address address;
    private final long pauseMs;
    private final Thread thread;
    /** Items that it attested and has not seen decided. */
    private final Map<ItemKey, Long> attestedAt = new LinkedHashMap<>();

    private long nextOutcome;
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private volatile boolean closing;

    private AttestingAgent(Chain chain, ValidatorKey key, long pauseMs) {
        this.chain = chain;
        this.key = key;
        this.address = Address.ofKey(key.publicKey(), new Sha256());
        this.pauseMs = pauseMs;
        this.thread = new Thread(this::run, "agent-" + address);
        thread.setDaemon(true);
    }

    /**
     * Starts an agent.
     *
     * @param pauseMs between two looks
     */
    static AttestingAgent start(Chain chain, ValidatorKey key, long pauseMs) {
        AttestingAgent agent = new AttestingAgent(chain, key, pauseMs);
        agent.thread.start();
        return agent;
    }

    /** Transactions that were accepted. */
    long transactions() {
        return transactions.get();
    }

    /** Turns in which the chain did not answer. */
    long unanswered() {
        return unanswered.get();
    }

    private void run() {
        while (!closing) {
            try {
                turn();
            } catch (ChainUnavailableException e) {
                unanswered.incrementAndGet(); // what did not arrive is handed in again in a while
            }
            Pause.ms(pauseMs);
        }
    }

    private void turn() throws ChainUnavailableException {
        long now = System.nanoTime();
        List<Attestation> attestations = new ArrayList<>();
        hearOutcomes(attestations);
        long height = 0;
        long from = 0;
        List<ItemView> views;
        do {
            QueryAnswer answer = ask(QueryPath.OPEN_ITEMS, new PageRequest(from, PageRequest.MOST));
            height = answer.height();
            views = OpenItemsPage.of(answer.value()).items();
            for (ItemView view : views) {
                Long before = attestedAt.get(view.item());
                boolean sent = before != null && now - before < RESUBMIT_NANOS;
                if (!sent && view.hashOf(address).isEmpty() && attestations.size() < MOST_ATTESTATIONS) {
                    attestations.add(new Attestation(view.item(), view.claimedHash()));
                    attestedAt.put(view.item(), now);
                }
                from = view.sequence() + 1;
            }
        } while (views.size() == PageRequest.MOST);
        if (!attestations.isEmpty()) {
            submit(new Attest(attestations), height);
        }
    }

    /** What the others decided before this agent attested, it attests to late: the ledger hears it for some blocks. */
    private void hearOutcomes(List<Attestation> attestations) throws ChainUnavailableException {
        List<Outcome> outcomes;
        do {
            QueryAnswer answer = ask(QueryPath.OUTCOMES, new PageRequest(nextOutcome, MOST_ATTESTATIONS));
            outcomes = OutcomesPage.of(answer.value()).outcomes();
            for (Outcome outcome : outcomes) {
                if (attestedAt.remove(outcome.item()) == null && attestations.size() < MOST_ATTESTATIONS) {
                    attestations.add(new Attestation(outcome.item(), outcome.claimedHash()));
                }
            }
            nextOutcome += outcomes.size();
        } while (outcomes.size() == MOST_ATTESTATIONS);
    }

    private QueryAnswer ask(String path, PageRequest page) throws ChainUnavailableException {
        QueryAnswer answer = chain.query(path, page.toBytes());
        if (answer.code() != 0) {
            throw new ChainUnavailableException(path + ": " + answer.detail());
        }
        return answer;
    }

    private void submit(Attest attest, long height) throws ChainUnavailableException {
        byte[] name = new CanonicalWriter()
                .int64(System.nanoTime())
                .int64(transactions.get())
                .toBytes();
        TransactionResult result = chain.submit(TransactionCodec.encode(
                Participants.CHAIN, attest, key, height + LedgerSubject.VALID_FOR_BLOCKS, name));
        if (result.isAccepted()) {
            transactions.incrementAndGet();
        }
    }

    /** Ends it after its turn. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
