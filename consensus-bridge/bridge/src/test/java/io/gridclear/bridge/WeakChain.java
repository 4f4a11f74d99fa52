package io.gridclear.bridge;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A chain that fails as a test says. */
public final class WeakChain implements Chain {

    private final Chain chain;
    private final Runnable atEveryCall;
    public boolean down;
    public boolean forgetful;
    public @Nullable TransactionResult refusal;
    public int calls;
    public int submissions;
    public int queries;
    public int queriedBytes;

    /** Runs once, before the next submission. */
    public @Nullable Runnable beforeSubmission;

    /** @param atEveryCall runs before and after every call, and may throw */
    public WeakChain(Chain chain, Runnable atEveryCall) {
        this.chain = chain;
        this.atEveryCall = atEveryCall;
    }

    private interface Call<T> {
        T make() throws ChainUnavailableException;
    }

    private <T> T pass(Call<T> call) throws ChainUnavailableException {
        calls++;
        atEveryCall.run();
        if (down) {
            throw new ChainUnavailableException("the test has taken the chain down");
        }
        T answer = call.make();
        atEveryCall.run();
        return answer;
    }

    @Override
    public String chainId() {
        return chain.chainId();
    }

    @Override
    public TransactionResult submit(byte[] transaction) throws ChainUnavailableException {
        submissions++;
        Runnable before = beforeSubmission;
        beforeSubmission = null;
        if (before != null) {
            before.run();
        }
        return pass(() -> {
            if (refusal != null) {
                return refusal;
            }
            return forgetful ? new TransactionResult(0, "") : chain.submit(transaction);
        });
    }

    @Override
    public QueryAnswer query(String path, byte[] data) throws ChainUnavailableException {
        queries++;
        QueryAnswer answer = pass(() -> chain.query(path, data));
        queriedBytes += answer.value().length;
        return answer;
    }

    @Override
    public long height() throws ChainUnavailableException {
        return pass(chain::height);
    }

    @Override
    public Optional<LightBlock> lightBlock(long height) throws ChainUnavailableException {
        return pass(() -> chain.lightBlock(height));
    }

    @Override
    public String describe() {
        return "weak " + chain.describe();
    }

    @Override
    public void close() {}
}
