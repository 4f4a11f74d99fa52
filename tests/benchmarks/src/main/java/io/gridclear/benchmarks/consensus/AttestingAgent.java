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
import io.gridclear.ledger.query.News;
import io.gridclear.ledger.query.NewsRequest;
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
 * An agent that sends what a real one does and at its pace: looks at what is new, attests in one transaction to items
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

    /** Decided without this agent. */
    private final List<Attestation> unheard = new ArrayList<>();

    private long nextSequence;
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
        News news = news(nextSequence);
        List<Attestation> attestations = new ArrayList<>();
        hearOutcomes(news.outcomes());
        unheard.removeIf(item -> attestations.size() < MOST_ATTESTATIONS && attestations.add(item));
        news = read(news, now, attestations);
        nextSequence = Math.max(nextSequence, news.nextSequence());
        if (attestedAt.values().stream().anyMatch(at -> now - at > RESUBMIT_NANOS)) {
            read(news(0), now, attestations);
        }
        if (!attestations.isEmpty()) {
            submit(new Attest(attestations), news.height());
        }
    }

    /** Reads on to the end, or until the transaction is full; what does not fit is read again. */
    private News read(News first, long now, List<Attestation> attestations) throws ChainUnavailableException {
        News news = first;
        while (true) {
            for (ItemView view : news.items()) {
                if (attestations.size() == MOST_ATTESTATIONS) {
                    return new News(
                            news.height(), news.cycle(), news.heard(), view.sequence(), news.outcomes(), List.of());
                }
                Long before = attestedAt.get(view.item());
                if (view.hashOf(address).isPresent()) {
                    attestedAt.put(view.item(), Long.MAX_VALUE);
                } else if (before == null || now - before > RESUBMIT_NANOS) {
                    attestations.add(new Attestation(view.item(), view.claimedHash()));
                    attestedAt.put(view.item(), now);
                }
            }
            if (news.items().size() < PageRequest.MOST) {
                return news;
            }
            news = news(news.nextSequence());
        }
    }

    /** What the others decided before this agent attested, it attests to late: the ledger hears it for some blocks. */
    private void hearOutcomes(long count) throws ChainUnavailableException {
        while (nextOutcome < count) {
            byte[] page = new PageRequest(nextOutcome, PageRequest.MOST).toBytes();
            List<Outcome> outcomes =
                    OutcomesPage.of(ask(QueryPath.OUTCOMES, page).value()).outcomes();
            if (outcomes.isEmpty()) {
                return; // a node that is behind the one before
            }
            for (Outcome outcome : outcomes) {
                if (attestedAt.remove(outcome.item()) == null) {
                    unheard.add(new Attestation(outcome.item(), outcome.claimedHash()));
                }
                nextOutcome++;
            }
        }
    }

    private News news(long from) throws ChainUnavailableException {
        NewsRequest request = new NewsRequest(address, new PageRequest(from, PageRequest.MOST));
        return News.of(ask(QueryPath.NEWS, request.toBytes()).value());
    }

    private QueryAnswer ask(String path, byte[] data) throws ChainUnavailableException {
        QueryAnswer answer = chain.query(path, data);
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
