package io.gridclear.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryOutcome;
import io.gridclear.market.delivery.DeliveryReplay;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PointHistory;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.delivery.RunHash;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.ChargeType;
import io.gridclear.schemas.avro.Direction;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A seller and a buyer of one trade of 1 kWh; METERED finds that the seller gave 900 Wh, and a correction that it was all. */
class DeliveryAuditTest {

    private static final String AREA = "area-001";
    private static final long START = 900_000;
    private static final long PRICE = 500_000;
    private static final PointKey SELLER = new PointKey("alice", "roof");
    private static final PointKey BUYER = new PointKey("bob", "house");
    private static final ContractItem TRADE = new ContractItem.Traded(
            0, new OrderRef("o1", "roof", "alice"), new OrderRef("o2", "house", "bob"), PRICE, 1_000, 0);

    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final DeliveryTerms terms = new DeliveryTerms(
            AREA, START, TermsRecords.toTerms(PeriodTerms.newBuilder().build()));
    private final DeliveryAudit audit = new DeliveryAudit(AREA, START, this::encode);

    /** A run as it is published. */
    private record Published(SettlementInputs inputs, List<SettlementLine> lines, SettlementRunResult result) {}

    @SuppressWarnings("unchecked") // the contract names the class that its serializer takes
    private byte[] encode(TopicContract<?> topic, SpecificRecord record) {
        return ((Serializer<SpecificRecord>) (Serializer<?>) serdes.serializer(topic)).serialize(topic.name(), record);
    }

    private Published run(SettlementRun run, long soldWh, PointHistory ofSeller, PointHistory ofBuyer) {
        List<RunInput> inputs = List.of(
                new RunInput(SELLER, new MeteredEnergy(0, soldWh, 900_000, false), ofSeller),
                new RunInput(BUYER, new MeteredEnergy(1_000, 0, 900_000, false), ofBuyer));
        DeliveryReplay replay = new DeliveryReplay(terms);
        replay.item(TRADE);
        List<SettlementLine> lines = new ArrayList<>();
        var day = OutcomeRecords.SettlementDay.of(terms.period());
        DeliveryOutcome outcome = replay.run(
                run,
                inputs,
                (line, lineId, settlementId) -> lines.add(OutcomeRecords.toRecord(line, lineId, settlementId, day)));
        byte[] hash = new RunHash(new Sha256()).of(AREA, START, run, new byte[32], new byte[32], outcome);
        return new Published(
                DeliveryRecords.toRecord(terms, run, 0, true, inputs),
                lines,
                DeliveryRecords.toRecord(terms, run, new byte[32], new byte[32], outcome, hash, 7));
    }

    private Published metered() {
        return run(SettlementRun.METERED, 900, PointHistory.EMPTY, PointHistory.EMPTY);
    }

    private Published corrected() {
        return run(
                SettlementRun.correction(1), 1_000, PointHistory.EMPTY.plus(0, 900), PointHistory.EMPTY.plus(0, 1_000));
    }

    @BeforeEach
    void settleTheTrade() {
        audit.item(TRADE);
        // the two lines of the trade, which METERED republishes
        metered().lines().stream()
                .filter(line -> line.getChargeType() == ChargeType.ENERGY)
                .map(line -> SettlementLine.newBuilder(line)
                        .setRun(io.gridclear.schemas.avro.SettlementRun.INITIAL)
                        .setDeltaNano(
                                line.getDirection() == Direction.CREDIT ? line.getAmountNano() : -line.getAmountNano())
                        .build())
                .forEach(audit::initial);
        audit.settledInitially();
    }

    private void take(Published run) {
        take(run, UnaryOperator.identity());
    }

    private void take(Published run, UnaryOperator<List<SettlementLine>> change) {
        audit.take(run.result());
        change.apply(new ArrayList<>(run.lines())).forEach(line -> audit.take(line, bytes(line)));
        audit.take(run.inputs());
    }

    private byte[] bytes(SettlementLine line) {
        return encode(TopicCatalogue.SETTLEMENT_LINES, line);
    }

    private RunAudit last() {
        return audit.runs().stream().reduce((one, other) -> other).orElseThrow();
    }

