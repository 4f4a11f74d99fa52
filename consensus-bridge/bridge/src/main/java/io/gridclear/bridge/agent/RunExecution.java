package io.gridclear.bridge.agent;

import io.gridclear.bridge.agent.Verdict.Computed;
import io.gridclear.bridge.agent.Verdict.Fault;
import io.gridclear.bridge.agent.Verdict.Invalid;
import io.gridclear.bridge.agent.Verdict.Withheld;
import io.gridclear.bridge.archive.PastBatches;
import io.gridclear.bridge.archive.PastClearings;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.ChunkReader;
import io.gridclear.bridge.batch.RunClaim;
import io.gridclear.bridge.batch.RunManifest;
import io.gridclear.bridge.ledger.Ledger;
import io.gridclear.bridge.replay.CandidateDeliveries;
import io.gridclear.bridge.replay.InitialRun;
import io.gridclear.bridge.replay.RunReplay;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.delivery.RunOpening;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Re-executes a METERED or CORRECTION run: the INITIAL run again from its orders, the run again from its inputs. What it goes
 * on from is what the ledger has decided, never what the operator says. The verdict follows from the batch and the ledger's
 * outcomes alone, so that honest agents come to one hash. Single-threaded.
 */
final class RunExecution {

    /** Most inputs that are executed: an object each is held, some 300 MB at this number. */
    private static final long MOST_INPUTS = 1_000_000;

    private final BatchIndex index;
    private final BatchSource source;
    private final PastBatches batches;
    private final PastClearings clearings;
    private final Ledger ledger;
    private final Sha256 sha256 = new Sha256();

    RunExecution(BatchIndex index, BatchSource source, PastBatches batches, Ledger ledger) {
        this.index = index;
        this.source = source;
        this.batches = batches;
        this.clearings = new PastClearings(batches);
        this.ledger = ledger;
    }

    /** What to make of an item that is open in the ledger. */
    Verdict execute(Task task) throws ChainUnavailableException {
        Optional<BatchIndex.Known> known = index.find(task.batchDigest());
        if (known.isEmpty()) {
            return new Withheld("no batch with the digest " + hex(task.batchDigest()) + " has come");
        }
        ItemKey item = task.item();
        if (!(known.get().manifest() instanceof RunManifest manifest)
                || !manifest.item().equals(item)) {
            return new Invalid(
                    Fault.WRONG_ITEM,
                    "the batch is of " + known.get().manifest().item());
        }
        Outcome initial = finalOutcome(ItemKey.initial(item.area(), item.periodStart()));
        Outcome before = finalOutcome(item.before());
        if (initial == null || before == null) {
            return new Withheld("a run that it goes on from is not FINAL");
        }
        if (!Arrays.equals(manifest.initialBatch(), initial.batchDigest())) {
            return new Invalid(Fault.WRONG_BASE, "the INITIAL run's batch is " + hex(initial.batchDigest()));
        }
        byte[] stateBefore = stateBefore(manifest, before);
        if (stateBefore == null) {
            return new Invalid(
                    Fault.WRONG_BASE, before.item() + " is not what the batch says, but " + hex(before.verifiedHash()));
        }
        List<RunInput> inputs = new ArrayList<>();
        Verdict fault = read(manifest, inputs);
        if (fault != null) {
            return fault;
        }
        InitialRun run;
        try {
            run = clearings
                    .load(
                            known.get().place().partition(),
                            initial,
                            known.get().initialOffset(),
                            ledger.blockTimeMs(initial.height()))
                    .run();
        } catch (PastClearings.NotThere e) {
            return new Withheld(String.valueOf(e.getMessage()));
        }
        try {
            RunClaim computed = new RunReplay(run).run(item, inputs, stateBefore, (line, lineId, settlementId) -> {});
            return BatchExecution.compared(
                    task, computed.outcomeHash(), computed.settlementRoot(), computed.settlementLines());
        } catch (RunReplay.RunViolation e) {
            return new Invalid(Fault.RULE_BROKEN, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What to make of a report that is open in the ledger: the usage points are those that it names, the figures this agent's
     * own.
     */
    Verdict executeReport(Task task) throws ChainUnavailableException {
        ItemKey item = task.item();
        Optional<List<Delivery>> report = ledger.report(item);
        Outcome initial = finalOutcome(ItemKey.initial(item.area(), item.periodStart()));
        Outcome metered = finalOutcome(item.before());
        if (report.isEmpty() || initial == null || metered == null) {
            return new Withheld("the report, or a run that it goes on from, is not there");
        }
        int partition = batches.partitionOf(item.area());
        Optional<PastBatches.Found> batch = batches.find(
                partition,
                metered.item(),
                metered.batchDigest(),
                PastBatches.NO_HINT,
                ledger.blockTimeMs(metered.height()));
        if (batch.isEmpty()) {
            return new Withheld("no batch with the digest " + hex(metered.batchDigest()) + " of " + metered.item());
        }
        try {
            InitialRun run = clearings
                    .load(partition, initial, PastBatches.NO_HINT, ledger.blockTimeMs(initial.height()))
                    .run();
            List<RunInput> inputs = clearings.inputs(batch.get());
            List<String> points =
                    report.get().stream().map(Delivery::usagePoint).toList();
            byte[] hash = new ReportDelivery(metered.item(), CandidateDeliveries.of(run, inputs, points)).hash();
            return new Computed(hash);
        } catch (PastClearings.NotThere e) {
            return new Withheld(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Outcome finalOutcome(ItemKey item) throws ChainUnavailableException {
        return ledger.item(item).orElse(null) instanceof ItemAnswer.Decided decided
                        && decided.outcome().status() == Outcome.Status.FINAL
                ? decided.outcome()
                : null;
    }

    /** What the run before left, as its agents attested to it; null if the batch says something else of it. */
    private static byte @Nullable [] stateBefore(RunManifest manifest, Outcome before) {
        RunClaim claim = manifest.before();
        if (before.item().run() == ItemKey.INITIAL) {
            return claim == null ? RunOpening.chainStart() : null;
        }
        return claim != null && Arrays.equals(claim.hashOf(before.item()), before.verifiedHash())
                ? claim.stateAfter()
                : null;
    }

    /** Reads the inputs of all chunks; the first fault, or null if there is none. */
    private @Nullable Verdict read(RunManifest manifest, List<RunInput> inputs) {
        List<byte[]> hashes = manifest.chunkHashes();
        for (int chunk = 0; chunk < hashes.size(); chunk++) {
            Optional<BatchSource.Place> place = index.chunk(hashes.get(chunk));
            if (place.isEmpty()) {
                return new Withheld("the chunk " + chunk + " has not come");
            }
            byte[] payload = BatchRecords.bytes(source.read(place.get()).getPayload());
            if (!Arrays.equals(sha256.hash(payload), hashes.get(chunk))) {
                return new Withheld("the chunk " + chunk + " is not what it was when it came");
            }
            try {
                for (ChunkReader reader = new ChunkReader(payload); reader.hasNext(); ) {
                    inputs.add(reader.nextInput());
                }
            } catch (CanonicalReader.MalformedBytes e) {
                return new Invalid(Fault.MALFORMED, "after input " + inputs.size() + ": " + e.getMessage());
            }
            if (inputs.size() > MOST_INPUTS) {
                return new Withheld("the run has more than " + MOST_INPUTS + " inputs");
            }
        }
        return inputs.size() == manifest.entries()
                ? null
                : new Invalid(Fault.INCOMPLETE, inputs.size() + " inputs of " + manifest.entries());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
