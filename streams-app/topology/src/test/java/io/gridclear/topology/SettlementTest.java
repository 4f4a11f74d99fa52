package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.ChargesVersion;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a clearing publishes in the end: lines of trades and residuals, the result, and the empty period's. */
class SettlementTest {

    @TempDir
    Path stateDir;

    private MarketDriver market;

    @BeforeEach
    void openMarket() {
        market = MarketDriver.open(stateDir);
    }

    @AfterEach
    void closeMarket() {
        market.close();
    }

    private void clear() {
        market.closeGate();
        market.closeWindow();
        ReplayAudit.check(market.published());
    }

    private List<String> lines() {
        return market.published().lines().stream()
                .map(line -> line.getMarketParticipantMrid() + " " + line.getDirection() + " "
                        + line.getCounterpartyMrid() + " " + line.getChargeType() + " " + line.getQuantityWh() + " @ "
                        + line.getPrice() + " = " + line.getAmountNano())
                .toList();
    }

    @Test
    void tradesAndResidualsAreMirroredInOrder() {
        market.register("pv-2", "carol");
        market.register("house-2", "dora");
        market.sell("pv-1", 500_000, bid -> bid.setQuantityWh(1_300));
        market.sell("pv-2", 660_000, bid -> bid.setQuantityWh(7));
        market.buy("house-1", 600_000);
        market.buy("house-2", 460_000, bid -> bid.setQuantityWh(40));
        clear();
        assertThat(lines())
                .containsExactly(
                        "alice CREDIT bob ENERGY 1000 @ 550000 = 550000000",
                        "bob DEBIT alice ENERGY 1000 @ 550000 = 550000000",
                        "alice CREDIT grid GRID_ENERGY 300 @ 450000 = 135000000",
                        "grid DEBIT alice GRID_ENERGY 300 @ 450000 = 135000000",
                        "carol CREDIT grid GRID_ENERGY 7 @ 450000 = 3150000",
                        "grid DEBIT carol GRID_ENERGY 7 @ 450000 = 3150000",
                        "dora DEBIT grid GRID_ENERGY 40 @ 670000 = 26800000",
                        "grid CREDIT dora GRID_ENERGY 40 @ 670000 = 26800000");
        SettlementLine line = market.published().lines().get(0);
        assertThat(line.getLineIndex()).isZero();
        assertThat(line.getRun()).isEqualTo(SettlementRun.INITIAL);
        assertThat(line.getReference()).isEqualTo("feeder-1/" + MarketDriver.PERIOD + "/0");
        assertThat(line.getPeriodStart()).isEqualTo(Instant.ofEpochMilli(MarketDriver.PERIOD));
        assertThat(line.getPeriodEnd()).isEqualTo(Instant.ofEpochMilli(MarketDriver.PERIOD + MarketDriver.PERIOD_MS));
        assertThat(line.getDeltaNano()).isEqualTo(550_000_000);
        assertThat(market.published().lines().get(1).getDeltaNano()).isEqualTo(-550_000_000);
        assertThat(line.getCurrency()).isEqualTo("EUR");
        assertThat(line.getEstimated()).isFalse();
    }