    private static SettlementLine changed(SettlementLine line, long amountNano, long deltaNano) {
        return SettlementLine.newBuilder(line)
                .setAmountNano(amountNano)
                .setDeltaNano(deltaNano)
                .build();
    }

    @Test
    void runsThatFollowEachOtherHold() {
        take(metered());
        take(corrected());

        assertThat(audit.sequenceFault()).isNull();
        assertThat(audit.runs()).hasSize(2).allSatisfy(run -> {
            assertThat(run.isEvaluated()).isTrue();
            assertThat(run.replayDifference()).isNull();
            assertThat(run.replacementFault()).isNull();
            assertThat(run.sumsToZero()).isTrue();
        });
        // 100 Wh were bought at retail, and are taken back
        assertThat(last().deltas()).containsExactly(Map.entry("alice", 67_000_000L), Map.entry("grid", -67_000_000L));
        assertThat(last().exportWh()).isEqualTo(1_000);
        assertThat(last().importWh()).isEqualTo(1_000);
        assertThat(audit.latest()).isSameAs(last());
    }

    @Test
    void aLineThatVanishesWithoutBeingRepublishedIsMissed() {
        take(metered());
        Published corrected = corrected();
        corrected.result().setSettlementLines(corrected.result().getSettlementLines() - 2);
        take(corrected, lines -> lines.subList(0, lines.size() - 2));

        assertThat(last().replacementFault()).contains("of the run before is not in the run");
        assertThat(last().replayDifference()).contains("4 lines, 2 were published");
    }

    @Test
    void aChangeThatIsNotTheDifferenceIsNoticed() {
        take(metered(), lines -> {
            SettlementLine line = lines.get(0);
            lines.set(0, changed(line, line.getAmountNano(), 1));
            return lines;
        });

        assertThat(last().replacementFault()).contains("changes by 0 and says 1");
        assertThat(last().replayDifference()).contains("not the same bytes");
        assertThat(last().sumsToZero()).isFalse();
    }

    @Test
    void anAmountThatIsOwedByNobodyIsNoticed() {
        take(metered(), lines -> {
            SettlementLine line = lines.get(0);
            lines.set(0, changed(line, line.getAmountNano() + 5, line.getDeltaNano() + 5));
            return lines;
        });

        assertThat(last().sumsToZero()).isFalse();
    }

    @Test
    void aTotalThatTheKernelDoesNotComeToIsNoticed() {
        Published metered = metered();
        metered.result().setSellMissingWh(99);
        take(metered);

        assertThat(last().replayDifference()).contains("the kernel gives");
        assertThat(last().replacementFault()).isNull();
    }

    @Test
    void aRunThatIsNotWholeHoldsUpThoseBehindIt() {
        take(corrected());
        assertThat(audit.metered()).isNull();
        assertThat(audit.sequenceFault()).contains("is not published as a whole");

        Published metered = metered();
        audit.take(metered.result());
        audit.take(metered.inputs());
        assertThat(audit.metered()).isNull();
        assertThat(audit.sequenceFault()).contains("is not published as a whole");

        metered.lines().forEach(line -> audit.take(line, bytes(line)));
        assertThat(audit.metered()).isNotNull();
        assertThat(audit.sequenceFault()).isNull();
    }

    @Test
    void aResultOrALineThatComesAgainIsNoticed() {
        Published metered = metered();
        take(metered);
        audit.take(metered.lines().get(0), bytes(metered.lines().get(0)));
        assertThat(last().replacementFault()).contains("beyond those that its result counts");

        audit.take(metered.result());
        assertThat(audit.sequenceFault()).contains("or twice");
    }

    @Test
    void aRunThatGoesOnFromAnotherPastIsNoticed() {
        take(metered());
        // made as if 800 Wh had counted, not the 900 of the METERED run
        take(run(
                SettlementRun.correction(1),
                1_000,
                PointHistory.EMPTY.plus(0, 800),
                PointHistory.EMPTY.plus(0, 1_000)));

        assertThat(last().replayDifference()).isNull();
        assertThat(audit.sequenceFault()).contains("does not go on from the run before");
    }

    @Test
    void aPeriodWithoutARunSaysSo() {
        assertThat(audit.sequenceFault()).contains("was not settled as metered");
        assertThat(audit.latest()).isNull();
    }
}
