package io.gridclear.bridge.ledger;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.engine.proof.ReceiptSource;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.ledger.query.ItemView;
import io.gridclear.ledger.query.LedgerStatus;
import io.gridclear.ledger.query.News;
import io.gridclear.ledger.query.NewsRequest;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.query.NodesView;
import io.gridclear.ledger.query.OpenItemsPage;
import io.gridclear.ledger.query.OutcomeProof;
import io.gridclear.ledger.query.OutcomesPage;
import io.gridclear.ledger.query.PageRequest;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.query.QueryRefusal;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.MessageSigner;
import io.gridclear.ledger.transaction.RefusalCode;
import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ledger over any chain. What does not decode, or does not belong to the question, counts as no answer: the node at the
 * other end is broken, and another may not be. Single-threaded.
 */
public final class ChainLedger implements Ledger {

    /**
     * How many blocks a transaction stays valid: half of the window that a genesis gives by default, so that two nodes
     * which are some blocks apart both take it.
     */
    private static final long VALID_FOR_BLOCKS = 50;

    private static final byte[] NOTHING = {};

    private final Chain chain;
    private final MessageSigner signer;
    private final SignatureVerifier signatures;
    private final Address address;
    private @Nullable TrustedState anchor;
    private @Nullable ReceiptSource receipts;

    /**
     * The ledger in somebody's name.
     *
     * @param signer key of the operator or node
     * @param signatures checks the blocks that proofs rest on
     * @param anchor header that receipts lead from; null for the chain's first block, taken on trust
     */
    public ChainLedger(Chain chain, MessageSigner signer, SignatureVerifier signatures, @Nullable TrustedState anchor) {
        this.chain = chain;
        this.signer = signer;
        this.signatures = signatures;
        this.address = Address.ofKey(signer.publicKey(), new Sha256());
        this.anchor = anchor;
    }

