package io.gridclear.ledger;

import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.ledger.execution.LedgerState;
import io.gridclear.ledger.execution.Transactions;
import io.gridclear.ledger.execution.VerifiedTransactions;
import io.gridclear.ledger.genesis.Foundation;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.Queries;
import io.gridclear.ledger.store.CachedStore;
import io.gridclear.ledger.store.LedgerStore;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as an application of an ordering engine: the path of a block, top to bottom, is {@link #finalizeBlock}. Between
 * a block's execution and its commit the changes stand apart, so that it can be given again after a crash. Single-threaded.
 */
public final class LedgerApplication implements ReplicatedApplication {

    /** A block executed on top of the committed state, and not committed. */
    private record Finalised(Overlay overlay, CommittedState next) {}

    private final LedgerStore store;
    private final VerifiedTransactions signatures;
    private CommittedState committed;
    private @Nullable Founding founding;
    private @Nullable Finalised finalised;

    /**
     * An application over what a store holds.
     *
     * @throws IllegalStateException if that is not the whole state of one height
     */
    public LedgerApplication(LedgerStore store, SignatureVerifier verifier) {
        this.store = new CachedStore(store);
        this.signatures = new VerifiedTransactions(verifier);
        this.committed = CommittedState.of(store);
    }

    @Override
    public Info info() {
        return new Info(committed.height(), committed.applicationHash());
    }

    /**
     * Founds the chain.
     *
     * @throws IllegalArgumentException if the genesis is none, or the engine has a validator that is no candidate's
     * @throws IllegalStateException if the chain has blocks
     */
    @Override
    public Founded initChain(String chainId, long genesisTimeMs, byte[] genesis, List<ValidatorPower> validators) {
        if (committed.height() > 0) {
            throw new IllegalStateException("the chain has blocks up to height " + committed.height());
        }
        Foundation foundation = new Foundation(chainId, genesisTimeMs, LedgerGenesis.of(genesis));
        founding = Founding.of(foundation, validators, store, committed);
        finalised = null;
        return new Founded(founding.state().applicationHash(), founding.validators());
    }

    @Override
    public TransactionResult checkTx(byte[] transaction) {
        LedgerState scratch = stateFor(committed.height() + 1);
        return new Transactions(scratch, signatures).execute(transaction);
    }

    @Override
    public BlockResult finalizeBlock(Block block) {
        finalised = null;
        LedgerState state = stateFor(block.height());
        punishMisbehaviour(state, block.misbehaviour());
        List<TransactionResult> results = execute(state, block.transactions());
        state.decisions().endGraces();
        settleRounds(state);
        List<ValidatorPower> validatorUpdates =
                state.validators().step(state.office().committee());
        state.forgetExpired(committed.lastChange());
        CommittedState next = seal(state);
        return new BlockResult(
                results,
                validatorUpdates,
                next.applicationHash(),
                state.events().events());
    }

    @Override
    public void commit() {
        if (finalised == null) {
            throw new IllegalStateException("nothing to commit after height " + committed.height());
        }
        finalised.next().writeTo(finalised.overlay());
        store.apply(finalised.overlay().changes());
        committed = finalised.next();
        founding = null;
        finalised = null;
    }

    @Override
    public QueryAnswer query(String path, byte[] data) {
        CommittedState current = current();
        if (current.foundation() == null) {
            return Queries.notFounded();
        }
        LedgerState state = stateFor(current.height() + 1);
        return new Queries(
                        state,
                        current.height(),
                        current.applicationHash(),
                        current.root().bytes())
                .answer(path, data);
    }

    /** The committed state, or the founded one before the first block. */
    private CommittedState current() {
        return founding == null ? committed : founding.state();
    }

    /** The state that the block of a height is executed on: a fresh view, whatever was executed before. */
    private LedgerState stateFor(long height) {
        if (height != committed.height() + 1) {
            throw new IllegalStateException("height " + height + " does not follow " + committed.height());
        }
        Foundation foundation = current().foundation();
        if (foundation == null) {
            throw new IllegalStateException("the chain is not founded yet");
        }
        Overlay overlay = new Overlay(store);
        if (founding != null) {
            overlay.putAll(founding.changes());
        }
        return new LedgerState(foundation, overlay, committed.outcomes(), height);
    }

    /** Whoever the engine has proof against is banned, agent or not. */
    private static void punishMisbehaviour(LedgerState state, List<byte[]> validators) {
        for (byte[] validator : validators) {
            Address node = state.nodes().ownerOfValidator(Address.of(validator));
            if (node != null) {
                state.conduct().ban(node, "its validator misbehaved in the engine");
            }
        }
    }

    private List<TransactionResult> execute(LedgerState state, List<byte[]> transactions) {
        Transactions executor = new Transactions(state, signatures);
        List<TransactionResult> results = new ArrayList<>(transactions.size());
        for (byte[] transaction : transactions) {
            results.add(executor.execute(transaction));
        }
        return results;
    }

    /** Without a change and without a deadline the rounds stand where they stood. */
    private static void settleRounds(LedgerState state) {
        if (state.isChanged() || state.rounds().isDeadlineHere()) {
            state.rounds().settle();
        }
    }

    private CommittedState seal(LedgerState state) {
        Overlay overlay = state.overlay();
        CommittedState next = committed.after(
                state.foundation(), state.height(), overlay, state.items().outcomes(), new Sha256());
        finalised = new Finalised(overlay, next);
        return next;
    }
}
