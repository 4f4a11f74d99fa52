package io.gridclear.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryOutcome;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PointHistory;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.delivery.RunFigure;
import io.gridclear.market.delivery.RunFigures;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryRecordsTest {

    private static final DeliveryTerms TERMS = new DeliveryTerms(
            "feeder-7", 1_800_000_000_000L, MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN));

    @Test
    void itemsComeBackAsTheyWere() {
        OrderRef sell = new OrderRef("s", "up-s", "anna");
        OrderRef buy = new OrderRef("b", "up-b", "bert");
        for (ContractItem item : List.of(
                new ContractItem.Traded(3, sell, buy, 550_000, 4, 5),
                new ContractItem.Residual(Side.SELL, sell, 6),
                new ContractItem.Residual(Side.BUY, buy, 7))) {
            var record = DeliveryRecords.toRecord("feeder-7", 1_800_000_000_000L, item);
            assertThat(record.getAreaMrid()).isEqualTo("feeder-7");
            assertThat(DeliveryRecords.toItem(record)).isEqualTo(item);
        }
        assertThatThrownBy(() -> DeliveryRecords.toItem(new io.gridclear.schemas.avro.DeliveryEvent()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void inputsComeBackAsTheyWere() {
        List<RunInput> inputs = List.of(
                new RunInput(new PointKey("anna", "up-a"), MeteredEnergy.MISSING, PointHistory.EMPTY),
                new RunInput(
                        new PointKey("bert", "up-b"),
                        new MeteredEnergy(1, 2, 3, true),
                        PointHistory.EMPTY.plus(0, 5).plus(2, -6)));
        var record = DeliveryRecords.toRecord(TERMS, SettlementRun.correction(3), 4, true, inputs);
        assertThat(record.getRun()).isEqualTo(io.gridclear.schemas.avro.SettlementRun.CORRECTION);
        assertThat(record.getRevision()).isEqualTo(3);
        assertThat(record.getPart()).isEqualTo(4);
        assertThat(record.getIsLast()).isTrue();
        assertThat(DeliveryRecords.toInputs(record)).isEqualTo(inputs);
    }

    @Test
    void onlyAnEstimateIsEstimated() {
        PeriodEnergy record = PeriodEnergy.newBuilder()
                .setImportWh(1)
                .setExportWh(2)
                .setCoveredMs(3)
                .setQuality(ReadingQuality.EDITED)
                .build();
        assertThat(DeliveryRecords.toEnergy(record)).isEqualTo(new MeteredEnergy(1, 2, 3, false));
        record.setQuality(ReadingQuality.ESTIMATED);
        assertThat(DeliveryRecords.toEnergy(record)).isEqualTo(new MeteredEnergy(1, 2, 3, true));
    }

    /** Every figure has a field of its own: 18 distinct values, all of them found again (POINTS is the number of inputs). */
    @Test
    void everyFigureIsInTheResult() {
        long[] values = new long[RunFigure.values().length];
        Arrays.setAll(values, i -> 1_000 + i);
        DeliveryOutcome outcome = new DeliveryOutcome(
                values[0],
                "11".repeat(32),
                "22".repeat(32),
                "33".repeat(32),
                new RunFigures(values),
                77,
                "44".repeat(32));
        SettlementRunResult result = DeliveryRecords.toRecord(
                TERMS, SettlementRun.METERED, new byte[] {5}, new byte[] {6}, outcome, new byte[] {7}, 88);
        Set<Long> found = new HashSet<>();
        result.getSchema().getFields().forEach(field -> {
            if (result.get(field.pos()) instanceof Long value) {
                found.add(value);
            }
        });
        Arrays.stream(values).forEach(value -> assertThat(found).contains(value));
        assertThat(result.getCreditNano()).isEqualTo(values[RunFigure.CREDIT_NANO.ordinal()]);
        assertThat(result.getDebitNano()).isEqualTo(values[RunFigure.DEBIT_NANO.ordinal()]);
        assertThat(result.getSettlementLines()).isEqualTo(77);
        assertThat(result.getStateAfter()).isEqualTo(ByteBuffer.wrap(bytes(0x33)));
        assertThat(result.getSettlementRoot()).isEqualTo(ByteBuffer.wrap(bytes(0x44)));
        assertThat(result.getRunHash()).isEqualTo(ByteBuffer.wrap(new byte[] {7}));
        assertThat(result.getPublishedAt().toEpochMilli()).isEqualTo(88);
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
