package io.gridclear.ops.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.gridclear.ops.clear.OrderFileClearing;
import io.gridclear.ops.topic.Found;
import io.gridclear.ops.topic.RecordFiles;
import io.gridclear.ops.trace.Attestation;
import io.gridclear.ops.trace.Attestations;
import io.gridclear.ops.trace.TraceFiles;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.verify.FlatRecordJson;
import io.gridclear.verify.LineReceipt;
import io.gridclear.verify.TrustedFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a demonstration leaves behind for a person: {@code orders.csv} and {@code trades.csv} as {@code gridclear clear}
 * reads and writes them; {@code lines.jsonl}, one settlement line a line; {@code receipts.jsonl}, one receipt a line, and
 * {@code trusted.json}, as {@code gridclear verify} reads all three; {@code records}, the topics' records, and {@code
 * attestations.jsonl}, as {@code gridclear trace} reads them. Single-threaded.
 */
final class DemoFiles implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final BufferedWriter lines;
    private final BufferedWriter receipts;
    private final RecordFiles records;
    private final List<Trade> trades = new ArrayList<>();

    /**
     * Files in a directory, which is made if it is not there.
     *
     * @throws IOException if it cannot be written to
     */
    DemoFiles(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.lines = writer("lines.jsonl");
        this.receipts = writer("receipts.jsonl");
        this.records = new RecordFiles(TraceFiles.records(directory));
    }

    private BufferedWriter writer(String name) throws IOException {
        return Files.newBufferedWriter(directory.resolve(name), StandardCharsets.UTF_8);
    }

    void take(Found<SpecificRecord> found) {
        try {
            records.write(found);
            SpecificRecord record = found.value();
            if (record instanceof Trade trade) {
                trades.add(trade);
            } else if (record instanceof SettlementLine line) {
                lines.write(FlatRecordJson.line(line));
                lines.write('\n');
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Keeps the receipt of a line. */
    void take(LineReceipt receipt) {
        try {
            receipts.write(receipt.toJson());
            receipts.write('\n');
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Keeps what the receipts are verified from. */
    void take(TrustedFile trusted) {
        try {
            Files.writeString(directory.resolve("trusted.json"), trusted.toJson(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Keeps who attested to what. */
    void take(List<Attestation> attestations) throws IOException {
        Attestations.write(TraceFiles.attestations(directory), attestations);
    }

    private UncheckedIOException failed(IOException cause) {
        return new UncheckedIOException("cannot write to " + directory + ": " + cause.getMessage(), cause);
    }

    /** Writes orders and trades, by area, period and log order or sequence. */
    void finish(MarketAudit audit) throws IOException {
        try (BufferedWriter orders = writer("orders.csv")) {
            orders.write(OrderFileClearing.ORDERS_HEADER + "\n");
            for (PeriodAudit period : audit.periods()) {
                List<String> rows = new ArrayList<>();
                period.orders().writeCsv(period.area(), period.periodStart(), rows::add);
                for (String row : rows) {
                    orders.write(row + "\n");
                }
            }
        }
        trades.sort(Comparator.comparing(Trade::getAreaMrid)
                .thenComparing(Trade::getPeriodStart)
                .thenComparingLong(Trade::getSequence));
        try (BufferedWriter out = writer("trades.csv")) {
            out.write(OrderFileClearing.TRADES_HEADER + "\n");
            for (Trade trade : trades) {
                out.write(String.join(
                                ",",
                                trade.getAreaMrid(),
                                Long.toString(trade.getPeriodStart().toEpochMilli()),
                                Long.toString(trade.getSequence()),
                                Integer.toString(trade.getStage()),
                                trade.getSellOrderId(),
                                trade.getBuyOrderId(),
                                Long.toString(trade.getQuantityWh()),
                                Long.toString(trade.getPrice()),
                                Long.toString(trade.getAmountNano()))
                        + "\n");
            }
        }
    }

    /** Writes figures as one JSON object. */
    static void writeJson(Path file, Map<String, Object> figures) throws IOException {
        Files.writeString(
                file,
                JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(figures) + "\n",
                StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        try (receipts;
                records) {
            lines.close();
        }
    }
}
