package io.gridclear.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.engine.proof.LineProof;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.gridclear.verify.VerificationFiles.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All lines of files in one pass, against each line by itself. */
class VerificationFilesTest {

    /** More than are read at a time. */
    private static final int LINES = 5_000;

    private static final long SEED = 11;

    private static ProvenSettlement settlement;
    private static List<String> lines;
    private static List<String> receipts;

    @TempDir
    private Path directory;

    @BeforeAll
    static void settle() {
        settlement = ProvenSettlement.ofLines(LINES);
        lines = settlement.lines().stream().map(FlatRecordJson::line).toList();
        List<BlockReceipt> blocks =
                settlement.receipts().stream().map(BlockReceipt::of).toList();
        receipts = settlement.lines().stream()
                .map(line -> blocks.get((int) (line.getLineIndex() / BlockReceipt.MOST_LINES))
                        .of(line)
                        .toJson())
                .toList();
    }

    private Summary verify(List<String> someLines, List<String> someReceipts)
            throws IOException, MalformedFileException {
        Path lineFile = Files.write(directory.resolve("lines.jsonl"), someLines);
        Path receiptFile = Files.write(directory.resolve("receipts.jsonl"), someReceipts);
        return new VerificationFiles(lineFile, receiptFile).verifyAll(verifier());
    }

    private static LineVerifier verifier() {
        return new LineVerifier(Ed25519Verifiers.best()::verify, settlement.trusted());
    }

    @Test
    void inAnyOrderAllAreProved() throws Exception {
        List<String> shuffled = new ArrayList<>(receipts);
        Collections.shuffle(shuffled, new Random(SEED));
        assertThat(verify(lines, shuffled)).isEqualTo(new Summary(LINES, LINES, List.of()));
    }

    @Test
    void itSaysWhatEachLineByItselfSays() throws Exception {
        Random random = new Random(SEED);
        List<String> changed = new ArrayList<>(lines);
        for (int i = 0; i < 15; i++) {
            int at = random.nextInt(LINES);
            changed.set(at, changed.get(at).replaceFirst("\"quantityWh\":[0-9]+", "\"quantityWh\":" + i));
        }
        long proved = 0;
        LineVerifier verifier = verifier();
        for (int i = 0; i < LINES; i++) {
            SettlementLine line = FlatRecordJson.read(StrictJson.object(changed.get(i)), new SettlementLine());
            proved += verifier.verify(line, LineReceipt.of(receipts.get(i))) instanceof Verdict.Valid ? 1 : 0;
        }
        Summary summary = verify(changed, receipts);
        assertThat(proved).as("seed %s", SEED).isBetween(LINES - 15L, LINES - 1L);
        assertThat(summary.proved()).as("seed %s", SEED).isEqualTo(proved);
        assertThat(summary.failures()).as("seed %s", SEED).hasSize((int) (LINES - proved));
    }

    @Test
    void aLineWithoutReceiptIsNotProvedAndAReceiptWithoutLineIsNoMatter() throws Exception {
        Summary summary = verify(lines.subList(0, 4_500), receipts.subList(1, LINES));
        assertThat(summary.lines()).isEqualTo(4_500);
        assertThat(summary.proved()).isEqualTo(4_499);
        assertThat(summary.failures()).singleElement().asString().endsWith("no receipt");
    }

    @Test
    void theFirstReceiptOfALineCounts() throws Exception {
        List<String> twice = new ArrayList<>(receipts.subList(0, 10));
        twice.addAll(receipts.subList(0, 10));
        assertThat(verify(lines.subList(0, 10), twice)).isEqualTo(new Summary(10, 10, List.of()));
    }

    @Test
    void aLineThatIsThereTwiceIsRefused() {
        List<String> twice = new ArrayList<>(lines);
        twice.add(lines.get(17));
        assertThatThrownBy(() -> verify(twice, receipts))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("line 5001: ")
                .hasMessageContaining("is there twice");
    }

    @Test
    void theFirstMalformedReceiptIsNamed() {
        List<String> broken = new ArrayList<>(receipts);
        broken.set(4_700, broken.get(4_700).replace("\"agents\":4", "\"agents\":5"));
        broken.set(4_800, "{");
        assertThatThrownBy(() -> verify(lines, broken))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("line 4701: its agents is 5");
    }

    @Test
    void aKnownProofDoesNotVouchForWhatAReceiptSaysBesideIt() {
        for (String field : List.of("lineId", "settlementId", "lineIndex", "areaMrid", "status", "signedHeight")) {
            List<String> broken = new ArrayList<>(receipts);
            broken.set(
                    4_999,
                    broken.get(4_999).replaceFirst("\"" + field + "\":(\"[^\"]*\"|[0-9]+)", "\"" + field + "\":77"));
            assertThatThrownBy(() -> verify(lines, broken))
                    .as(field)
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageContaining("line 5000: ");
        }
    }

