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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lines and receipts in files, one JSON object a line; a file of one object may spread it over as many lines as it likes.
 *
 * @param lines settlement lines
 * @param receipts their receipts, in any order, found by their ids
 */
public record VerificationFiles(Path lines, Path receipts) {

    /** Failures that are told one by one; the rest is counted. */
    private static final int MOST_TOLD = 20;

    /** Enough for every processor to have its part, and some megabytes. */
    private static final int MOST_AT_A_TIME = 4_096;

    private static final long MOST_CHARS_AT_A_TIME = 16L << 20;

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
    private interface Sink<T> {
        void take(T object) throws MalformedFileException;
    }

    /** Makes something of the text of an object. */
    @FunctionalInterface
    private interface Making<T> {
        T make(String text) throws MalformedFileException;
    }

    /** What was made of a text, or why it is malformed. */
    private record Made<T>(@Nullable T made, @Nullable MalformedFileException malformed) {

        static <T> Made<T> of(String text, Making<T> making) {
            try {
                return new Made<>(making.make(text), null);
            } catch (MalformedFileException e) {
                return new Made<>(null, e);
            }
        }

        T get() throws MalformedFileException {
            if (malformed != null) {
                throw malformed;
            }
            return Objects.requireNonNull(made);
        }
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
     * @param id the line's lineId, which is the same in every run, or its settlementId in one of them; hexadecimal
     * @throws MalformedFileException if there is not exactly one of each, or it is malformed
     */
    public Pair byId(String id) throws IOException, MalformedFileException {
        return new Pair(line(onlyWith(lines, id)), receipt(onlyWith(receipts, id)));
    }

    /**
     * Verifies every line, on all processors. Holds the lines in memory, and of the receipts some thousand at a time.
     *
     * @throws MalformedFileException if a line or receipt is malformed, or a line comes twice
     */
    public Summary verifyAll(LineVerifier verifier) throws IOException, MalformedFileException {
        Map<String, SettlementLine> waiting = new LinkedHashMap<>();
        forEach(lines, VerificationFiles::lineOf, line -> {
            if (waiting.put(line.getSettlementId(), line) != null) {
                throw new MalformedFileException("line " + line.getLineId() + " is there twice");
            }
        });
        long all = waiting.size();
        List<String> failures = new ArrayList<>();
        long[] failed = {0};
        ReceiptReader reader = new ReceiptReader();
        forEach(receipts, text -> check(waiting, reader.read(text), verifier), checked -> {
            // the first receipt of a line counts
            SettlementLine line = waiting.remove(checked.settlementId());
            if (line != null && checked.verdict() instanceof Verdict.Invalid invalid) {
                failed[0]++;
                tell(failures, line.getLineId() + ": " + invalid.step().words() + ": " + invalid.reason());
            }
        });
        waiting.values().forEach(line -> tell(failures, line.getLineId() + ": no receipt"));
        return new Summary(all, all - failed[0] - waiting.size(), failures);
    }

    /** A receipt and what it came to; null for that of no line. */
    private record Checked(String settlementId, @Nullable Verdict verdict) {}

    private static Checked check(Map<String, SettlementLine> lines, LineReceipt receipt, LineVerifier verifier) {
        SettlementLine line = lines.get(receipt.settlementId());
        return new Checked(receipt.settlementId(), line == null ? null : verifier.verify(line, receipt));
    }

    private static void tell(List<String> failures, String failure) {
        if (failures.size() < MOST_TOLD) {
            failures.add(failure);
        }
    }

    private SettlementLine line(String text) throws MalformedFileException {
        try {
            return lineOf(text);
        } catch (MalformedFileException e) {
            throw new MalformedFileException(lines + ": " + e.getMessage());
        }
    }

    private static SettlementLine lineOf(String text) throws MalformedFileException {
        return FlatRecordJson.read(StrictJson.object(text), new SettlementLine());
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

    private static String onlyWith(Path file, String id) throws IOException, MalformedFileException {
        List<String> found = new ArrayList<>();
        String quoted = '"' + id + '"';
        forEach(file, text -> {
            if (text.contains(quoted)) {
                JsonNode json = StrictJson.object(text);
                if (id.equals(json.path("lineId").textValue())
                        || id.equals(json.path("settlementId").textValue())) {
                    found.add(text);
                }
            }
        });
        if (found.isEmpty()) {
            throw new MalformedFileException(file + " has nothing with the lineId or settlementId " + id);
        }
        if (found.size() > 1) {
            throw new MalformedFileException(file + " has " + found.size() + " objects with the id " + id
                    + ": name one run's by its settlementId");
        }
        return found.get(0);
    }

    private static void forEach(Path file, Sink<String> sink) throws IOException, MalformedFileException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                try {
                    sink.take(text);
                } catch (MalformedFileException e) {
                    throw inLine(file, number, e);
                }
            }
        }
    }

    /** Makes something of every object, several at a time, and takes it in the order of the file. */
    private static <T> void forEach(Path file, Making<T> making, Sink<T> sink)
            throws IOException, MalformedFileException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            for (List<String> texts = some(reader); !texts.isEmpty(); texts = some(reader)) {
                List<Made<T>> made = texts.parallelStream()
                        .map(text -> Made.of(text, making))
                        .toList();
                for (Made<T> each : made) {
                    number++;
                    try {
                        sink.take(each.get());
                    } catch (MalformedFileException e) {
                        throw inLine(file, number, e);
                    }
                }
            }
        }
    }

    private static List<String> some(BufferedReader reader) throws IOException {
        List<String> texts = new ArrayList<>();
        long chars = 0;
        while (texts.size() < MOST_AT_A_TIME && chars < MOST_CHARS_AT_A_TIME) {
            String text = reader.readLine();
            if (text == null) {
                break;
            }
            texts.add(text);
            chars += text.length();
        }
        return texts;
    }

    private static MalformedFileException inLine(Path file, long number, MalformedFileException cause) {
        return new MalformedFileException(file + ": line " + number + ": " + cause.getMessage());
    }
}
