package io.gridclear.bridge.agent;

import io.gridclear.bridge.ListArchive;
import io.gridclear.bridge.TestBook;
import io.gridclear.bridge.TestNodes;
import io.gridclear.bridge.WeakChain;
import io.gridclear.bridge.batch.BatchManifest;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.bridge.batch.Claim;
import io.gridclear.bridge.ledger.ChainGate;
import io.gridclear.bridge.metrics.AgentMetrics;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.schemas.avro.ClearingBatch;
import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that lasts while an agent, node 0 of four, comes and goes. */
final class AgentWorld implements AutoCloseable {

    final TestNodes nodes;
    final List<ClearingBatch> batches = new ArrayList<>();
    final List<Map.Entry<UsagePoint, Long>> points = new ArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final WeakChain chain;
    long committed;
    long nowMs = 1_000_000;
    Agent agent;

    AgentWorld() {
        this(new TestNodes());
    }

    AgentWorld(TestNodes nodes) {
        this.nodes = nodes;
        this.chain = new WeakChain(nodes.chain(), () -> {});
        restart();
    }

    /** The agent is gone, and a new one begins. */
    void restart() {
        agent = new Agent(
                nodes.ledger(chain, 0),
                new ChainGate("test", new AgentMetrics(new SimpleMeterRegistry()).chain()),
                new Batches(),
                new ListArchive(() -> batches),
                new Points(),
                Ed25519Verifiers.best(),
                AgentLimits.DEFAULT,
                new AgentMetrics(meters),
                () -> nowMs);
    }

    /** Registers the usage points of so many orders. */
    void register(String area, int orders) {
        for (int i = 0; i < orders; i++) {
            points.add(Map.entry(TestBook.registration(i, area), 10L));
        }
    }

    /** Parts of a log, the manifest last. */
    static List<ClearingBatch> parts(TestBook book, List<BookEntry> entries, Claim claim) {
        ItemKey item = ItemKey.initial(book.area(), book.periodStart());
        List<ClearingBatch> parts = new ArrayList<>();
        ChunkWriter chunks = new ChunkWriter(
                (number, count, payload, hash) -> parts.add(BatchRecords.chunk(item, number, count, payload, hash)));
        entries.forEach(chunks::add);
        parts.add(BatchRecords.manifest(new BatchManifest(item, entries.size(), chunks.finish(), claim)));
        return parts;
    }

    /** The same with the feeder, which stands before the manifest. */
    static List<ClearingBatch> routedParts(TestBook book, byte[] feeder, Claim claim) {
        List<ClearingBatch> parts = new ArrayList<>(parts(book, book.entries(), claim));
        BatchManifest manifest = BatchRecords.toManifest(parts.remove(parts.size() - 1));
        byte[] hash = new Sha256().hash(feeder);
        parts.add(BatchRecords.feeder(manifest.item(), feeder, hash));
        parts.add(BatchRecords.manifest(
                new BatchManifest(manifest.item(), manifest.entries(), manifest.chunkHashes(), hash, claim)));
        return parts;
    }

    /** The operator opens an item with a batch. */
    void open(ItemKey item, byte[] digest, Claim claim) {
        open(item, digest, claim.outcomeHash(), claim.settlementRoot(), claim.settlementLines());
    }

    void open(ItemKey item, byte[] digest, byte[] hash, byte[] root, long lines) {
        try {
            var submission =
                    nodes.operator(nodes.chain()).submit(SubmitClearings.of(item, digest, hash, root, lines), digest);
            if (!(submission instanceof io.gridclear.bridge.ledger.Submission.Accepted)) {
                throw new AssertionError(submission);
            }
        } catch (ChainUnavailableException e) {
            throw new AssertionError(e);
        }
        nodes.makeBlock();
    }

    /** Publishes these parts and opens the item that their manifest names. */
    ItemKey publish(List<ClearingBatch> parts) {
        batches.addAll(parts);
        BatchManifest manifest = BatchRecords.toManifest(parts.get(parts.size() - 1));
        open(manifest.item(), manifest.digest(), manifest.claim());
        return manifest.item();
    }

    /** A turn of the agent, and a block. */
    void turn() {
        agent.turn(0);
        nodes.makeBlock();
        nowMs += 200;
    }

    /** What node 0 attested to, in hexadecimal; empty if to nothing. */
    Optional<String> attested(ItemKey item) {
        try {
            ItemAnswer answer = nodes.ledger(nodes.chain(), 0).item(item).orElseThrow();
            if (answer instanceof ItemAnswer.Open open) {
                return open.view()
                        .hashOf(nodes.ledger(nodes.chain(), 0).address())
                        .map(HexFormat.of()::formatHex);
            }
            throw new AssertionError("decided already: " + item);
        } catch (ChainUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        nodes.close();
    }

    private final class Batches implements BatchSource {
        private long position = committed;

        @Override
        public void scan(Parts parts, long mostMs) {
            for (; position < batches.size(); position++) {
                parts.part(new Place(0, position), batches.get((int) position));
            }
        }

        @Override
        public ClearingBatch read(Place place) {
            return batches.get((int) place.offset());
        }

        @Override
        public Map<Integer, Long> positions() {
            return Map.of(0, position);
        }

        @Override
        public void commit(Map<Integer, Long> offsets) {
            committed = offsets.get(0);
        }

        @Override
        public void close() {}
    }

    private final class Points implements PointSource {
        private int position;

        @Override
        public void readToEnd(Sink sink) {
            for (; position < points.size(); position++) {
                sink.registered(
                        points.get(position).getKey(), points.get(position).getValue());
            }
        }

        @Override
        public void close() {}
    }
}
