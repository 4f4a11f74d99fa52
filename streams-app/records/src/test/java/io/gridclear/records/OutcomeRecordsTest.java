package io.gridclear.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.clearing.ClearingOutcome;
import io.gridclear.market.rules.ChargeSchedule;
import io.gridclear.market.rules.Charges;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.Trade;
import io.gridclear.schemas.avro.ChargesVersion;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.SettlementRun;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernel values in the records that billing reads: every field in its place. */
class OutcomeRecordsTest {

    private static final long PERIOD = 1_800_000_000_000L;

    private static final MarketTerms TERMS = new MarketTerms(
            900_000,
            600_000,
            300_000,
            100,
            450_000,
            670_000,
            ReferencePriceRule.VOLUME_WEIGHTED,
            123_456,
            "dso",
            "CHF",
            "Europe/Zurich",
            11,
            12,
            13,
            "revenue",
            14,
            15,
            "c4".repeat(32));

    private static final OrderRef SELL = new OrderRef("s-1", "pv", "anna");
    private static final OrderRef BUY = new OrderRef("b-1", "house", "bert");

    @Test
    void aTrade() {
        var record = OutcomeRecords.toRecord(new Trade("feeder", PERIOD, 4, 2, SELL, BUY, 700, 525_000));
        assertThat(record.getTradeId()).isEqualTo("feeder/" + PERIOD + "/4");
        assertThat(record.getAreaMrid()).isEqualTo("feeder");
        assertThat(record.getPeriodStart()).isEqualTo(Instant.ofEpochMilli(PERIOD));
        assertThat(record.getSequence()).isEqualTo(4);
        assertThat(record.getStage()).isEqualTo(2);
        assertThat(record.getSellOrderId()).isEqualTo("s-1");
        assertThat(record.getSellUsagePointMrid()).isEqualTo("pv");
        assertThat(record.getSellParticipantMrid()).isEqualTo("anna");
        assertThat(record.getBuyOrderId()).isEqualTo("b-1");
        assertThat(record.getBuyUsagePointMrid()).isEqualTo("house");
        assertThat(record.getBuyParticipantMrid()).isEqualTo("bert");
        assertThat(record.getQuantityWh()).isEqualTo(700);
        assertThat(record.getPrice()).isEqualTo(525_000);
        assertThat(record.getAmountNano()).isEqualTo(367_500_000);
    }

    private static io.gridclear.schemas.avro.SettlementLine line(ChargeType charge, Direction direction) {
        byte[] lineId = new byte[32];
        lineId[0] = 1;
        byte[] settlementId = new byte[32];
        settlementId[31] = (byte) 0xab;
        return OutcomeRecords.toRecord(
                SettlementLine.initial(
                        SettlementPeriod.of("feeder", PERIOD, TERMS),
                        9,
                        "anna",
                        "bert",
                        SELL,
                        charge,
                        direction,
                        700,
                        525_000,
                        "the reference"),
                lineId,
                settlementId,
                new OutcomeRecords.SettlementDay("2027-01-15", 37));
    }

    @Test
    void aLine() {
        var record = line(ChargeType.ENERGY, Direction.CREDIT);
        assertThat(record.getLineId()).isEqualTo("01" + "00".repeat(31));
        assertThat(record.getSettlementId()).isEqualTo("00".repeat(31) + "ab");
        assertThat(record.getRun()).isEqualTo(SettlementRun.INITIAL);
        assertThat(record.getRevision()).isZero();
        assertThat(record.getLineIndex()).isEqualTo(9);
        assertThat(record.getPeriodStart()).isEqualTo(Instant.ofEpochMilli(PERIOD));
        assertThat(record.getPeriodEnd()).isEqualTo(Instant.ofEpochMilli(PERIOD + 900_000));
        assertThat(record.getSettlementDate()).isEqualTo("2027-01-15");
        assertThat(record.getPeriodNumber()).isEqualTo(37);
        assertThat(record.getMarketParticipantMrid()).isEqualTo("anna");
        assertThat(record.getCounterpartyMrid()).isEqualTo("bert");
        assertThat(record.getUsagePointMrid()).isEqualTo("pv");
        assertThat(record.getOrderId()).isEqualTo("s-1");
        assertThat(record.getQuantityWh()).isEqualTo(700);
        assertThat(record.getPrice()).isEqualTo(525_000);
        assertThat(record.getAmountNano()).isEqualTo(367_500_000);
        assertThat(record.getReference()).isEqualTo("the reference");
        assertThat(record.getCurrency()).isEqualTo("CHF");
    }

