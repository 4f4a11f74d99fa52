package io.gridclear.engine.proof;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.LightVerdict;
import io.gridclear.engine.light.LightVerdict.Reason;
import io.gridclear.engine.light.LightVerdict.Refused;
import io.gridclear.engine.light.LightVerdict.Verified;
import io.gridclear.engine.light.LightVerifier;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.query.OutcomeProof;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.transaction.SignatureVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes receipts from what a chain answers, and checks every one before it hands it out. What it has verified it need not
 * verify again: it goes on from the last header. Single-threaded.
 */
public final class ReceiptSource {

    private final Chain chain;
    private final LightVerifier light;
    private final TrustedState anchor;

    /** Blocks from the anchor to the last header that was reached with a changed validator set; what a receipt repeats. */
    private final List<LightBlock> bridge = new ArrayList<>();

    private TrustedState reached;

    /** What was asked for last and had no signed block yet: under load the state has changed by the next question. */
    private @Nullable Unsigned unsigned;

    private record Unsigned(ItemKey item, OutcomeProof outcome, long height) {}

    /**
     * Makes receipts for people who trust a header.
     *
     * @param anchor the header that they trust
     */
    public ReceiptSource(Chain chain, SignatureVerifier signatures, TrustedState anchor) {
        this.chain = chain;
        this.light = new LightVerifier(signatures);
        this.anchor = anchor;
        this.reached = anchor;
    }

    /**
     * The receipt of an item.
     *
     * @return empty while the item has no outcome, or no block yet signs the state that holds it: ask again
     * @throws ChainUnavailableException if the chain does not answer, or answers what does not follow from the anchor
     */
    public Optional<ReceiptProof> receipt(ItemKey item) throws ChainUnavailableException {
        Unsigned asked = unsigned;
        if (asked == null || !asked.item().equals(item)) {
            QueryAnswer answer = chain.query(QueryPath.OUTCOME_PROOF, item.toBytes());
            if (answer.code() != 0) {
                return Optional.empty();
            }
            asked = new Unsigned(item, outcome(item, answer), answer.height());
        }
        Optional<LightBlock> block = signing(asked.outcome(), asked.height());
        boolean isSuperseded =
                block.isEmpty() && chain.lightBlock(asked.height() + 1).isPresent();
        unsigned = block.isPresent() || isSuperseded ? null : asked;
        return block.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReceiptProof(asked.outcome(), headerProof(block.get())));
    }

    private static OutcomeProof outcome(ItemKey item, QueryAnswer answer) throws ChainUnavailableException {
        try {
            return OutcomeProof.of(answer.value());
        } catch (IllegalArgumentException e) {
            throw new ChainUnavailableException("the chain's proof of " + item + " is none: " + e.getMessage(), e);
        }
    }

    /** A block signs the state before it; while nothing changes, the block of the same height does so too. */
    private Optional<LightBlock> signing(OutcomeProof outcome, long height) throws ChainUnavailableException {
        for (long candidate = height; candidate <= height + 1; candidate++) {
            Optional<LightBlock> block = chain.lightBlock(candidate);
            if (block.isPresent() && outcome.leadsTo(block.get().header().appHash())) {
                return block;
            }
        }
        return Optional.empty();
    }

    /**
     * Leads from the anchor to a block: as directly as the validator sets allow, by halving the way where they do not
     * (CometBFT specification, "Light Client", skipping verification).
     *
     * @throws ChainUnavailableException if the block does not follow from the anchor, or not within a proof's bounds
     */
    public HeaderProof headerProof(LightBlock target) throws ChainUnavailableException {
        if (target.header().height() < reached.height()) {
            bridge.clear();
            reached = anchor;
        }
        while (true) {
            LightVerdict verdict = light.verify(reached, target);
            if (verdict instanceof Verified) {
                List<LightBlock> blocks = new ArrayList<>(bridge);
                blocks.add(target);
                return new HeaderProof(blocks);
            }
            Refused refused = (Refused) verdict;
            if (refused.reason() != Reason.TOO_LITTLE_TRUST) {
                throw unproven(target, refused);
            }
            stepTowards(target.header().height());
        }
    }

    private void stepTowards(long target) throws ChainUnavailableException {
        if (bridge.size() + 1 >= HeaderProof.MOST_BLOCKS) {
            throw new ChainUnavailableException("more than " + HeaderProof.MOST_BLOCKS + " blocks lead from height "
                    + anchor.height() + " to " + target + ": trust a younger header");
        }
        long low = reached.height();
        long high = target;
        while (true) {
            // the next height always follows, whatever its validators are
            long middle = low + Math.max(1, (high - low) / 2);
            LightBlock block = chain.lightBlock(middle)
                    .orElseThrow(() -> new ChainUnavailableException("the chain has no block of height " + middle));
            LightVerdict verdict = light.verify(reached, block);
            if (verdict instanceof Verified verified) {
                reached = verified.state();
                bridge.add(block);
                return;
            }
            Refused refused = (Refused) verdict;
            if (refused.reason() != Reason.TOO_LITTLE_TRUST) {
                throw unproven(block, refused);
            }
            high = middle;
        }
    }

    private static ChainUnavailableException unproven(LightBlock block, Refused refused) {
        return new ChainUnavailableException("block " + block.header().height() + " of the chain does not follow: "
                + refused.detail() + " (" + refused.reason() + ")");
    }
}
