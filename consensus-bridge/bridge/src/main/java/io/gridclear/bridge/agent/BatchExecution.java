package io.gridclear.bridge.agent;

import io.gridclear.bridge.agent.Verdict.Computed;
import io.gridclear.bridge.agent.Verdict.Fault;
import io.gridclear.bridge.agent.Verdict.Invalid;
import io.gridclear.bridge.agent.Verdict.Withheld;
import io.gridclear.bridge.batch.BatchManifest;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.ChunkReader;
import io.gridclear.bridge.batch.Claim;
import io.gridclear.bridge.replay.PeriodReplay;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.clearing.BookReplay;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.Trade;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Re-executes a batch: intake, both stages, routes, settlement (paper, section 3.3.2). Chunk by chunk; holds what the replay needs
 * and one chunk. The verdict follows from the batch and the registrations alone, and the first fault in the log decides,
 * so that honest agents come to one hash. Single-threaded but for the signatures of a chunk, which are independent.
 */
final class BatchExecution {

    private static final ClearingJournal.Output NOBODY = new ClearingJournal.Output() {
        @Override
        public void trade(Trade trade) {
            // the roots say it all
        }

        @Override
        public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
            // the roots say it all
        }
    };

    /**
     * Largest log that is executed, entries: an object an order is held, some 1.5 GB at this number, a hundred times the
     * largest area in use. Beyond, the agent withholds its word rather than die for an operator's batch.
     */
    private static final long MOST_ENTRIES = 4_000_000;

    private final BatchIndex index;
    private final BatchSource source;
    private final OrderCheck check;
    private final Sha256 sha256 = new Sha256();

    BatchExecution(BatchIndex index, BatchSource source, OrderCheck check) {
        this.index = index;
        this.source = source;
        this.check = check;
    }

    /** What to make of an INITIAL run that is open in the ledger. */
    Verdict execute(Task item) {
        Optional<BatchIndex.Known> known = index.find(item.batchDigest());
        if (known.isEmpty()) {
            return new Withheld(
                    "no batch with the digest " + HexFormat.of().formatHex(item.batchDigest()) + " has come");
        }
        if (!(known.get().manifest() instanceof BatchManifest manifest)
                || !manifest.item().equals(item.item())) {
            return new Invalid(
                    Fault.WRONG_ITEM,
                    "the batch is of " + known.get().manifest().item());
        }
        List<BatchSource.Place> places = new ArrayList<>(manifest.chunkHashes().size());
        for (byte[] hash : manifest.chunkHashes()) {
            Optional<BatchSource.Place> place = index.chunk(hash);
            if (place.isEmpty()) {
                return new Withheld("the chunk " + places.size() + " has not come");
            }
            places.add(place.get());
        }
        if (manifest.feeder().length == 0) {
            return run(item, manifest, places, FeederSource.NONE);
        }
        Optional<BatchSource.Place> place = index.chunk(manifest.feeder());
        if (place.isEmpty()) {
            return new Withheld("the feeder has not come");
        }
        byte[] payload = BatchRecords.bytes(source.read(place.get()).getPayload());
        if (!Arrays.equals(sha256.hash(payload), manifest.feeder())) {
            return new Withheld("the feeder is not what it was when it came");
        }
        String digest = HexFormat.of().formatHex(manifest.feeder());
        FeederGraph feeder;
        try {
            feeder = new FeederGraph(FeederCodec.decode(payload));
        } catch (CanonicalReader.MalformedBytes e) {
            return new Invalid(Fault.MALFORMED, "the feeder: " + e.getMessage());
        }
        return run(item, manifest, places, named -> named.equals(digest) ? feeder : null);
    }

    private Verdict run(Task item, BatchManifest manifest, List<BatchSource.Place> places, FeederSource feeders) {
        PeriodReplay replay = new PeriodReplay(NOBODY, feeders);
        for (int chunk = 0; chunk < places.size(); chunk++) {
            byte[] payload = BatchRecords.bytes(source.read(places.get(chunk)).getPayload());
            if (!Arrays.equals(sha256.hash(payload), manifest.chunkHashes().get(chunk))) {
                return new Withheld("the chunk " + chunk + " is not what it was when it came");
            }
            Verdict fault = take(replay, item, payload);
            if (fault != null) {
                return fault;
            }
            if (replay.entries() > MOST_ENTRIES) {
                return new Withheld("the log has more than " + MOST_ENTRIES + " entries");
            }
        }
        Optional<Claim> result = replay.result();
        if (result.isEmpty() || replay.entries() != manifest.entries()) {
            return new Invalid(
                    Fault.INCOMPLETE,
                    replay.entries() + " entries of " + manifest.entries()
                            + (result.isEmpty() ? ", and no last tick" : ""));
        }
        Claim computed = result.get();
        return compared(item, computed.outcomeHash(), computed.settlementRoot(), computed.settlementLines());
    }

    /** Receipts rest on root and number of lines as the ledger has them: h alone does not hold the operator to them. */
    static Verdict compared(Task item, byte[] hash, byte[] settlementRoot, long lines) {
        if (!Arrays.equals(settlementRoot, item.settlementRoot()) || lines != item.lines()) {
            return new Invalid(
                    Fault.CONTRADICTING_CLAIM,
                    "the ledger has " + item.lines() + " lines under "
                            + HexFormat.of().formatHex(item.settlementRoot()) + ", the batch comes to "
                            + lines + " under " + HexFormat.of().formatHex(settlementRoot));
        }
        return new Computed(hash);
    }

    /** A chunk's entries in their order; the fault of the first that has one, null if none has. */
    private @Nullable Verdict take(PeriodReplay replay, Task item, byte[] payload) {
        List<BookEntry> entries = new ArrayList<>();
        Verdict end = null;
        try {
            for (ChunkReader reader = new ChunkReader(payload); reader.hasNext(); ) {
                entries.add(reader.next());
            }
        } catch (CanonicalReader.MalformedBytes e) {
            end = new Invalid(
                    Fault.MALFORMED, "after entry " + (replay.entries() + entries.size()) + ": " + e.getMessage());
        }
        List<OrderCheck.Finding> findings =
                entries.parallelStream().map(check::check).toList();
        for (int i = 0; i < entries.size(); i++) {
            BookEntry entry = entries.get(i);
            String where = "entry " + entry.position().sequence();
            switch (findings.get(i)) {
                case NOT_REGISTERED -> {
                    return new Invalid(
                            Fault.NOT_REGISTERED,
                            where + ": the usage point is not its participant's, or hangs on another bus");
                }
                case BAD_SIGNATURE -> {
                    return new Invalid(Fault.BAD_SIGNATURE, where + ": the usage point did not sign this");
                }
                case UNKNOWABLE -> {
                    return new Withheld(
                            where + ": its usage point was registered anew after it, and what was registered"
                                    + " before is not in the topic any more");
                }
                case GOOD -> {}
            }
            if (!entry.position().area().equals(item.item().area())
                    || entry.position().periodStart() != item.item().periodStart()) {
                return new Invalid(Fault.RULE_BROKEN, where + " is of another area or period");
            }
            try {
                replay.accept(entry);
            } catch (BookReplay.LogViolation e) {
                return new Invalid(Fault.RULE_BROKEN, String.valueOf(e.getMessage()));
            } catch (BookReplay.UnknownFeeder e) {
                return new Invalid(Fault.INCOMPLETE, String.valueOf(e.getMessage()));
            }
        }
        return end;
    }
}
