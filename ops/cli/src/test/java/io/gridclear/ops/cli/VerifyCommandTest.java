package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.verify.FlatRecordJson;
import io.gridclear.verify.ProvenSettlement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command on files as a demonstration keeps them; what makes a proof hold or fail is the verifier's own test. */
class VerifyCommandTest {

    private static final int LINES = 10;

    private static ProvenSettlement settled;
    private static ProvenSettlement stranger;

    @TempDir
    private Path folder;

    private Path lines;
    private Path receipts;
    private Path trusted;

    @BeforeAll
    static void settle() {
        settled = ProvenSettlement.ofLines(LINES);
        stranger = ProvenSettlement.ofLines(1);
    }

    @BeforeEach
    void writeFiles() throws IOException {
        lines = write("lines.jsonl", jsonLines());
        // in another order than the lines: they are found by their ids
        List<String> all = jsonReceipts();
        Collections.reverse(all);
        receipts = write("receipts.jsonl", all);
        trusted = Files.writeString(
                folder.resolve("trusted.json"), settled.trusted().toJson());
    }

    private static List<String> jsonLines() {
        return settled.lines().stream().map(FlatRecordJson::line).toList();
    }

    private static List<String> jsonReceipts() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            all.add(settled.receiptOf(i).toJson());
        }
        return all;
    }

    private Path write(String name, List<String> content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static String id(int line) {
        return settled.lines().get(line).getLineId();
    }

    private Run verify(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "verify",
                "--line",
                lines.toString(),
                "--receipt",
                receipts.toString(),
                "--trusted",
                trusted.toString()));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    private static void assertRefused(Run run, String... words) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err())
                .startsWith("gridclear verify: ")
                .doesNotContain("Exception", "\tat ")
                .hasLineCount(1);
        assertThat(run.out() + run.err()).contains(words);
    }

    @Test
    void oneLineOfManyIsProvedStepByStep() {
        Run run = verify(id(4));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().filter(line -> line.startsWith("ok      ")))
                .hasSize(6);
        assertThat(run.out())
                .contains("number 4 of 10 under the settlement root", "is FINAL", "have signed it", "trusted header 1")
                .endsWith("proved: alice is owed 0.521040000 EUR for 1.002 kWh (ENERGY) with bob in area-001, "
                        + "2027-01-15T08:00:00Z to 2027-01-15T08:15:00Z\n");
    }

    @Test
    void aFileOfOneLineAndAFileOfOneReceiptNeedNoId() throws IOException {
        lines = write("line.json", List.of(jsonLines().get(7)));
        receipts = write("receipt.json", List.of(jsonReceipts().get(7)));

        assertThat(verify().exitCode()).isZero();
    }

    @Test
    void allLinesAreProvedInOnePass() {
        assertThat(verify("--all"))
                .isEqualTo(new Run(
                        ExitCode.OK, "ok      10 of 10 lines are proved, from header 1 of gridclear-proven\n", ""));
    }

    @Test
    void aChangedLineIsRefusedAndSoIsTheWholeFile() throws IOException {
        List<String> changed = new ArrayList<>(jsonLines());
        changed.set(4, changed.get(4).replace("\"quantityWh\":1002", "\"quantityWh\":1003"));
        lines = write("lines.jsonl", changed);

        assertRefused(verify(id(4)), "FAILED  line: its amountNano is 521040000", "is not proved");
        assertThat(verify(id(5)).exitCode()).isZero();
        assertRefused(verify("--all"), "FAILED  " + id(4), "only 9 of 10 lines are proved");
    }

    @Test
    void aChangedReceiptIsRefused() throws IOException {
        List<String> changed = jsonReceipts();
        changed.set(4, changed.get(4).replace("\"status\":\"FINAL\"", "\"status\":\"DISPUTED\""));
        receipts = write("receipts.jsonl", changed);

        assertRefused(verify(id(4)), "its status is \"DISPUTED\", but \"FINAL\" follows from its proof");
        assertRefused(verify("--all"), "receipts.jsonl: line 5: its status");
    }

    @Test
    void aReceiptUnderAnotherLinesIdIsRefused() throws IOException {
        receipts = write(
                "receipts.jsonl",
                List.of(jsonReceipts()
                        .get(5)
                        .replace(id(5), id(4))
                        .replace(
                                settled.lines().get(5).getSettlementId(),
                                settled.lines().get(4).getSettlementId())));

        assertRefused(verify(id(4)), "FAILED  receipt: it is of the line at 5, not at 4");
    }

    @Test
    void aTrustedFileOfAnotherChainProvesNothing() throws IOException {
        trusted = Files.writeString(
                folder.resolve("trusted.json"), stranger.trusted().toJson());

        assertRefused(verify(id(4)), "FAILED  ");
        assertRefused(verify("--all"), "only 0 of 10");
    }

    @Test
    void lineAndReceiptMustBeThere() throws IOException {
        String unknown = "0".repeat(64);
        assertRefused(verify(unknown), "lines.jsonl has nothing with the lineId or settlementId " + unknown);

        receipts = write("receipts.jsonl", jsonReceipts().subList(0, 9));
        assertRefused(verify(id(9)), "receipts.jsonl has nothing with the lineId or settlementId " + id(9));
        assertRefused(verify("--all"), id(9) + ": no receipt", "only 9 of 10");
    }

    /** Every run has the line again: its lineId is the same, its settlementId is not. */
    @Test
    void aLineOfSeveralRunsIsNamedByItsSettlementId() throws IOException {
        List<ProvenSettlement> runs = ProvenSettlement.ofRuns();
        List<String> allLines = new ArrayList<>();
        List<String> allReceipts = new ArrayList<>();
        for (ProvenSettlement run : runs) {
            for (int i = 0; i < run.lines().size(); i++) {
                allLines.add(FlatRecordJson.line(run.lines().get(i)));
                allReceipts.add(run.receiptOf(i).toJson());
            }
        }
        lines = write("lines.jsonl", allLines);
        receipts = write("receipts.jsonl", allReceipts);
        trusted = Files.writeString(
                folder.resolve("trusted.json"), runs.get(0).trusted().toJson());

        SettlementLine metered = runs.get(1).lines().get(0);
        assertRefused(verify(metered.getLineId()), "3 objects with the id", "name one run's by its settlementId");
        assertThat(verify(metered.getSettlementId()).exitCode()).isZero();
        assertThat(verify("--all").out()).contains(allLines.size() + " of " + allLines.size());
    }

    @Test
    void ofManyLinesOneMustBeNamed() {
        assertRefused(verify(), "holds 10 objects: name one by its lineId, or ask for --all");
    }

    @Test
    void aLineThatIsThereTwiceIsRefused() throws IOException {
        List<String> twice = new ArrayList<>(jsonLines());
        twice.add(twice.get(3));
        lines = write("lines.jsonl", twice);

        assertRefused(verify(id(3)), "2 objects with the id");
        assertRefused(verify("--all"), "lines.jsonl: line 11: line " + id(3) + " is there twice");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not JSON at all                                 | it is no JSON",
                "[]                                              | it is no JSON object",
                "{}                                              | it has no field lineId",
                "{\"lineId\":\"a\",\"lineId\":\"b\"}             | it is no JSON: Duplicate field 'lineId'",
                "{\"lineId\":1}                                  | its field lineId is no string, but 1",
            })
    void whatIsNoLineIsRefusedWithTheReason(String text, String words) throws IOException {
        lines = write("line.json", List.of(text));
        receipts = write("receipt.json", List.of(jsonReceipts().get(0)));

        assertRefused(verify(), "line.json: " + words);
    }

    @Test
    void aLineWithAFieldMoreIsRefused() throws IOException {
        lines = write("line.json", List.of(jsonLines().get(0).replace("{\"lineId\"", "{\"paid\":true,\"lineId\"")));
        receipts = write("receipt.json", List.of(jsonReceipts().get(0)));

        assertRefused(verify(), "its field paid is none of a SettlementLine");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "verify                                                            | --line",
                "verify --line l --receipt r                                       | --trusted",
                "verify --line l --receipt r --trusted t                           | l: no such file",
                "verify abc --line l --receipt r --trusted t                       | a LINE_ID has 64 hexadecimal digits",
                "verify {id} --all --line l --receipt r --trusted t                | exclude each other",
            })
    void aWrongCommandLineIsAUsageError(String commandLine, String words) {
        Run run = Run.of(commandLine.replace("{id}", id(0)).split(" "));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("gridclear verify: ").contains(words).doesNotContain("Exception");
        assertThat(run.out()).isEmpty();
    }
}
