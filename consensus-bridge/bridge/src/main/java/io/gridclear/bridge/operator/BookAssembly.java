package io.gridclear.bridge.operator;

import io.gridclear.bridge.batch.BatchManifest;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.bridge.batch.Claim;
import io.gridclear.bridge.book.BookIndex;
import io.gridclear.bridge.book.BookSource;
import io.gridclear.bridge.book.NetworkSource;
import io.gridclear.bridge.replay.LineLeaves;
import io.gridclear.bridge.replay.PeriodReplay;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.clearing.BookReplay;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.schemas.avro.ClearingResult;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assembles batches from the topic of the book: one pass over a period's range, which hashes, replays and cuts at once.
 * Holds what the replay needs (an object an order), one chunk, and 32 bytes a settlement line.
 */
public final class BookAssembly implements Assembly {

    private static final Logger LOG = LoggerFactory.getLogger(BookAssembly.class);

    private final BookSource book;
    private final NetworkSource feeders;
    private final BookIndex index = new BookIndex();
    private final Map<Integer, Long> followed = new TreeMap<>();

    /**
     * Assembles from a book and the feeders that its periods name; closes both.
     */
    public BookAssembly(BookSource book, NetworkSource feeders) {
        this.book = book;
        this.feeders = feeders;
    }

    @Override
    public void follow(int partition, long fromOffset) {
        followed.replaceAll((number, offset) -> book.position(number));
        followed.put(partition, fromOffset);
        book.follow(followed);
    }

    @Override
    public void leave(int partition) {
        followed.remove(partition);
        followed.replaceAll((number, offset) -> book.position(number));
        book.follow(followed);
        index.forget(partition);
    }

    @Override
    public void scan(long mostMs) {
        book.scan(index, mostMs);
    }

    @Override
    public Optional<Batch> assemble(int partition, ClearingResult result, ChunkWriter.Sink chunks) throws AreaFault {
        OptionalLong first = index.find(
                partition, result.getAreaMrid(), result.getPeriodStart().toEpochMilli());
        if (first.isEmpty() && !book.isAtEnd(partition)) {
            return Optional.empty();
        }
        if (first.isEmpty()) {
            LOG.warn(
                    "the book of {} is searched from its beginning for the period {}",
                    result.getAreaMrid(),
                    result.getPeriodStart());
        }
        Pass pass = new Pass(result, chunks, feeders);
        book.read(partition, first.orElse(0), pass);
        return Optional.of(pass.finish());
    }

    @Override
    public void done(int partition, ClearingResult result) {
        index.done(
                partition,
                result.getAreaMrid(),
                result.getPeriodStart().toEpochMilli(),
                result.getTerms().getPeriodMs());
    }

    @Override
    public long lowestBookOffset(int partition) {
        return index.lowest(partition, book.position(partition));
    }

    @Override
    public void close() {
        book.close();
        feeders.close();
    }

    /** One pass over the log of one period. */
    private static final class Pass implements BookSource.Visitor {
        private final ClearingResult result;
        private final ChunkWriter chunks;
        private final LineLeaves leaves = new LineLeaves();
        private final PeriodReplay replay;
        private @Nullable FeederGraph feeder;
        private @Nullable IllegalArgumentException violation;

        Pass(ClearingResult result, ChunkWriter.Sink sink, FeederSource feeders) {
            this.result = result;
            this.replay = new PeriodReplay(leaves, digest -> {
                feeder = feeders.find(digest);
                return feeder;
            });
            this.chunks = new ChunkWriter(sink);
        }

        @Override
        public boolean visit(BookEntry entry) {
            BookEntry.Position at = entry.position();
            if (!at.area().equals(result.getAreaMrid())
                    || at.periodStart() != result.getPeriodStart().toEpochMilli()) {
                return true;
            }
            try {
                replay.accept(entry);
            } catch (BookReplay.LogViolation | BookReplay.UnknownFeeder e) {
                violation = e;
                return false;
            }
            chunks.add(entry);
            return replay.result().isEmpty() && replay.entries() < result.getBookEntries();
        }

        Batch finish() throws AreaFault {
            if (violation != null) {
                throw new AreaFault("the log cannot be replayed: " + violation.getMessage(), violation);
            }
            Claim claim = replay.result()
                    .orElseThrow(() -> new IncompleteLog("the book holds " + replay.entries() + " of "
                            + result.getBookEntries() + " entries of the period " + result.getPeriodStart()
                            + " and no last tick: its retention is too short, or entries were lost"));
            List<String> differences = differences(result, claim, replay.entries());
            if (!differences.isEmpty()) {
                throw new AreaFault("the published result of the period " + result.getPeriodStart()
                        + " does not follow from its log: " + String.join(", ", differences));
            }
            ItemKey item = ItemKey.initial(
                    result.getAreaMrid(), result.getPeriodStart().toEpochMilli());
            return new Batch(
                    new BatchManifest(
                            item,
                            chunks.entries(),
                            chunks.finish(),
                            feeder == null ? new byte[0] : feeder.digest(),
                            claim),
                    leaves,
                    feeder == null ? new byte[0] : FeederCodec.encode(feeder.feeder()));
        }
    }

    /** Every field of the published result that is not what the log comes to, with both values. */
    private static List<String> differences(ClearingResult published, Claim computed, long entries) {
        List<String> found = new ArrayList<>();
        compare(found, "bookEntries", published.getBookEntries(), entries);
        compare(found, "ruleVersion", (long) published.getRuleVersion(), (long) computed.ruleVersion());
        compare(found, "inputHash", hex(BatchRecords.bytes(published.getInputHash())), hex(computed.inputHash()));
        compare(found, "tradesRoot", hex(BatchRecords.bytes(published.getTradesRoot())), hex(computed.tradesRoot()));
        compare(
                found,
                "settlementRoot",
                hex(BatchRecords.bytes(published.getSettlementRoot())),
                hex(computed.settlementRoot()));
        compare(found, "routesRoot", hex(BatchRecords.bytes(published.getRoutesRoot())), hex(computed.routesRoot()));
        compare(found, "curtailedTrades", published.getCurtailedTrades(), computed.curtailedTrades());
        compare(found, "curtailedWh", published.getCurtailedWh(), computed.curtailedWh());
        compare(found, "settlementLines", published.getSettlementLines(), computed.settlementLines());
        compare(found, "sellOrders", published.getSellOrders(), computed.sellOrders());
        compare(found, "buyOrders", published.getBuyOrders(), computed.buyOrders());
        compare(found, "stage1Trades", published.getStage1Trades(), computed.stage1Trades());
        compare(found, "stage2Trades", published.getStage2Trades(), computed.stage2Trades());
        compare(found, "stage1Wh", published.getStage1Wh(), computed.stage1Wh());
        compare(found, "stage2Wh", published.getStage2Wh(), computed.stage2Wh());
        compare(found, "gridSoldWh", published.getGridSoldWh(), computed.gridSoldWh());
        compare(found, "gridBoughtWh", published.getGridBoughtWh(), computed.gridBoughtWh());
        compare(found, "referencePrice", published.getReferencePrice(), computed.referencePrice());
        compare(found, "debitNano", published.getDebitNano(), computed.debitNano());
        compare(found, "creditNano", published.getCreditNano(), computed.debitNano());
        return found;
    }

    private static void compare(List<String> found, String name, Object published, Object computed) {
        if (!published.equals(computed)) {
            found.add(name + " is published as " + published + " and computed as " + computed);
        }
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