    @Override
    public String chainId() {
        return chain.chainId();
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public Submission submit(LedgerTransaction transaction, byte[] purpose) throws ChainUnavailableException {
        byte[] key = Arrays.copyOf(new Sha256().hash(purpose), TransactionCodec.KEY_LENGTH);
        byte[] bytes =
                TransactionCodec.encode(chain.chainId(), transaction, signer, chain.height() + VALID_FOR_BLOCKS, key);
        TransactionResult result = chain.submit(bytes);
        if (result.isAccepted()) {
            return new Submission.Accepted();
        }
        if (result.code() == RefusalCode.CONFLICTING_CLAIM.code()) {
            return new Submission.Conflicting(result.detail());
        }
        return new Submission.Refused(nameOf(result.code()), result.detail());
    }

    private static String nameOf(int code) {
        try {
            return RefusalCode.ofCode(code).name();
        } catch (IllegalArgumentException e) {
            return "CODE_" + code; // the engine's own
        }
    }

    @Override
    public long height() throws ChainUnavailableException {
        return chain.height();
    }

    @Override
    public OptionalLong blockTimeMs(long height) throws ChainUnavailableException {
        Optional<LightBlock> block = chain.lightBlock(height);
        return block.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(block.get().header().timeSeconds() * 1_000);
    }

    @Override
    public Optional<ItemAnswer> item(ItemKey item) throws ChainUnavailableException {
        return ask(QueryPath.ITEM, item.toBytes(), ItemAnswer::of);
    }

    @Override
    public News news(long fromSequence) throws ChainUnavailableException {
        NewsRequest request = new NewsRequest(address, new PageRequest(fromSequence, PageRequest.MOST));
        return required(QueryPath.NEWS, request.toBytes(), News::of);
    }

    @Override
    public Optional<List<Delivery>> report(ItemKey item) throws ChainUnavailableException {
        return ask(
                QueryPath.REPORT, item.toBytes(), bytes -> TransactionCodec.readDeliveries(new CanonicalReader(bytes)));
    }

    @Override
    public List<ItemView> openItems() throws ChainUnavailableException {
        List<ItemView> items = new ArrayList<>();
        long from = 0;
        while (true) {
            OpenItemsPage page = required(
                    QueryPath.OPEN_ITEMS, new PageRequest(from, PageRequest.MOST).toBytes(), OpenItemsPage::of);
            items.addAll(page.items());
            if (page.items().size() < PageRequest.MOST) {
                return items;
            }
            from = page.items().get(page.items().size() - 1).sequence() + 1;
        }
    }

    @Override
    public long outcomeCount() throws ChainUnavailableException {
        return required(QueryPath.STATUS, NOTHING, LedgerStatus::of).outcomes();
    }

    @Override
    public List<Outcome> outcomes(long fromIndex) throws ChainUnavailableException {
        return required(QueryPath.OUTCOMES, new PageRequest(fromIndex, PageRequest.MOST).toBytes(), OutcomesPage::of)
                .outcomes();
    }

    @Override
    public Optional<OutcomeAt> prove(ItemKey item) throws ChainUnavailableException {
        QueryAnswer answer = chain.query(QueryPath.OUTCOME_PROOF, item.toBytes());
        Optional<OutcomeProof> proof = read(QueryPath.OUTCOME_PROOF, answer, OutcomeProof::of);
        if (proof.isPresent() && !proof.get().outcome().item().equals(item)) {
            throw new ChainUnavailableException("the proof of " + item + " is one of "
                    + proof.get().outcome().item());
        }
        return proof.map(found -> new OutcomeAt(found, answer.height()));
    }

    @Override
    public Optional<byte[]> receiptProof(OutcomeAt proved) throws ChainUnavailableException {
        // the header of a height bears the application hash of the height before
        Optional<LightBlock> block = chain.lightBlock(proved.height() + 1);
        if (block.isEmpty()) {
            return Optional.empty();
        }
        if (!proved.proof().leadsTo(block.get().header().appHash())) {
            throw new ChainUnavailableException(
                    "the proof of " + proved.proof().outcome().item()
                            + " does not lead to the application hash of height " + proved.height());
        }
        return Optional.of(new ReceiptProof(proved.proof(), receipts().headerProof(block.get())).toBytes());
    }

    private ReceiptSource receipts() throws ChainUnavailableException {
        if (anchor == null) {
            anchor = TrustedState.of(chain.lightBlock(1)
                    .orElseThrow(() -> new ChainUnavailableException("there is no first block yet")));
        }
        if (receipts == null) {
            receipts = new ReceiptSource(chain, signatures, anchor);
        }
        return receipts;
    }

    @Override
    public List<NodeView> nodes() throws ChainUnavailableException {
        return required(QueryPath.NODES, NOTHING, NodesView::of).nodes();
    }

    @Override
    public CommitteeView committee() throws ChainUnavailableException {
        return required(QueryPath.COMMITTEE, NOTHING, CommitteeView::of);
    }

    private <T> T required(String path, byte[] data, Function<byte[], T> reader) throws ChainUnavailableException {
        return ask(path, data, reader)
                .orElseThrow(() -> new ChainUnavailableException("the chain has no answer to " + path));
    }

    private <T> Optional<T> ask(String path, byte[] data, Function<byte[], T> reader) throws ChainUnavailableException {
        return read(path, chain.query(path, data), reader);
    }

    private static <T> Optional<T> read(String path, QueryAnswer answer, Function<byte[], T> reader)
            throws ChainUnavailableException {
        if (answer.code() == QueryRefusal.NOT_FOUND.code()) {
            return Optional.empty();
        }
        if (answer.code() != 0) {
            throw new ChainUnavailableException(path + " is refused with " + answer.code() + ": " + answer.detail());
        }
        try {
            return Optional.of(reader.apply(answer.value()));
        } catch (IllegalArgumentException e) {
            throw new ChainUnavailableException("the answer to " + path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
