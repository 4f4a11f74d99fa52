package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.OutcomesPage;
import io.gridclear.ledger.query.PageRequest;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.transaction.LedgerTransaction.ClearingClaim;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clearings: handed in as the operator's signed transactions, done when the log of outcomes has them as FINAL. Those that wait
 * to be handed in at a moment go together, as a bridge does with the areas whose periods close at the same moment.
 */
final class LedgerSubject implements Subject {

    /** Of the ledger's window of 100; at most 90 blocks pass from the last look at the height. */
    static final long VALID_FOR_BLOCKS = 90;

    private static final int AREAS = 100;
    private static final String AREA = "area-";
    private static final long PERIOD_MS = 900_000;
    private static final long LINES = 1_000;

    /** Transactions that are handed in at a time where clearings go together: while some travel, others gather. */
    private static final int CALLERS = 4;

    private final Chain chain;
    private final ValidatorKey operator;
    private final int together;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore callers = new Semaphore(CALLERS, true);
    private final AtomicLong transactions = new AtomicLong();
    private long next;
    private volatile long height;

    /** A clearing that somebody wants handed in; the answer comes with the transaction that takes it along. */
    private record Waiting(long number, CompletableFuture<Boolean> answer) {}

    /**
     * Clearings of a ledger.
     *
     * @param together most of them in a transaction
     */
    LedgerSubject(Chain chain, ValidatorKey operator, int together) {
        this.chain = chain;
        this.operator = operator;
        this.together = together;
    }

    /** Transactions that were handed in so far. */
    long transactions() {
        return transactions.get();
    }

    static ItemKey item(long number) {
        return ItemKey.initial(AREA + number % AREAS, number / AREAS * PERIOD_MS);
    }

    private static long number(ItemKey item) {
        return item.periodStart() / PERIOD_MS * AREAS
                + Long.parseLong(item.area().substring(AREA.length()));
    }

    @Override
    public boolean handIn(long number) throws ChainUnavailableException {
        if (together == 1) {
            submit(List.of(number));
            return true;
        }
        Waiting own = new Waiting(number, new CompletableFuture<>());
        waiting.add(own);
        callers.acquireUninterruptibly();
        try {
            while (!own.answer().isDone() && !waiting.isEmpty()) {
                submitWaiting();
            }
        } finally {
            callers.release();
        }
        return own.answer().join();
    }

    private void submitWaiting() {
        List<Waiting> taken = new ArrayList<>();
        for (Waiting each = waiting.poll(); each != null; each = taken.size() < together ? waiting.poll() : null) {
            taken.add(each);
        }
        boolean isTaken = true;
        try {
            submit(taken.stream().map(Waiting::number).toList());
        } catch (ChainUnavailableException e) {
            isTaken = false;
        } finally {
            for (Waiting each : taken) {
                each.answer().complete(isTaken);
            }
        }
    }

    private void submit(List<Long> numbers) throws ChainUnavailableException {
        if (numbers.isEmpty()) {
            return;
        }
        if (height == 0) {
            height = chain.height();
        }
        List<ClearingClaim> claims = new ArrayList<>(numbers.size());
        for (long number : numbers) {
            byte[] content = new CanonicalWriter().int64(number).hash(new Sha256());
            claims.add(new ClearingClaim(item(number), content, content, content, LINES));
        }
        byte[] key = new CanonicalWriter()
                .int64(numbers.get(0))
                .int64(numbers.size())
                .toBytes();
        TransactionResult result = chain.submit(TransactionCodec.encode(
                Participants.CHAIN, new SubmitClearings(claims), operator, height + VALID_FOR_BLOCKS, key));
        if (!result.isAccepted()) {
            throw new IllegalStateException("refused with " + result.code() + ": " + result.detail());
        }
        transactions.incrementAndGet();
    }

    @Override
    public List<Long> done() throws ChainUnavailableException {
        QueryAnswer answer = chain.query(QueryPath.OUTCOMES, new PageRequest(next, PageRequest.MOST).toBytes());
        if (answer.code() != 0) {
            throw new ChainUnavailableException("no outcomes: " + answer.detail());
        }
        height = answer.height();
        List<Long> numbers = new ArrayList<>();
        for (Outcome outcome : OutcomesPage.of(answer.value()).outcomes()) {
            if (outcome.status() != Outcome.Status.FINAL) {
                throw new IllegalStateException(outcome.item() + " is " + outcome.status());
            }
            numbers.add(number(outcome.item()));
            next++;
        }
        return numbers;
    }
}
