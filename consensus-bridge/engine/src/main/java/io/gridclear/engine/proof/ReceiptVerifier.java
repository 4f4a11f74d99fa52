package io.gridclear.engine.proof;

import io.gridclear.engine.light.LightVerdict;
import io.gridclear.engine.light.LightVerdict.Refused;
import io.gridclear.engine.light.LightVerdict.Verified;
import io.gridclear.engine.light.LightVerifier;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.proof.ReceiptVerdict.Invalid;
import io.gridclear.engine.proof.ReceiptVerdict.Step;
import io.gridclear.engine.proof.ReceiptVerdict.Valid;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks receipts with nothing but a trusted header. Remembers headers whose signatures it has checked, and what stands
 * where under settlement roots, so that many lines of one pass cost a hash or two each. May be used from several threads if the
 * signature verifier may.
 */
public final class ReceiptVerifier {

    /** Headers that are remembered, 100 bytes each: a month of quarter hours. */
    private static final int REMEMBERED_HEADERS = 3_000;

    private final LightVerifier light;
    private final ProvenPlaces places = new ProvenPlaces();

    /** Application hash by trusted header and proof; only of proofs that held. */
    private final Map<Proven, ByteBuffer> proven = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Proven, ByteBuffer> eldest) {
            return size() > REMEMBERED_HEADERS;
        }
    };

    private record Accepted(ReceiptProof receipt, TrustedState trusted, Valid verdict) {}

    private volatile @Nullable Accepted lastAccepted;

    private record Proven(TrustedState trusted, ByteBuffer proof) {}

    public ReceiptVerifier(SignatureVerifier signatures) {
        this.light = new LightVerifier(signatures);
    }

    /**
     * Checks the receipt of a line.
     *
     * @param line the line's canonical bytes
     * @param place where it stands under the settlement root
     * @param receipt that this root was accepted
     * @param trusted whom to believe
     */
    public ReceiptVerdict verify(byte[] line, LineProof place, ReceiptProof receipt, TrustedState trusted) {
        return verifyLeaf(MerkleTree.leafHash(line, new Sha256()), place, receipt, trusted);
    }

    /**
     * Checks the receipt of a line of which only the hash is known.
     *
     * @param leafHash the line's leaf hash, 32 bytes
     * @throws IllegalArgumentException if it has not 32 bytes
     */
    public ReceiptVerdict verifyLeaf(byte[] leafHash, LineProof place, ReceiptProof receipt, TrustedState trusted) {
        Outcome outcome = receipt.outcome().outcome();
        if (place.path().leaves() != outcome.lines()) {
            return invalid(
                    Step.NUMBER_OF_LINES,
                    "the settlement has " + outcome.lines() + " lines, the path is of a tree of "
                            + place.path().leaves());
        }
        if (!places.leadsTo(place.path(), leafHash, outcome.settlementRoot(), new Sha256())) {
            return invalid(
                    Step.LINE,
                    "line " + place.path().index() + " does not stand under the settlement root of " + outcome.item());
        }
        Accepted last = lastAccepted;
        if (last != null && last.receipt == receipt && last.trusted == trusted) {
            return last.verdict; // the very objects: nothing about them can be another now
        }
        ReceiptVerdict verdict = verifyItem(receipt, trusted);
        if (verdict instanceof Valid valid) {
            lastAccepted = new Accepted(receipt, trusted, valid);
        }
        return verdict;
    }

    /** Checks what all lines of an item share: that the committee accepted its settlement root. */
    public ReceiptVerdict verifyItem(ReceiptProof receipt, TrustedState trusted) {
        Outcome outcome = receipt.outcome().outcome();
        if (outcome.status() != Outcome.Status.FINAL) {
            return invalid(
                    Step.DISPUTED,
                    outcome.attestations() + " of " + outcome.agents() + " agents computed another settlement of "
                            + outcome.item() + " than the operator claims");
        }
        byte[] borne = receipt.header().last().header().appHash();
        if (!receipt.outcome().leadsTo(borne)) {
            return invalid(
                    Step.OUTCOME,
                    "the outcome of " + outcome.item() + " is not covered by the application hash "
                            + HexFormat.of().formatHex(borne) + " of the header");
        }
        return refuseHeader(receipt.header(), borne, trusted)
                .<ReceiptVerdict>map(
                        refused -> new Invalid(Step.HEADER, Optional.of(refused.reason()), refused.detail()))
                .orElseGet(() ->
                        new Valid(outcome, receipt.header().last().header().height()));
    }

    private Optional<Refused> refuseHeader(HeaderProof proof, byte[] borne, TrustedState trusted) {
        Proven name = new Proven(trusted, proof.digest());
        synchronized (proven) {
            if (ByteBuffer.wrap(borne).equals(proven.get(name))) {
                return Optional.empty();
            }
        }
        TrustedState reached = trusted;
        for (var block : proof.blocks()) {
            LightVerdict verdict = light.verify(reached, block);
            if (verdict instanceof Refused refused) {
                return Optional.of(refused);
            }
            reached = ((Verified) verdict).state();
        }
        synchronized (proven) {
            proven.put(name, ByteBuffer.wrap(reached.header().appHash().clone()));
        }
        return Optional.empty();
    }

    private static Invalid invalid(Step step, String detail) {
        return new Invalid(step, Optional.empty(), detail);
    }
}
