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
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearing;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;

/** Clearings: handed in as the operator's signed transactions, done when the log of outcomes has them as FINAL. */
final class LedgerSubject implements Subject {

    /** Of the ledger's window of 100; at most 90 blocks pass from the last look at the height. */
    static final long VALID_FOR_BLOCKS = 90;

    private static final int AREAS = 100;
    private static final String AREA = "area-";
    private static final long PERIOD_MS = 900_000;
    private static final long LINES = 1_000;

    private final Chain chain;
    private final ValidatorKey operator;
    private long next;
    private volatile long height;

    LedgerSubject(Chain chain, ValidatorKey operator) {
        this.chain = chain;
        this.operator = operator;
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
        if (height == 0) {
            height = chain.height();
        }
        byte[] content = new CanonicalWriter().int64(number).hash(new Sha256());
        byte[] key = new CanonicalWriter().int64(number).int64(0).toBytes();
        TransactionResult result = chain.submit(TransactionCodec.encode(
                Participants.CHAIN,
                new SubmitClearing(item(number), content, content, content, LINES),
                operator,
                height + VALID_FOR_BLOCKS,
                key));
        if (!result.isAccepted()) {
            throw new IllegalStateException("refused with " + result.code() + ": " + result.detail());
        }
        return true;
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