    @Test
    void feeAndTaxAreThoseInForceAtTheStartOfDelivery() {
        MarketArea area = MarketDriver.area("charged", terms -> terms.setGridFee(1));
        area.setCharges(List.of(
                new ChargesVersion(Instant.ofEpochMilli(MarketDriver.PERIOD - 1), 2L, 0L, 2L),
                // in force at the start of delivery, though neither when the area is configured nor when the gate
                // closes
                new ChargesVersion(Instant.ofEpochMilli(MarketDriver.PERIOD), 30_000L, 5_000L, 20_500L),
                new ChargesVersion(Instant.ofEpochMilli(MarketDriver.PERIOD + 1), 3L, 0L, 3L)));
        market.configure(area);
        market.register("pv-c", "carol", "charged");
        market.register("house-c", "dora", "charged");
        market.sell("pv-c", 500_000, bid -> bid.setQuantityWh(1_300));
        market.buy("house-c", 600_000);
        clear();
        AccountsAudit.check(market.published());
        assertThat(lines())
                .containsExactly(
                        "carol CREDIT dora ENERGY 1000 @ 550000 = 550000000",
                        "dora DEBIT carol ENERGY 1000 @ 550000 = 550000000",
                        "dora DEBIT grid GRID_FEE 1000 @ 30000 = 30000000",
                        "grid CREDIT dora GRID_FEE 1000 @ 30000 = 30000000",
                        "dora DEBIT tax-authority TAX 1000 @ 20500 = 20500000",
                        "tax-authority CREDIT dora TAX 1000 @ 20500 = 20500000",
                        "carol CREDIT grid GRID_ENERGY 300 @ 450000 = 135000000",
                        "grid DEBIT carol GRID_ENERGY 300 @ 450000 = 135000000");
        assertThat(market.published().clearings())
                .filteredOn(result -> result.getAreaMrid().equals("charged"))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.getTerms().getImbalanceSpread()).isEqualTo(5_000);
                    assertThat(result.getDebitNano()).isEqualTo(735_500_000);
                });
    }

    @Test
    void theResultAddsUp() {
        market.register("house-2", "dora");
        market.sell("pv-1", 500_000, bid -> {
            bid.setQuantityWh(1_300);
            bid.setLimitPrice(460_000L);
        });
        market.buy("house-1", 600_000);
        market.buy("house-2", 460_000, bid -> {
            bid.setQuantityWh(400);
            bid.setLimitPrice(600_000L);
        });
        clear();
        ClearingResult result = market.published().clearings().get(0);
        assertThat(result.getStage1Trades()).isEqualTo(1);
        assertThat(result.getStage2Trades()).isEqualTo(1);
        assertThat(result.getStage1Wh()).isEqualTo(1_000);
        assertThat(result.getStage2Wh()).isEqualTo(300);
        assertThat(result.getGridSoldWh()).isZero();
        assertThat(result.getGridBoughtWh()).isEqualTo(100);
        assertThat(result.getMinPrice()).isEqualTo(525_000);
        assertThat(result.getMaxPrice()).isEqualTo(550_000);
        assertThat(result.getReferencePrice()).isEqualTo(550_000);
        assertThat(result.getBookEntries()).isEqualTo(market.published().book().size());
        assertThat(result.getSettlementLines())
                .isEqualTo(market.published().lines().size());
        assertThat(result.getGateClosedAt()).isEqualTo(Instant.ofEpochMilli(MarketDriver.GATE));
        assertThat(result.getRequoteClosedAt()).isEqualTo(Instant.ofEpochMilli(MarketDriver.WINDOW_END));
        assertThat(result.getTerms()).isEqualTo(MarketDriver.area().getTerms());
    }

    @Test
    void aPeriodWithoutOrdersHasAResultLikeAnyOther() {
        clear();
        assertThat(market.published().book())
                .extracting(entry -> entry.getKind())
                .containsExactly(BookEntryKind.PERIOD_OPENED, BookEntryKind.GATE_CLOSED, BookEntryKind.REQUOTE_CLOSED);
        assertThat(market.published().clearings()).singleElement().satisfies(result -> {
            assertThat(result.getPeriodStart()).isEqualTo(Instant.ofEpochMilli(MarketDriver.PERIOD));
            assertThat(result.getSettlementLines()).isZero();
            assertThat(result.getMinPrice()).isNull();
            assertThat(result.getMaxPrice()).isNull();
            assertThat(result.getReferencePrice()).isEqualTo(560_000);
        });
        assertThat(market.published().of(TopicCatalogue.SETTLEMENT_LINES)).isEmpty();
    }

    @Test
    void aBookOfOneSideGoesToTheGrid() {
        market.sell("pv-1", 500_000);
        clear();
        assertThat(lines())
                .containsExactly(
                        "alice CREDIT grid GRID_ENERGY 1000 @ 450000 = 450000000",
                        "grid DEBIT alice GRID_ENERGY 1000 @ 450000 = 450000000");
    }

    @Test
    void theLocalDateIsThatOfTheAreasZone() {
        market.configure(MarketDriver.area("kathmandu", terms -> terms.setTimeZone("Asia/Kathmandu")));
        market.register("pv-k", "kiran", "kathmandu");
        market.sell("pv-k", 500_000);
        clear();
        // 2027-01-15T08:01Z is 13:46 in Kathmandu: the 827th minute of the day
        assertThat(market.published().lines().get(0)).satisfies(line -> {
            assertThat(line.getSettlementDate()).isEqualTo("2027-01-15");
            assertThat(line.getPeriodNumber()).isEqualTo(827);
        });
    }

    @Test
    void nothingOfAClearedPeriodIsLeft() {
        market.sell("pv-1", 500_000);
        market.buy("house-1", 600_000);
        clear();
        assertThat(market.entries("book-orders")).isZero();
        assertThat(market.entries("book-participants")).isZero();
        // the area's clock alone
        assertThat(market.entries("book-periods")).isEqualTo(1);
    }
}
