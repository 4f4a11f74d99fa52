package io.gridclear.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridclear.schemas.avro.SettlementLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines and receipts in files, one JSON object a line; a file of one object may spread it over as many lines as it likes.
 *
 * @param lines settlement lines
 * @param receipts their receipts, in any order, found by their ids
 */
public record VerificationFiles(Path lines, Path receipts) {

    /** Failures that are told one by one; the rest is counted. */
    private static final int MOST_TOLD = 20;

    /** A line and its receipt. */
    public record Pair(SettlementLine line, LineReceipt receipt) {}

    /**
     * What came of all lines.
     *
     * @param lines lines in the file
     * @param proved those that are proved
     * @param failures what the first twenty of the others failed at
     */
    public record Summary(long lines, long proved, List<String> failures) {

        public Summary {
            failures = List.copyOf(failures);
        }
    }

    /** Takes one object. */
    @FunctionalInterface
    private interface Sink {
        void take(String text) throws MalformedFileException;
    }

    /**
     * The one line and the one receipt of two files.
     *
     * @throws MalformedFileException if either file holds something else
     */
    public Pair only() throws IOException, MalformedFileException {
        return new Pair(line(onlyOf(lines)), receipt(onlyOf(receipts)));
    }

    /**
     * A line and its receipt among many.
     *
     * @param lineId the line's id, hexadecimal
     * @throws MalformedFileException if there is not exactly one of each, or it is malformed
     */
    public Pair byId(String lineId) throws IOException, MalformedFileException {
        return new Pair(line(onlyWith(lines, lineId)), receipt(onlyWith(receipts, lineId)));
    }

    /**
     * Verifies every line. Holds the lines in memory, and of the receipts one at a time.
     *
     * @throws MalformedFileException if a line or receipt is malformed, or a line comes twice
     */
    public Summary verifyAll(LineVerifier verifier) throws IOException, MalformedFileException {
        Map<String, SettlementLine> waiting = new LinkedHashMap<>();
        forEach(lines, text -> {
            SettlementLine line = FlatRecordJson.read(StrictJson.object(text), new SettlementLine());
            if (waiting.put(line.getSettlementId(), line) != null) {
                throw new MalformedFileException("line " + line.getLineId() + " is there twice");
            }
        });
        long all = waiting.size();
        List<String> failures = new ArrayList<>();
        long[] failed = {0};
        forEach(receipts, text -> {
            LineReceipt receipt = LineReceipt.of(text);
            SettlementLine line = waiting.remove(receipt.settlementId());
            if (line != null && verifier.verify(line, receipt) instanceof Verdict.Invalid invalid) {
                failed[0]++;
                tell(failures, line.getLineId() + ": " + invalid.step().words() + ": " + invalid.reason());
            }
        });
        waiting.values().forEach(line -> tell(failures, line.getLineId() + ": no receipt"));
        return new Summary(all, all - failed[0] - waiting.size(), failures);
    }

    private static void tell(List<String> failures, String failure) {
        if (failures.size() < MOST_TOLD) {
            failures.add(failure);
        }
    }

    private SettlementLine line(String text) throws MalformedFileException {
        try {
            return FlatRecordJson.read(StrictJson.object(text), new SettlementLine());
        } catch (MalformedFileException e) {
            throw new MalformedFileException(lines + ": " + e.getMessage());
        }
    }

    private LineReceipt receipt(String text) throws MalformedFileException {
        try {
            return LineReceipt.of(text);
        } catch (MalformedFileException e) {
            throw new MalformedFileException(receipts + ": " + e.getMessage());
        }
    }

    /** The whole text of a file that holds one object. */
    private static String onlyOf(Path file) throws IOException, MalformedFileException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        long objects = text.lines().filter(line -> line.startsWith("{")).count();
        if (objects > 1) {
            throw new MalformedFileException(
                    file + " holds " + objects + " objects: name one by its lineId, or ask for --all");
        }
        return text;
    }

    private static String onlyWith(Path file, String lineId) throws IOException, MalformedFileException {
        List<String> found = new ArrayList<>();
        String quoted = '"' + lineId + '"';
        forEach(file, text -> {
            if (text.contains(quoted)) {
                JsonNode json = StrictJson.object(text);
                if (lineId.equals(json.path("lineId").textValue())) {
                    found.add(text);
                }
            }
        });
        if (found.size() != 1) {
            throw new MalformedFileException(file + " has "
                    + (found.isEmpty() ? "nothing with the lineId " : found.size() + " objects with the lineId ")
                    + lineId);
        }
        return found.get(0);
    }

    private static void forEach(Path file, Sink sink) throws IOException, MalformedFileException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                try {
                    sink.take(text);
                } catch (MalformedFileException e) {
                    throw new MalformedFileException(file + ": line " + number + ": " + e.getMessage());
                }
            }
        }
    }
}