    /** In each of the paths one hash is another, near the line or near the root, while all about them is proved. */
    @Test
    void anAlteredPathAmongHonestOnesProvesNothing() throws Exception {
        Random random = new Random(SEED);
        List<String> altered = new ArrayList<>(receipts);
        Set<Integer> at = new TreeSet<>();
        while (at.size() < 15) {
            at.add(random.nextInt(LINES));
        }
        for (int index : at) {
            LineReceipt receipt = LineReceipt.of(receipts.get(index));
            byte[] place = receipt.place().toBytes();
            int hashes = receipt.place().path().siblings().size() * 32;
            place[place.length - 1 - random.nextInt(hashes)] ^= 1;
            altered.set(
                    index,
                    LineReceipt.of(settlement.lines().get(index), LineProof.of(place), receipt.proof())
                            .toJson());
        }
        Summary summary = verify(lines, altered);
        assertThat(summary.proved()).as("seed %s", SEED).isEqualTo(LINES - 15);
        assertThat(summary.failures())
                .as("seed %s", SEED)
                .containsExactlyElementsOf(at.stream()
                        .map(index -> settlement.lines().get(index).getLineId()
                                + ": settlement root: line " + index + " does not stand under the settlement root of "
                                + settlement
                                        .receiptOf(0)
                                        .proof()
                                        .outcome()
                                        .outcome()
                                        .item())
                        .toList());
    }

    /** What a text is read as, or why it is refused. */
    private interface Reading {
        Object read(String text) throws MalformedFileException;
    }

    private static Object outcome(Reading reading, String text) {
        try {
            return reading.read(text);
        } catch (MalformedFileException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void whoHasReadAReceiptBeforeReadsTheNextAsWhoHasNot() {
        String receipt = receipts.get(7);
        String proof = receipt.substring(receipt.indexOf("\"areaMrid\""), receipt.length() - 1);
        String own = receipt.substring(1, receipt.indexOf(",\"areaMrid\""));
        List<String> texts = List.of(
                receipt,
                " " + receipt.replace(":", " : ") + "\r",
                "{" + proof + "," + own + "}",
                "{" + own + ",\"agents\":4," + proof + "}",
                "{" + own + ",\"extra\":4," + proof + "}",
                "{" + own + "," + own + "," + proof + "}",
                "{" + own + ",," + proof + "}",
                "{" + own + "}," + proof + "}",
                "{" + own + ",\"x\":{\"y\":1," + proof + "}",
                "{" + own.replaceFirst("\"lineIndex\":7", "\"lineIndex\":8") + "," + proof + "}",
                "{" + own.replaceFirst("\"lineIndex\":7,", "") + "," + proof + "}",
                "{" + own.replaceFirst("\"lineIndex\":7", "\"lineIndx\":7") + "," + proof + "}",
                "{" + own.replaceFirst("\"lineId\":\"", "\"lineId\":\"0") + "," + proof + "}",
                "{," + proof + "}",
                "[" + own + "," + proof + "}",
                receipt + "{}",
                receipt + receipt,
                receipt.substring(0, receipt.length() - 1),
                "");
        for (String text : texts) {
            ReceiptReader warm = new ReceiptReader();
            assertThat(outcome(warm::read, receipts.get(6))).isInstanceOf(LineReceipt.class);
            Object known = outcome(warm::read, text);
            Object fresh = outcome(new ReceiptReader()::read, text);
            if (fresh instanceof LineReceipt expected && known instanceof LineReceipt read) {
                assertThat(read.toJson()).isEqualTo(expected.toJson());
            } else {
                assertThat(known).as(text).isInstanceOf(String.class).isEqualTo(fresh);
            }
        }
        assertThat(texts.stream().filter(text -> outcome(LineReceipt::of, text) instanceof LineReceipt))
                .as("those that are receipts")
                .hasSize(4);
    }

    @Test
    void aLineIsReadAsItsTreeIs() {
        String line = lines.get(7);
        List<String> texts = List.of(
                line,
                line.replace(",", " ,\n"),
                line.replaceFirst("alice", "al\\\\u0069ce"),
                line.replaceFirst("\"lineIndex\":7", "\"lineIndex\":2147483648"),
                line.replaceFirst("\"lineIndex\":7", "\"lineIndex\":9223372036854775808"),
                line.replaceFirst("\"lineIndex\":7", "\"lineIndex\":7.0"),
                line.replaceFirst("\"lineIndex\":7", "\"lineIndex\":\"7\""),
                line.replaceFirst("\"lineIndex\":7", "\"lineIndex\":null"),
                line.replaceFirst("\"lineIndex\":7", "\"lineIndex\":[7,{\"x\":8}]"),
                line.replaceFirst("\"lineIndex\":7,", ""),
                line.replaceFirst("\"lineIndex\":7", "\"lineIndex\":7,\"other\":{}"),
                line.replaceFirst("\"lineIndex\":7", "\"lineIndex\":7,\"lineIndex\":7"),
                line.replaceFirst("\"revision\":0", "\"revision\":2147483648"),
                line.replaceFirst("\"DEBIT\"", "\"OTHER\""),
                line.replaceFirst("false", "\"false\""),
                line + " ",
                line + "7",
                line + line,
                "[" + line + "]",
                line.substring(0, line.length() - 1),
                "null",
                "");
        int read = 0;
        for (String text : texts) {
            Object streamed = outcome(each -> FlatRecordJson.read(each, new SettlementLine()), text);
            Object tree = outcome(each -> FlatRecordJson.read(StrictJson.object(each), new SettlementLine()), text);
            assertThat(streamed.getClass()).as(text).isEqualTo(tree.getClass());
            if (tree instanceof SettlementLine) {
                assertThat(streamed).isEqualTo(tree);
                read++;
            }
        }
        assertThat(read).as("those that are lines").isEqualTo(5);
    }
}
