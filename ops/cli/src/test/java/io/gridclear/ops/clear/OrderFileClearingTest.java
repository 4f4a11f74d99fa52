package io.gridclear.ops.clear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.ops.clear.OrderFileClearing.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderFileClearingTest {

    private final ByteArrayOutputStream trades = new ByteArrayOutputStream();

    @Test
    void aSellerAndABuyerMeetHalfWay() throws IOException {
        Outcome outcome = clear("a,0,s1,sam,SELL,30,500000,,", "a,0,b1,bea,BUY,50,500200,,");

        assertThat(rows()).containsExactly("a,0,0,1,s1,b1,30,500100,15003000");
        assertThat(summary(outcome))
                .containsExactly(
                        "a,0: orders 2 trades 1 stage1_wh 30 stage2_wh 0 pa 500100 unmatched_sell 0 unmatched_buy 20");
    }

    @Test
    void ownersWhoReviseTheirPriceMeetInStageTwo() throws IOException {
        clear("a,0,s1,sam,SELL,30,600000,500000,510000", "a,0,b1,bea,BUY,50,500200,,520000");

        assertThat(rows()).containsExactly("a,0,0,2,s1,b1,30,515000,15450000");
    }

    @Test
    void anUnrevisedOrderMovesToTheReferencePriceWithinItsLimit() throws IOException {
        clear("a,0,s1,sam,SELL,30,600000,500000,", "a,0,b1,bea,BUY,50,500200,580000,");

        assertThat(rows()).containsExactly("a,0,0,2,s1,b1,30,560000,16800000");
    }

    @Test
    void rowsOfAreasAndPeriodsMayComeMixedAndLeaveInOrder() throws IOException {
        Outcome outcome = clear(
                "é,0,s1,sam,SELL,1,500000,,",
                "b,900000,s1,sam,SELL,2,500000,,",
                "é,0,b1,bea,BUY,1,500000,,",
                "b,-900000,b1,bea,BUY,3,500000,,",
                "b,900000,b1,bea,BUY,2,500000,,",
                "b,-900000,s1,sam,SELL,3,500000,,",
                "Z,5,s1,sam,SELL,4,500000,,",
                "Z,5,b1,bea,BUY,4,500000,,");

        assertThat(rows())
                .containsExactly(
                        "Z,5,0,1,s1,b1,4,500000,2000000",
                        "b,-900000,0,1,s1,b1,3,500000,1500000",
                        "b,900000,0,1,s1,b1,2,500000,1000000",
                        "é,0,0,1,s1,b1,1,500000,500000");
        assertThat(summary(outcome)).hasSize(4);
    }

    @Test
    void equalPricesTradeInTheOrderOfTheFile() throws IOException {
        clear("a,0,late,sam,SELL,1,500000,,", "a,0,early,ann,SELL,1,500000,,", "a,0,b1,bea,BUY,2,500000,,");

        assertThat(rows()).containsExactly("a,0,0,1,late,b1,1,500000,500000", "a,0,1,1,early,b1,1,500000,500000");
    }

    @Test
    void aRepeatedRowChangesNothing() throws IOException {
        Outcome outcome = clear(
                "a,0,s1,sam,SELL,30,500000,,510000",
                "a,0,s1,sam,SELL,30,500000,,510000",
                "a,0,b1,bea,BUY,50,500200,,",
                "a,0,s1,sam,SELL,30,500000,,510000");

        assertThat(summary(outcome)).singleElement().asString().contains("orders 2 trades 1 stage1_wh 30");
    }

    @Test
    void anOrderIdBelongsToItsParticipantAreaAndPeriod() throws IOException {
        Outcome outcome = clear(
                "a,0,o,sam,SELL,1,500000,,",
                "a,0,o,ann,SELL,2,500000,,",
                "a,1,o,sam,BUY,3,500000,,",
                "b,0,o,sam,BUY,4,500000,,");

        assertThat(summary(outcome)).hasSize(3);
    }

    @Test
    void aFileOfTheHeaderAloneGivesNoTrades() throws IOException {
        Outcome outcome = run(OrderRow.HEADER);

        assertThat(summary(outcome)).isEmpty();
        assertThat(trades.toString(StandardCharsets.UTF_8)).isEqualTo(SlowClearing.TRADES_HEADER + "\n");
    }

    @ParameterizedTest(name = "[{index}] {0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                // malformed
                "a,0,o,p,SELL,1,500000,                                | MALFORMED | 8 columns instead of 9",
                "a,0,o,p,SELL,1,500000,,,                              | MALFORMED | 10 columns instead of 9",
                ",0,o,p,SELL,1,500000,,                                | MALFORMED | area is empty",
                "a,0,,p,SELL,1,500000,,                                | MALFORMED | order_id is empty",
                "a,0,o,,SELL,1,500000,,                                | MALFORMED | participant is empty",
                "a,0,\"o\",p,SELL,1,500000,,                           | MALFORMED | order_id is quoted",
                "a,0,o\t,p,SELL,1,500000,,                             | MALFORMED | control character",
                "a,,o,p,SELL,1,500000,,                                | MALFORMED | period_start is empty",
                "a,x,o,p,SELL,1,500000,,                               | MALFORMED | period_start is not a whole",
                "a,9223372036854775808,o,p,SELL,1,500000,,             | MALFORMED | does not fit 64 bits",
                "a,0,o,p,sell,1,500000,,                               | MALFORMED | neither SELL nor BUY",
                "a,0,o,p,SELL,,500000,,                                | MALFORMED | quantity_wh is empty",
                "a,0,o,p,SELL,1.5,500000,,                             | MALFORMED | quantity_wh is not a whole",
                "a,0,o,p,SELL,1,,,                                     | MALFORMED | price is empty",
                "a,0,o,p,SELL,1,0500000,,                              | MALFORMED | price is not a whole",
                "a,0,o,p,SELL,1,500000,-,                              | MALFORMED | limit_price is not a whole",
                "a,0,o,p,SELL,1,500000,,x                              | MALFORMED | revised_price is not a whole",
                // quantity
                "a,0,o,p,SELL,0,500000,,                               | BAD_QUANTITY | quantity 0 Wh",
                "a,0,o,p,SELL,-1,500000,,                              | BAD_QUANTITY | quantity -1 Wh",
                "a,0,o,p,SELL,99999999999999999999,500000,,            | BAD_QUANTITY | quantity_wh does not fit",
                "a,0,o,p,SELL,3441556730170,500000,,                   | BAD_QUANTITY | 3441556730169",
                // band
                "a,0,o,p,SELL,1,449900,,                               | PRICE_OUT_OF_BAND | 450000..670000",
                "a,0,o,p,SELL,1,670100,,                               | PRICE_OUT_OF_BAND | price 670100",
                "a,0,o,p,SELL,1,500000,449900,                         | PRICE_OUT_OF_BAND | limit 449900",
                "a,0,o,p,SELL,1,500000,-1,                             | PRICE_OUT_OF_BAND | limit",
                "a,0,o,p,SELL,1,500000,,670100                         | PRICE_OUT_OF_BAND | revised price 670100",
                "a,0,o,p,SELL,1,99999999999999999999,,                 | PRICE_OUT_OF_BAND | price does not fit",
                // tick
                "a,0,o,p,SELL,1,500050,,                               | OFF_TICK | tick 100",
                "a,0,o,p,SELL,1,500000,499999,                         | OFF_TICK | limit 499999",
                "a,0,o,p,SELL,1,500000,,500001                         | OFF_TICK | revised price 500001",
                // limit
                "a,0,o,p,SELL,1,500000,500100,                         | LIMIT_CROSSES_QUOTE | ask 500000",
                "a,0,o,p,BUY,1,500000,499900,                          | LIMIT_CROSSES_QUOTE | bid 500000",
                "a,0,o,p,SELL,1,500000,490000,480000                   | LIMIT_CROSSES_QUOTE | revised ask 480000",
                "a,0,o,p,BUY,1,500000,510000,510100                    | LIMIT_CROSSES_QUOTE | revised bid 510100",
                // the first reason counts
                "a,0,o,p,SELL,0,1,2,3                                  | BAD_QUANTITY | quantity 0",
                "a,0,o,p,SELL,1,500050,500100,1                        | PRICE_OUT_OF_BAND | revised price 1",
                "a,0,o,p,SELL,1,500000,500100,500050                   | OFF_TICK | revised price 500050",
            })
    void aRowThatIsNotAnOrderOrBreaksARuleIsRefused(String row, String reason, String words) throws IOException {
        Outcome outcome = clear("a,0,s0,someone,SELL,1,500000,,", row, "a,0,s2,someone,SELL,1,500000,,");

        assertThat(refusals(outcome)).singleElement().satisfies(refusal -> {
            assertThat(refusal.lineNumber()).isEqualTo(3);
            assertThat(refusal.reason()).isEqualTo(reason);
            assertThat(refusal.detail()).contains(words);
        });
        assertThat(trades.size()).isZero();
    }

    @Test
    void theSideOfABookIsBoundedAsAWhole() throws IOException {
        assertThat(clear("a,0,s1,sam,SELL,3441556730169,500000,,")).isInstanceOf(Outcome.Cleared.class);
        Outcome outcome = clear(
                "a,0,s1,sam,SELL,3441556730168,500000,,",
                "a,0,b1,bea,BUY,3441556730168,500000,,",
                "a,0,s2,ann,SELL,1,500000,,",
                "a,0,s3,ann,SELL,1,500000,,");

        assertThat(refusals(outcome)).singleElement().satisfies(refusal -> {
            assertThat(refusal.lineNumber()).isEqualTo(5);
            assertThat(refusal.reason()).isEqualTo("BAD_QUANTITY");
        });
    }

    @Test
    void aParticipantStandsOnOneSideOfAPeriod() throws IOException {
        Outcome outcome = clear(
                "a,0,o1,pat,SELL,1,500000,,",
                "a,0,o2,pat,BUY,1,500000,,",
                "a,1,o2,pat,BUY,1,500000,,",
                "a,0,o1,pat,BUY,1,500000,,");

        assertThat(refusals(outcome))
                .extracting(r -> r.lineNumber() + " " + r.reason())
                .containsExactly("3 OPPOSITE_SIDE", "5 OPPOSITE_SIDE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,0,o,pat,SELL,2,500000,490000,495000",
                "a,0,o,pat,SELL,1,500100,490000,495000",
                "a,0,o,pat,SELL,1,500000,490100,495000",
                "a,0,o,pat,SELL,1,500000,,495000",
                "a,0,o,pat,SELL,1,500000,490000,495100",
                "a,0,o,pat,SELL,1,500000,490000,",
            })
    void anIdThatComesAgainWithOtherContentIsStale(String again) throws IOException {
        Outcome outcome = clear("a,0,o,pat,SELL,1,500000,490000,495000", again);

        assertThat(refusals(outcome)).singleElement().satisfies(refusal -> {
            assertThat(refusal.lineNumber()).isEqualTo(3);
            assertThat(refusal.reason()).isEqualTo("STALE_REVISION");
        });
    }

    @Test
    void aRefusedRowLeavesNoTrace() throws IOException {
        Outcome outcome = clear(
                "a,0,o,pat,SELL,0,500000,,",
                "a,0,o,pat,BUY,1,500000,,",
                "a,0,o,pat,BUY,1,500000,,",
                "a,0,o2,pat,SELL,1,500000,,");

        assertThat(refusals(outcome))
                .extracting(r -> r.lineNumber() + " " + r.reason())
                .containsExactly("2 BAD_QUANTITY", "5 OPPOSITE_SIDE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|the file is empty",
                "a,0,s1,sam,SELL,30,500000,,|the first line",
                "area;period_start;order_id;participant;side;quantity_wh;price;limit_price;revised_price|the first line",
                "'area,period_start,order_id,participant,side,quantity_wh,price,limit_price'|the first line"
            })
    void aFileWithoutTheHeaderIsRefusedInItsFirstLine(String file, String words) throws IOException {
        assertThat(refusals(run(file))).singleElement().satisfies(refusal -> {
            assertThat(refusal.lineNumber()).isEqualTo(1);
            assertThat(refusal.detail()).contains(words).contains(OrderRow.HEADER);
        });
    }

    @Test
    void atMostAHundredRefusalsAreDescribedAndAllAreCounted() throws IOException {
        Outcome outcome = clear(IntStream.range(0, 250).mapToObj(n -> "x").toArray(String[]::new));

        assertThat(refusals(outcome)).hasSize(100);
        assertThat(((Outcome.Refused) outcome).refusals().count()).isEqualTo(250);
    }

    @Test
    void anOutputThatFailsIsAnIoException() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        assertThatThrownBy(() -> clearing()
                        .run(
                                new ByteArrayInputStream(OrderRow.HEADER.getBytes(StandardCharsets.UTF_8)),
                                () -> PendingFile.before(full)))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
    }

    private Outcome clear(String... rows) throws IOException {
        return run(OrderRow.HEADER + "\n" + String.join("\n", rows) + "\n");
    }

    private Outcome run(String file) throws IOException {
        trades.reset();
        return clearing()
                .run(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), () -> PendingFile.before(trades));
    }

    private static OrderFileClearing clearing() {
        return new OrderFileClearing(MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN));
    }

    private List<String> rows() {
        List<String> lines = trades.toString(StandardCharsets.UTF_8).lines().collect(Collectors.toList());
        assertThat(lines.remove(0)).isEqualTo(SlowClearing.TRADES_HEADER);
        return lines;
    }

    private static List<String> summary(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Cleared.class);
        return ((Outcome.Cleared) outcome)
                .books().stream().map(BookSummary::line).toList();
    }

    private static List<Refusals.Refusal> refusals(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).refusals().described();
    }
}
