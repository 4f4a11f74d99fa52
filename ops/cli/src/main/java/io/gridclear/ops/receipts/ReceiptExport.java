package io.gridclear.ops.receipts;

import io.gridclear.engine.light.TrustedState;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.ops.topic.Stretch;
import io.gridclear.ops.topic.TopicScan;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.verify.BlockReceipt;
import io.gridclear.verify.FlatRecordJson;
import io.gridclear.verify.TrustedFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes settlement lines of a cluster, each with its receipt, into files that {@code gridclear verify} reads:
 * {@code lines.jsonl}, {@code receipts.jsonl} and {@code trusted.json}. Believes nothing and proves nothing. Holds the receipts
 * of the periods that are asked for in memory, 32 bytes a line and some kilobytes a run. Single-threaded.
 */
public final class ReceiptExport {

    /**
     * What came of it.
     *
     * @param exported lines that were written, with their receipts
     * @param unreceipted lines that were left out: they have no receipt, or none yet
     * @param malformed receipts that were passed over: they are none
     */
    public record Summary(long exported, long unreceipted, long malformed) {}

    /** A run of an area and period, and the block of its lines that begins at an index. */
    private record Block(String area, long periodStart, String run, int revision, long firstLine) {

        static Block of(Receipt receipt) {
            return new Block(
                    receipt.getAreaMrid(),
                    receipt.getPeriodStart().toEpochMilli(),
                    receipt.getRun().name(),
                    receipt.getRevision(),
                    receipt.getFirstLineIndex());
        }

        static Block of(SettlementLine line) {
            return new Block(
                    line.getAreaMrid(),
                    line.getPeriodStart().toEpochMilli(),
                    line.getRun().name(),
                    line.getRevision(),
                    line.getLineIndex() - line.getLineIndex() % BlockReceipt.MOST_LINES);
        }
    }

    private final TopicScan scan;
    private final PeriodRange range;
    private final Path directory;
    private final Map<Block, BlockReceipt> receipts = new HashMap<>();
    private long exported;
    private long unreceipted;
    private long malformed;

    /**
     * An export.
     *
     * @param directory where the files go; made if it is not there
     */
    public ReceiptExport(TopicScan scan, PeriodRange range, Path directory) {
        this.scan = scan;
        this.range = range;
        this.directory = directory;
    }

    /**
     * Writes lines and receipts that are committed now.
     *
     * @throws IOException if the files cannot be written
     */
    public Summary run() throws IOException {
        Files.createDirectories(directory);
        // what has a receipt now was published before it
        scan.read(TopicCatalogue.RECEIPTS, Stretch.ALL, found -> take(found.value()));
        try (BufferedWriter lines = writer("lines.jsonl");
                BufferedWriter proofs = writer("receipts.jsonl")) {
            scan.read(TopicCatalogue.SETTLEMENT_LINES, Stretch.ALL, found -> write(found.value(), lines, proofs));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Summary(exported, unreceipted, malformed);
    }

    private boolean take(Receipt receipt) {
        if (range.covers(receipt.getAreaMrid(), receipt.getPeriodStart())) {
            try {
                receipts.putIfAbsent(Block.of(receipt), BlockReceipt.of(receipt));
            } catch (IllegalArgumentException e) {
                malformed++;
            }
        }
        return true;
    }

    private boolean write(SettlementLine line, BufferedWriter lines, BufferedWriter proofs) {
        if (!range.covers(line.getAreaMrid(), line.getPeriodStart())) {
            return true;
        }
        BlockReceipt receipt = receipts.get(Block.of(line));
        if (receipt == null || !receipt.covers(line.getLineIndex())) {
            unreceipted++;
            return true;
        }
        try {
            lines.write(FlatRecordJson.line(line) + "\n");
            proofs.write(receipt.of(line).toJson() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        exported++;
        return true;
    }

    /**
     * Writes what the receipts are verified from: a header, and the terms that the areas are configured with now.
     *
     * @throws IOException if the file cannot be written
     */
    public void trust(TrustedState header) throws IOException {
        SortedMap<String, MarketTerms> terms = new TreeMap<>();
        scan.read(TopicCatalogue.AREAS, Stretch.ALL, found -> {
            terms.put(
                    found.value().getAreaMrid(),
                    TermsRecords.toTerms(found.value().getTerms()));
            return true;
        });
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("trusted.json"), new TrustedFile(header, terms).toJson());
    }

    private BufferedWriter writer(String name) throws IOException {
        return Files.newBufferedWriter(directory.resolve(name), StandardCharsets.UTF_8);
    }
}
