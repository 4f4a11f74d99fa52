package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClearCommandTest {

    private static final String HEADER =
            "area,period_start,order_id,participant,side,quantity_wh,price,limit_price,revised_price\n";
    private static final String TRADES_HEADER =
            "area,period_start,sequence,stage,sell_order_id,buy_order_id,quantity_wh,price,amount_nano\n";

    @TempDir
    private Path folder;

    private Path orders;
    private Path trades;

    @BeforeEach
    void writeOrders() throws IOException {
        orders = folder.resolve("orders.csv");
        trades = folder.resolve("trades.csv");
        Files.writeString(
                orders,
                HEADER + "a,0,s1,sam,SELL,1,500000,,\n" + "a,0,b1,bea,BUY,1,500000,,\n" + "a,0,s2,sam,SELL,9,600000,,\n"
                        + "a,0,b2,bob,BUY,9,640000,,\n");
    }

    @Test
    void writesTradesToAFileAndTotalsToTheTerminal() {
        Run run = Run.of("clear", orders.toString(), "--out", trades.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .isEqualTo("a,0: orders 4 trades 2 stage1_wh 9 stage2_wh 0 pa 595000 unmatched_sell 1 "
                        + "unmatched_buy 1\n");
        assertThat(trades)
                .hasContent(TRADES_HEADER + "a,0,0,1,s1,b2,1,570000,570000\na,0,1,1,s2,b2,8,620000,4960000\n");
    }

    @ParameterizedTest
    @CsvSource({"''", "--out -"})
    void writesTradesToStandardOutputAndTotalsToStandardError(String option) {
        Run run = Run.of(("clear " + orders + " " + option).strip().split(" "));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith(TRADES_HEADER + "a,0,0,1,");
        assertThat(run.err()).startsWith("a,0: orders 4 trades 2 ");
    }

    @Test
    void noOrdersGiveNoTradesAndNoTotals() throws IOException {
        Files.writeString(orders, HEADER);

        Run run = Run.of("clear", orders.toString(), "--out", trades.toString());

        assertThat(run).isEqualTo(new Run(ExitCode.OK, "", ""));
        assertThat(trades).hasContent(TRADES_HEADER);
    }

    @ParameterizedTest
    @CsvSource({"mean,595000", "vwap,614400", "anchored,609000"})
    void takesTheReferencePriceThatIsAskedFor(String rule, long referencePrice) {
        Run run = Run.of("clear", orders.toString(), "--reference", rule);

        assertThat(run.err()).contains(" pa " + referencePrice + " ");
    }

    @Test
    void takesTariffsAndTickFromTheCommandLine() throws IOException {
        Files.writeString(orders, HEADER + "a,0,s1,sam,SELL,1,14,,\n" + "a,0,b1,bea,BUY,1,20,,\n");

        Run run = Run.of("clear", orders.toString(), "--feed-in", "10", "--retail", "20", "--tick", "2");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(TRADES_HEADER + "a,0,0,1,s1,b1,1,17,17\n");
    }

    @Test
    void aRefusedRowIsNamedByLineAndTheOldTradesStay() throws IOException {
        Files.writeString(trades, "old");
        Files.writeString(orders, HEADER + "a,0,s1,sam,SELL,1,500050,,\n" + "what is this\n");

        Run run = Run.of("clear", orders.toString(), "--out", trades.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        orders + ": line 2: OFF_TICK: price 500050 is not a multiple of the tick 100",
                        orders + ": line 3: MALFORMED: 1 columns instead of 9",
                        "gridclear clear: 2 rows are refused, nothing was written");
        assertThat(trades).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(orders, trades);
        }
    }

    @Test
    void manyRefusedRowsEndInACount() throws IOException {
        Files.writeString(orders, HEADER + "x\n".repeat(103));

        Run run = Run.of("clear", orders.toString(), "--out", trades.toString());

        assertThat(run.err().lines())
                .hasSize(102)
                .contains(orders + ": line 101: MALFORMED: 1 columns instead of 9")
                .endsWith(orders + ": and 3 more", "gridclear clear: 103 rows are refused, nothing was written");
        assertThat(trades).doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "clear                                  | ORDERS.csv",
                "clear nowhere.csv                      | nowhere.csv: no such file",
                "clear {folder}                         | is a directory",
                "clear {orders} more.csv                | more.csv",
                "clear {orders} --out {folder}          | is a directory",
                "clear {orders} --out nowhere/t.csv     | there is no directory",
                "clear {orders} --out {orders}          | is the file of orders itself",
                "clear {orders} --reference median      | it is mean, vwap or anchored, not median",
                "clear {orders} --tick 3                | tick must be even and > 0, is 3",
                "clear {orders} --tick 0                | tick must be even and > 0, is 0",
                "clear {orders} --tick many             | is not a long",
                "clear {orders} --feed-in 450050        | feedInTariff must be a multiple of the tick",
                "clear {orders} --retail 670050         | retailTariff must be a multiple of the tick",
                "clear {orders} --feed-in 680000        | retailTariff must be at least feedInTariff",
                "clear {orders} --feed-in -100          | feedInTariff must be >= 0",
            })
    void aWrongCommandLineIsAUsageErrorInOneLine(String commandLine, String words) throws IOException {
        String before = Files.readString(orders);

        Run run = Run.of(commandLine
                .replace("{folder}", folder.toString())
                .replace("{orders}", orders.toString())
                .split(" "));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(words).doesNotContain("Exception").startsWith("gridclear clear: ");
        assertThat(run.out()).isEmpty();
        assertThat(orders).hasContent(before);
    }
}