    @ParameterizedTest
    @EnumSource
    void aBalanceGrowsByACreditAndShrinksByADebit(Direction direction) {
        var record = line(ChargeType.GRID_ENERGY, direction);
        assertThat(record.getDirection().name()).isEqualTo(direction.name());
        assertThat(record.getDeltaNano()).isEqualTo(direction == Direction.CREDIT ? 367_500_000 : -367_500_000);
        assertThat(record.getAmountNano()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void chargesKeepTheirNames(ChargeType charge) {
        assertThat(line(charge, Direction.DEBIT).getChargeType().name()).isEqualTo(charge.name());
    }

    private static ClearingResult result(DealTotals stage1, DealTotals stage2) {
        ClearingOutcome outcome = new ClearingOutcome(
                1,
                2,
                30,
                40,
                stage1,
                stage2,
                560_000,
                5,
                6,
                7,
                8,
                70,
                800,
                800,
                "01".repeat(32),
                "02".repeat(32),
                "03".repeat(32));
        byte[] inputHash = new byte[32];
        inputHash[5] = 5;
        return OutcomeRecords.toRecord("feeder", PERIOD, TERMS, outcome, 90, inputHash, 1_000, 2_000, 3_000);
    }

    @Test
    void aResult() {
        ClearingResult record =
                result(new DealTotals(3, 1, 11, 1, 500_000, 550_000), new DealTotals(4, 1, 12, 1, 490_000, 530_000));
        assertThat(record.getAreaMrid()).isEqualTo("feeder");
        assertThat(record.getPeriodStart()).isEqualTo(Instant.ofEpochMilli(PERIOD));
        assertThat(record.getRuleVersion()).isEqualTo(MarketTerms.RULE_VERSION);
        assertThat(record.getTerms()).isEqualTo(TermsRecords.toRecord(TERMS));
        assertThat(record.getBookEntries()).isEqualTo(90);
        assertThat(record.getSellOrders()).isEqualTo(1);
        assertThat(record.getBuyOrders()).isEqualTo(2);
        assertThat(record.getSellWh()).isEqualTo(30);
        assertThat(record.getBuyWh()).isEqualTo(40);
        assertThat(record.getStage1Trades()).isEqualTo(3);
        assertThat(record.getStage2Trades()).isEqualTo(4);
        assertThat(record.getStage1Wh()).isEqualTo(11);
        assertThat(record.getStage2Wh()).isEqualTo(12);
        assertThat(record.getGridSoldWh()).isEqualTo(5);
        assertThat(record.getGridBoughtWh()).isEqualTo(6);
        assertThat(record.getReferencePrice()).isEqualTo(560_000);
        assertThat(record.getMinPrice()).isEqualTo(490_000);
        assertThat(record.getMaxPrice()).isEqualTo(550_000);
        assertThat(record.getSettlementLines()).isEqualTo(70);
        assertThat(record.getDebitNano()).isEqualTo(800);
        assertThat(record.getCreditNano()).isEqualTo(800);
        assertThat(record.getInputHash().get(5)).isEqualTo((byte) 5);
        assertThat(record.getTradesRoot()).isEqualTo(ByteBuffer.wrap(fill(1)));
        assertThat(record.getSettlementRoot()).isEqualTo(ByteBuffer.wrap(fill(2)));
        assertThat(record.getRoutesRoot()).isEqualTo(ByteBuffer.wrap(fill(3)));
        assertThat(record.getCurtailedTrades()).isEqualTo(7);
        assertThat(record.getCurtailedWh()).isEqualTo(8);
        assertThat(record.getGateClosedAt()).isEqualTo(Instant.ofEpochMilli(1_000));
        assertThat(record.getRequoteClosedAt()).isEqualTo(Instant.ofEpochMilli(2_000));
        assertThat(record.getPublishedAt()).isEqualTo(Instant.ofEpochMilli(3_000));
    }

    @Test
    void pricesOfAStageWithoutADealAreNone() {
        DealTotals none = new DealTotals();
        DealTotals some = new DealTotals(1, 500_000, 1, 500_000, 500_000, 500_000);
        assertThat(result(none, none).getMinPrice()).isNull();
        assertThat(result(none, none).getMaxPrice()).isNull();
        assertThat(result(some, none).getMinPrice()).isEqualTo(500_000);
        assertThat(result(none, some).getMaxPrice()).isEqualTo(500_000);
    }

    private static byte[] fill(int value) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void termsGoThereAndBack() {
        assertThat(TermsRecords.toTerms(TermsRecords.toRecord(TERMS))).isEqualTo(TERMS);
        PeriodTerms byDefault = PeriodTerms.newBuilder().build();
        assertThat(TermsRecords.toRecord(TermsRecords.toTerms(byDefault))).isEqualTo(byDefault);
    }

    @Test
    void chargesGoWhereTheyBelong() {
        PeriodTerms record = TermsRecords.toRecord(TERMS);
        assertThat(record.getGridFee()).isEqualTo(11);
        assertThat(record.getImbalanceSpread()).isEqualTo(12);
        assertThat(record.getEnergyTax()).isEqualTo(13);
        assertThat(record.getTaxParticipantMrid()).isEqualTo("revenue");
        assertThat(record.getMeteringGraceMs()).isEqualTo(14);
        assertThat(record.getCorrectionHorizonMs()).isEqualTo(15);
        assertThat(record.getFeeder().remaining()).isEqualTo(32);
        assertThat(record.getFeeder().get(31)).isEqualTo((byte) 0xc4);
        assertThat(TermsRecords.toSchedule(List.of(new ChargesVersion(Instant.ofEpochMilli(5), 6L, 7L, 8L))))
                .isEqualTo(new ChargeSchedule(List.of(new ChargeSchedule.Version(5, new Charges(6, 7, 8)))));
    }

    @ParameterizedTest
    @EnumSource
    void everyReferencePriceRuleComesBack(ReferencePriceRule rule) {
        MarketTerms terms = MarketTerms.ofPrices(100, 450_000, 670_000, rule);
        PeriodTerms record = TermsRecords.toRecord(terms);
        assertThat(record.getReferencePriceRule()).hasToString(rule.name());
        assertThat(TermsRecords.toTerms(record)).isEqualTo(terms);
    }

    @Test
    void termsThatDoNotFitEachOtherAreRefusedByName() {
        PeriodTerms terms = PeriodTerms.newBuilder().setTick(7).build();
        assertThatThrownBy(() -> TermsRecords.toTerms(terms))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tick must be even");
        PeriodTerms unknown = PeriodTerms.newBuilder()
                .setReferencePriceRule(io.gridclear.schemas.avro.ReferencePriceRule.UNSPECIFIED)
                .build();
        assertThatThrownBy(() -> TermsRecords.toTerms(unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("referencePriceRule");
    }
}
