package io.gridclear.bridge.operator;

import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.bridge.batch.Manifest;
import io.gridclear.bridge.ledger.Ledger;
import io.gridclear.bridge.ledger.Submission;
import io.gridclear.bridge.metrics.BridgeMetrics;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.ledger.transaction.LedgerTransaction.ClearingClaim;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.schemas.avro.ClearingBatch;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes items a step further with the ledger: batch, claim, decision, proof. Every step can be repeated by
 * another bridge and comes to the same: batches are content-addressed, claims carry a key that follows from them, and the
 * ledger is asked what it knows before anything is published. Single-threaded.
 */
final class ClaimDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimDesk.class);

    /** A claim without effect is handed in again after some blocks: a mempool forgets. */
    private static final long RESUBMIT_AFTER_MS = 3_000;

    /**
     * How long the rest of a log is waited for: a coordinator that dies between two markers is replaced, and the new one ends its
     * transactions, within a minute.
     */
    static final long INCOMPLETE_FOR_MS = 120_000;

    private final Ledger ledger;
    private final Assembly assembly;
    private final RunAssembly runs;
    private final DeliveryDesk reports;
    private final Publisher publisher;
    private final BridgeMetrics metrics;

    ClaimDesk(Ledger ledger, Assembly assembly, RunAssembly runs, Publisher publisher, BridgeMetrics metrics) {
        this.ledger = ledger;
        this.assembly = assembly;
        this.runs = runs;
        this.reports = new DeliveryDesk(ledger, metrics);
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /**
     * Takes an item as far as it goes now.
     *
     * @throws AreaFault if its area cannot go on without a person
     */
    void advance(ItemUnderWay item, long nowMs) throws ChainUnavailableException, AreaFault {
        if (!item.pauses().isOver(nowMs)) {
            return;
        }
        switch (item.stage()) {
            case QUEUED -> begin(item, nowMs);
            case ASSEMBLED -> {} // handed in with the others
            case SUBMITTED, OPEN -> look(item, nowMs);
            case DECIDED -> {
                if (reports.isReported(item, nowMs)) {
                    prove(item);
                }
            }
            case PROVED, BARRED -> {}
        }
    }

    private void begin(ItemUnderWay item, long nowMs) throws ChainUnavailableException, AreaFault {
        Optional<ItemAnswer> known = ledger.item(item.item());
        // what the ledger knows was published before it was handed in
        if (!assemble(item, known.isEmpty(), nowMs)) {
            item.pauses().failed(nowMs);
            return;
        }
        item.pauses().succeeded();
        if (known.isPresent()) {
            take(item, known.get(), nowMs);
        } else {
            item.toSubmit();
        }
    }

    private boolean assemble(ItemUnderWay item, boolean publish, long nowMs)
            throws ChainUnavailableException, AreaFault {
        ChunkWriter.Sink sink = publish
                ? (number, entries, payload, hash) -> {
                    publisher.batchPart(BatchRecords.chunk(item.item(), number, entries, payload, hash));
                    metrics.batchBytes(payload.length);
                }
                : (number, entries, payload, hash) -> {};
        Optional<ClearingBatch> manifest;
        try {
            manifest = item.run() instanceof PublishedRun.Later later
                    ? assembleLater(item, later, sink)
                    : assembleInitial(item, publish, sink);
        } catch (IncompleteLog e) {
            publisher.abort();
            if (item.incompleteSince(nowMs) <= nowMs - INCOMPLETE_FOR_MS) {
                throw e;
            }
            if (item.isNewRefusal("incomplete")) {
                LOG.info("{} waits for what it follows from: {}", item.item(), e.getMessage());
            }
            return false;
        } catch (AreaFault e) {
            publisher.abort();
            throw e;
        }
        if (manifest.isEmpty()) {
            return false;
        }
        if (publish) {
            publisher.batchPart(manifest.get());
            publisher.commit();
            metrics.batchPublished();
        }
        return true;
    }

    private Optional<ClearingBatch> assembleInitial(ItemUnderWay item, boolean publish, ChunkWriter.Sink sink)
            throws AreaFault {
        if (!(item.run() instanceof PublishedRun.Clearing clearing)) {
            throw new IllegalStateException(item.item() + " is no clearing");
        }
        Optional<Assembly.Batch> batch = assembly.assemble(item.partition(), clearing.result(), sink);
        if (batch.isEmpty()) {
            return Optional.empty();
        }
        item.assembled(batch.get().manifest(), batch.get().leaves());
        byte[] feeder = batch.get().feeder();
        if (publish && feeder.length > 0) {
            publisher.batchPart(BatchRecords.feeder(
                    item.item(), feeder, batch.get().manifest().feeder()));
            metrics.batchBytes(feeder.length);
        }
        return Optional.of(BatchRecords.manifest(batch.get().manifest()));
    }

    /** A later run goes on from the one before: it waits until that is FINAL, and never follows a DISPUTED one. */
    private Optional<ClearingBatch> assembleLater(ItemUnderWay item, PublishedRun.Later later, ChunkWriter.Sink sink)
            throws ChainUnavailableException, AreaFault {
        ItemKey key = item.item();
        ItemKey first = ItemKey.initial(key.area(), key.periodStart());
        ItemKey last = key.before();
        Optional<RunAssembly.Decided> initial = decidedFinal(item, first);
        if (initial.isEmpty()) {
            return Optional.empty();
        }
        Optional<RunAssembly.Decided> before = last.equals(first) ? initial : decidedFinal(item, last);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Optional<RunAssembly.Batch> batch = runs.assemble(
                item.partition(),
                later.result(),
                initial.get(),
                last.equals(first) ? null : before.get(),
                reports.candidates(key),
                sink);
        batch.ifPresent(made -> {
            item.assembled(made.manifest(), made.leaves());
            item.deliveries(made.deliveries());
        });
        return batch.map(made -> BatchRecords.manifest(made.manifest(), made.initialOffset()));
    }

    /** What the ledger decided on a run that another goes on from; empty if that cannot go on, not yet or never. */
    private Optional<RunAssembly.Decided> decidedFinal(ItemUnderWay item, ItemKey earlier)
            throws ChainUnavailableException {
        Optional<ItemAnswer> known = ledger.item(earlier);
        if (known.isEmpty() || !(known.get() instanceof ItemAnswer.Decided decided)) {
            if (item.isNewRefusal("waits")) {
                LOG.info("{} waits until {} is decided", item.item(), earlier);
            }
            return Optional.empty();
        }
        Outcome outcome = decided.outcome();
        if (outcome.status() == Outcome.Status.DISPUTED) {
            LOG.error(
                    "{} goes on from {}, which is DISPUTED: it is not handed in, gets no receipts, and must not be billed",
                    item.item(),
                    earlier);
            item.barred();
            return Optional.empty();
        }
        return Optional.of(new RunAssembly.Decided(outcome, ledger.blockTimeMs(outcome.height())));
    }

    /**
     * Hands in claims together, so that the areas whose periods close at the same moment cost one transaction. The ledger takes
     * all or none: where it does not, they go one by one, for the sake of those that are not at fault.
     *
     * @param items at ASSEMBLED, at most {@link TransactionCodec#MOST_CLAIMS}
     * @return whether the ledger took them; if not, they are still to be handed in
     */
    boolean submitTogether(List<ItemUnderWay> items, long nowMs) throws ChainUnavailableException {
        CanonicalWriter purpose = new CanonicalWriter();
        items.forEach(item -> purpose.raw(item.digest()));
        Submission submission = ledger.submit(
                new SubmitClearings(items.stream().map(ClaimDesk::claim).toList()), purpose.toBytes());
        if (!(submission instanceof Submission.Accepted)) {
            return false;
        }
        items.forEach(item -> handedIn(item, nowMs));
        return true;
    }

    private static ClearingClaim claim(ItemUnderWay item) {
        Manifest claim = item.manifest();
        return new ClearingClaim(
                item.item(), item.digest(), claim.outcomeHash(), claim.settlementRoot(), claim.settlementLines());
    }

    private void handedIn(ItemUnderWay item, long nowMs) {
        item.submitted(nowMs);
        metrics.submitted();
        item.pauses().failed(nowMs);
    }

    /**
     * Hands in the claim of one item.
     *
     * @throws AreaFault if the ledger has it with another content
     */
    void submit(ItemUnderWay item, long nowMs) throws ChainUnavailableException, AreaFault {
        handedIn(item, nowMs);
        Submission submission = ledger.submit(new SubmitClearings(List.of(claim(item))), item.digest());
        if (submission instanceof Submission.Conflicting conflicting) {
            throw new AreaFault("the ledger refuses " + item.item() + ": " + conflicting.detail());
        }
        if (submission instanceof Submission.Refused refused) {
            metrics.chain().refused(refused.code());
            item.refused();
            if (item.isNewRefusal(refused.code())) {
                LOG.warn("the ledger refuses {} for now: {} ({})", item.item(), refused.code(), refused.detail());
            }
        }
    }

    private void look(ItemUnderWay item, long nowMs) throws ChainUnavailableException, AreaFault {
        Optional<ItemAnswer> known = ledger.item(item.item());
        if (known.isPresent()) {
            take(item, known.get(), nowMs);
        } else if (item.stage() == ItemUnderWay.Stage.SUBMITTED && item.isSubmittedBefore(nowMs - RESUBMIT_AFTER_MS)) {
            item.toSubmit();
        } else {
            item.pauses().failed(nowMs);
        }
    }

    private static void take(ItemUnderWay item, ItemAnswer known, long nowMs) throws AreaFault {
        if (known instanceof ItemAnswer.Open open) {
            item.open(open.view());
            // outcomes come by themselves; further looks are for those that a lagging node has hidden
            item.pauses().failed(nowMs);
        } else if (known instanceof ItemAnswer.Decided decided) {
            decide(item, decided.outcome());
        }
    }

    /**
     * The ledger has decided on an item.
     *
     * @throws AreaFault if on another content than this bridge's
     */
    static void decide(ItemUnderWay item, Outcome outcome) throws AreaFault {
        item.decided(outcome);
        item.pauses().succeeded();
        if (outcome.status() == Outcome.Status.DISPUTED) {
            LOG.error(
                    "{} is DISPUTED: {} of {} agents computed something else than the operator claims; it must not be"
                            + " billed",
                    item.item(),
                    outcome.attestations(),
                    outcome.agents());
        }
    }

    private void prove(ItemUnderWay item) throws ChainUnavailableException {
        Ledger.OutcomeAt at = item.provedAt();
        if (at == null) {
            Optional<Ledger.OutcomeAt> found = ledger.prove(item.item());
            if (found.isEmpty()) {
                return;
            }
            at = found.get();
            item.provedAt(at);
        }
        ledger.receiptProof(at).ifPresent(item::proved);
    }
}
