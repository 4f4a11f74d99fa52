package io.gridclear.bridge.operator;

import io.gridclear.bridge.archive.BatchArchive;
import io.gridclear.bridge.archive.PastBatches;
import io.gridclear.bridge.archive.PastClearings;
import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.bridge.batch.RunClaim;
import io.gridclear.bridge.batch.RunManifest;
import io.gridclear.bridge.inputs.InputsIndex;
import io.gridclear.bridge.inputs.InputsSource;
import io.gridclear.bridge.replay.CandidateDeliveries;
import io.gridclear.bridge.replay.LineLeaves;
import io.gridclear.bridge.replay.RunReplay;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.delivery.RunOpening;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assembles batches of later runs: the INITIAL run again from its batch, the run again from its inputs. Holds what the replay
 * needs (an object an item and an input) and 32 bytes a settlement line.
 */
public final class InputsAssembly implements RunAssembly {

    /** How long one look for a run's inputs waits for more of them; fifty are a second, the bound of a turn. */
    private static final long SCAN_MS = 20;

    private static final int MOST_SCANS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(InputsAssembly.class);

    private final InputsSource inputs;
    private final BatchArchive archive;
    private final PastBatches batches;
    private final PastClearings clearings;
    private final InputsIndex index = new InputsIndex();
    private final Map<Integer, Long> followed = new TreeMap<>();

    /** Assembles from inputs and the batches that were published; closes both. */
    public InputsAssembly(InputsSource inputs, BatchArchive archive) {
        this.inputs = inputs;
        this.archive = archive;
        batches = new PastBatches(archive);
        clearings = new PastClearings(batches);
    }

    @Override
    public void follow(int partition, long fromOffset) {
        followed.replaceAll((number, offset) -> inputs.position(number));
        followed.put(partition, fromOffset);
        inputs.follow(followed);
    }

    @Override
    public void leave(int partition) {
        followed.remove(partition);
        followed.replaceAll((number, offset) -> inputs.position(number));
        inputs.follow(followed);
        index.forget(partition);
    }

    @Override
    public Optional<Batch> assemble(
            int partition,
            SettlementRunResult result,
            Decided initial,
            @Nullable Decided before,
            List<String> candidates,
            ChunkWriter.Sink chunks)
            throws AreaFault {
        ItemKey item = new PublishedRun.Later(result).item();
        // only as far as somebody waits for it: what is noted is what runs without receipts need
        for (int i = 0; i < MOST_SCANS && index.find(partition, item).isEmpty() && !inputs.isAtEnd(partition); i++) {
            inputs.scan(index, SCAN_MS);
        }
        OptionalLong first = index.find(partition, item);
        if (first.isEmpty() && !inputs.isAtEnd(partition)) {
            return Optional.empty();
        }
        if (first.isEmpty()) {
            LOG.warn("the inputs of {} are looked for from the beginning of their partition", item);
        }
        List<RunInput> all = read(partition, item, first.orElse(0));
        PastClearings.Past past;
        RunClaim computed;
        RunClaim claimBefore = before == null ? null : claimBefore(partition, before);
        LineLeaves leaves = new LineLeaves();
        try {
            past = clearings.load(partition, initial.outcome(), PastBatches.NO_HINT, initial.atMs());
            byte[] state = claimBefore == null ? RunOpening.chainStart() : claimBefore.stateAfter();
            computed = new RunReplay(past.run()).run(item, all, state, leaves::line);
        } catch (PastClearings.NotThere | RunReplay.RunViolation e) {
            throw new AreaFault("the run " + item + " cannot be made again: " + e.getMessage(), e);
        }
        List<String> differences = RunDifferences.of(result, past.run().terms(), computed);
        if (!differences.isEmpty()) {
            throw new AreaFault("the published run " + item + " does not follow from its inputs: "
                    + String.join(", ", differences));
        }
        ChunkWriter writer = new ChunkWriter(chunks);
        all.forEach(writer::add);
        RunManifest manifest = new RunManifest(
                item, initial.outcome().batchDigest(), all.size(), writer.finish(), computed, claimBefore);
        List<Delivery> deliveries =
                item.run() == ItemKey.METERED ? CandidateDeliveries.of(past.run(), all, candidates) : List.of();
        return Optional.of(new Batch(manifest, leaves, past.offset(), deliveries));
    }

    private List<RunInput> read(int partition, ItemKey item, long from) throws AreaFault {
        Parts parts = new Parts(item);
        try {
            inputs.read(partition, from, parts);
        } catch (IllegalArgumentException e) {
            throw new AreaFault("the inputs of " + item + " are none: " + e.getMessage(), e);
        }
        if (!parts.isWhole) {
            throw new IncompleteLog("the inputs of " + item + " end after " + parts.next
                    + " parts: their retention is too short, or parts were lost");
        }
        return parts.inputs;
    }

    /** What the run before came to, as its agents attested to it. */
    private RunClaim claimBefore(int partition, Decided before) throws AreaFault {
        ItemKey item = before.outcome().item();
        Optional<PastBatches.Found> found =
                batches.find(partition, item, before.outcome().batchDigest(), PastBatches.NO_HINT, before.atMs());
        if (found.isPresent()
                && found.get().manifest() instanceof RunManifest manifest
                && Arrays.equals(manifest.claim().hashOf(item), before.outcome().verifiedHash())) {
            return manifest.claim();
        }
        throw new AreaFault("the batch of " + item + ", which is FINAL, is not in the topic of batches any more");
    }

    @Override
    public void done(int partition, ItemKey item) {
        index.done(partition, item);
    }

    @Override
    public long lowestInputsOffset(int partition) {
        return index.lowest(partition, inputs.position(partition));
    }

    @Override
    public void close() {
        inputs.close();
        archive.close();
    }

    /** The parts of one run, others passed over. */
    private static final class Parts implements InputsSource.Visitor {
        private final ItemKey item;
        private final List<RunInput> inputs = new ArrayList<>();
        private int next;
        private boolean isWhole;

        Parts(ItemKey item) {
            this.item = item;
        }

        @Override
        public boolean visit(int partition, long offset, SettlementInputs part) {
            if (!InputsIndex.item(part).equals(item) || part.getPart() != next) {
                return true;
            }
            inputs.addAll(DeliveryRecords.toInputs(part));
            next++;
            isWhole = part.getIsLast();
            return !isWhole;
        }
    }
}
