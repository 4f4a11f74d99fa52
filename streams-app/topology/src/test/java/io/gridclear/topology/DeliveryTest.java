package io.gridclear.topology;

import static io.gridclear.schemas.avro.SettlementRun.CORRECTION;
import static io.gridclear.schemas.avro.SettlementRun.METERED;
import static io.gridclear.topology.DeliveryTask.HORIZON_MS;
import static io.gridclear.topology.DeliveryTask.METERED_AT;
import static io.gridclear.topology.DeliveryTask.PERIOD;
import static io.gridclear.topology.DeliveryTask.PERIOD_MS;
import static io.gridclear.topology.DeliveryTask.SETTLING_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.order.Side;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.avro.SettlementInput;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.topology.delivery.DeliveryLimits;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When runs are made, of what, and what comes too late for them. Every test's runs are made again from their inputs. */
class DeliveryTest {

    private final DeliveryTask task = new DeliveryTask(DeliveryLimits.STANDARD);
    private boolean expectsRuns = true;

    private List<SettlementRunResult> runs() {
        return task.published().read(TopicCatalogue.SETTLEMENT_RUNS);
    }

    @AfterEach
    void everyRunFollowsFromItsInputs() {
        assertThat(task.audit()).isEqualTo(runs().size());
        assertThat(runs().isEmpty()).isNotEqualTo(expectsRuns);
    }

    @Test
    void meteredIsMadeOnceWhenTheGraceHasPassed() {
        task.clearOneTrade();
        task.meter("anna", 0, 30);
        task.meter("bert", 45, 0);
        task.runTo(METERED_AT - 1_000);
        assertThat(runs()).isEmpty();
        task.runTo(METERED_AT);
        task.runTo(METERED_AT + 60_000);
        assertThat(runs()).hasSize(1);
        assertThat(task.lines(METERED, 0))
                .containsExactly(
                        "anna CREDIT ENERGY 40 @ 550000, changes 0",
                        "bert DEBIT ENERGY 40 @ 550000, changes 0",
                        "bert DEBIT GRID_FEE 40 @ 20000, changes 0",
                        "bert DEBIT TAX 40 @ 7000, changes 0",
                        "anna DEBIT IMBALANCE 10 @ 720000, changes -7200000",
                        "bert DEBIT IMBALANCE 5 @ 720000, changes -3600000");
        assertThat(runs().get(0).getTerms()).isEqualTo(DeliveryTask.area().getTerms());
        assertThat(task.metric("gridclear.delivery.runs", "kind", "METERED")).isEqualTo(1);
        assertThat(task.metric("gridclear.delivery.runs", "kind", "CORRECTION")).isZero();
        assertThat(task.metric("gridclear.delivery.estimated")).isZero();
    }

    @Test
    void whoeverHasNoReadingIsSettledAsContractedAndHoldsUpNobody() {
        task.clearOneTrade();
        task.meter("bert", 39, 0);
        task.runTo(METERED_AT);
        assertThat(task.lines(METERED, 0))
                .endsWith("bert CREDIT IMBALANCE 1 @ 400000, changes 400000")
                .noneMatch(line -> line.startsWith("anna") && line.contains("IMBALANCE"));
        assertThat(runs().get(0).getEstimatedPoints()).isEqualTo(1);
        assertThat(task.metric("gridclear.delivery.estimated")).isEqualTo(1);
        task.meter("anna", 0, 38);
        task.runTo(METERED_AT + 10_000);
        assertThat(task.lines(CORRECTION, 1))
                .endsWith(
                        "anna DEBIT IMBALANCE 2 @ 720000, changes -1440000",
                        "bert CREDIT IMBALANCE 1 @ 400000, changes 0");
        assertThat(runs().get(1).getEstimatedPoints()).isZero();
    }

    /** What was estimated is as it was believed: the same amounts, but no estimate any more. */
    @Test
    void aReadingThatOnlyConfirmsAnEstimateMakesARun() {
        task.clearOneTrade();
        task.meter("bert", 40, 0);
        task.runTo(METERED_AT);
        task.meter("anna", 0, 40);
        task.runTo(METERED_AT + SETTLING_MS + 1_000);
        assertThat(runs()).hasSize(2);
        assertThat(runs().get(1).getChangedLines()).isZero();
    }

    @Test
    void aReadingThatChangesNothingMakesNoRun() {
        task.clearOneTrade();
        task.meter("anna", 0, 40);
        task.meter("bert", 40, 0);
        task.runTo(METERED_AT);
        task.meter("anna", 7, 47);
        task.runTo(METERED_AT + 60_000);
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aChangeThatIsTakenBackInTimeMakesNoRun() {
        task.clearOneTrade();
        task.meter("anna", 0, 40);
        task.meter("bert", 40, 0);
        task.runTo(METERED_AT);
        task.meter("anna", 0, 41);
        task.runTo(task.now() + 1_000);
        task.meter("anna", 0, 40);
        task.runTo(METERED_AT + 60_000);
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aBurstMakesOneRunAndTheWaitDoubles() {
        task.clearOneTrade();
        task.runTo(METERED_AT);
        for (int wh = 1; wh <= 20; wh++) {
            task.meter("anna", 0, wh);
            task.meter("bert", wh, 0);
            task.runTo(task.now() + 10);
        }
        task.runTo(METERED_AT + SETTLING_MS + 5_000);
        assertThat(runs()).hasSize(2);
        assertThat(runs().get(1).getSellDeliveredWh()).isEqualTo(20);
        long second = task.now();
        task.meter("anna", 0, 21);
        task.runTo(second + 2 * SETTLING_MS - 300);
        assertThat(runs()).hasSize(2);
        task.runTo(second + 2 * SETTLING_MS);
        assertThat(runs()).hasSize(3);
    }

    @Test
    void whatComesWhileARunIsUnderWayIsForTheNext() {
        DeliveryTask small = new DeliveryTask(new DeliveryLimits(1, 1, 1, 1));
        small.clearOneTrade();
        small.meter("anna", 0, 40);
        small.meter("bert", 40, 0);
        small.processAll();
        small.advance(METERED_AT - small.now());
        // anna is taken up, bert is not; aaron stands before both, carl behind them
        small.meter("anna", 0, 1);
        small.meter("bert", 2, 0);
        small.meter("aaron", 3, 0);
        small.meter("carl", 4, 0);
        small.processAll();
        small.turns(40);
        small.commit();
        List<SettlementInput> inputs = small.published().read(TopicCatalogue.SETTLEMENT_INPUTS).stream()
                .flatMap(part -> part.getInputs().stream())
                .toList();
        assertThat(inputs)
                .extracting(
                        SettlementInput::getUsagePointMrid, SettlementInput::getImportWh, SettlementInput::getExportWh)
                .containsExactly(
                        Tuple.tuple("up-anna", 0L, 40L),
                        Tuple.tuple("up-bert", 2L, 0L),
                        Tuple.tuple("up-carl", 4L, 0L));
        small.runTo(small.now() + SETTLING_MS);
        small.turns(100);
        small.commit();
        assertThat(small.lines(CORRECTION, 1))
                .filteredOn(line -> line.contains("IMBALANCE"))
                .hasSize(4);
        small.runTo(small.now() + 600_000);
        assertThat(small.published().read(TopicCatalogue.SETTLEMENT_RUNS)).hasSize(2);
        assertThat(small.audit()).isEqualTo(2);
        expectsRuns = false;
    }

    @Test
    void linesThatAreNoMoreComeAtZero() {
        task.clear(
                PERIOD,
                List.of(
                        new ContractItem.Traded(
                                0, DeliveryTask.order("anna"), DeliveryTask.order("bert"), 550_000, 30, 10),
                        new ContractItem.Residual(Side.SELL, DeliveryTask.order("anna"), 5)));
        task.meter("anna", 0, 20);
        task.meter("bert", 50, 0);
        task.meter("carl", 1, 0);
        task.runTo(METERED_AT);
        task.meter("anna", 0, 45);
        task.meter("bert", 40, 0);
        task.meter("carl", 0, 1);
        task.runTo(METERED_AT + 10_000);
        assertThat(task.lines(CORRECTION, 1))
                .endsWith(
                        "carl CREDIT IMBALANCE 1 @ 400000, changes 400000",
                        "anna DEBIT IMBALANCE 0 @ 720000, changes 7200000",
                        "bert DEBIT IMBALANCE 0 @ 720000, changes 7200000",
                        "carl DEBIT IMBALANCE 0 @ 720000, changes 720000");
        assertThat(runs().get(1).getVanishedLines()).isEqualTo(6);
    }

    @Test
    void aStaleRevisionAndARepeatChangeNothing() {
        task.clearOneTrade();
        PeriodEnergy first = task.energy(PERIOD, "up-anna", "anna", 0, 10);
        PeriodEnergy second = task.energy(PERIOD, "up-anna", "anna", 0, 40);
        task.meter(second);
        task.meter(first);
        task.meter(second);
        task.meter("bert", 40, 0);
        task.runTo(METERED_AT);
        assertThat(runs().get(0).getSellMissingWh()).isZero();
        assertThat(task.metric("gridclear.delivery.energies.refused", "reason", "STALE"))
                .isEqualTo(2);
    }

    @Test
    void aMeterThatChangedHandsCountsForOneParticipantOnly() {
        task.clearOneTrade();
        task.meter(task.energy(PERIOD, "up-carl", "carl", 9, 0));
        task.meter("anna", 0, 40);
        task.meter("bert", 40, 0);
        task.runTo(METERED_AT);
        task.meter(task.energy(PERIOD, "up-carl", "dora", 9, 0));
        task.runTo(METERED_AT + 10_000);
        assertThat(task.lines(CORRECTION, 1))
                .endsWith(
                        "dora DEBIT IMBALANCE 9 @ 720000, changes -6480000",
                        "carl DEBIT IMBALANCE 0 @ 720000, changes 6480000, estimated");
    }

    @Test
    void energiesThatCannotCountAreRefusedWithAReason() {
        task.clearOneTrade();
        task.meter(task.energy(PERIOD, "feeder-head", "grid", 0, 10));
        PeriodEnergy negative = task.energy(PERIOD, "up-carl", "carl", -1, 0);
        task.meter(negative);
        PeriodEnergy elsewhere = task.energy(PERIOD, "up-carl", "carl", 1, 0);
        elsewhere.setAreaMrid("nowhere");
        task.meter(elsewhere);
        PeriodEnergy tooLong = task.energy(PERIOD, "up-anna", "anna", 0, 10);
        tooLong.setCoveredMs(PERIOD_MS + 1);
        task.meter(tooLong);
        task.meter("bert", Long.MAX_VALUE / 2, 0);
        task.runTo(METERED_AT);
        assertThat(task.metric("gridclear.delivery.energies.refused", "reason", "GRID_PARTICIPANT"))
                .isEqualTo(1);
        assertThat(task.metric("gridclear.delivery.energies.refused", "reason", "UNKNOWN_AREA"))
                .isEqualTo(1);
        assertThat(task.metric("gridclear.delivery.energies.refused", "reason", "IMPOSSIBLE"))
                .isEqualTo(3);
        assertThat(runs().get(0).getEstimatedPoints()).isEqualTo(2);
        assertThat(task.lines(METERED, 0)).noneMatch(line -> line.contains("IMBALANCE"));
    }

    /** The sum of a period holds so much; whoever comes behind it is settled as contracted. */
    @Test
    void noMetersTogetherOverflowAPeriod() {
        task.clear(PERIOD, List.of());
        long most = DeliveryTask.terms().maxSideWh() / 1_024;
        for (int i = 0; i < 1_030; i++) {
            task.meter("m" + (10_000 + i), i == 0 ? most + 1 : most, 0);
        }
        task.processAll();
        task.advance(METERED_AT - task.now());
        task.turns(60);
        task.commit();
        assertThat(runs()).hasSize(1);
        assertThat(runs().get(0).getInputs()).isEqualTo(1_030);
        assertThat(runs().get(0).getEstimatedPoints()).isEqualTo(1_030 - 1_024);
        assertThat(task.published().read(TopicCatalogue.SETTLEMENT_INPUTS).size())
                .isGreaterThan(1);
    }

    @Test
    void readingsMayComeBeforeTheClearing() {
        task.meter("anna", 0, 40);
        task.meter("bert", 39, 0);
        task.processAll();
        task.clearOneTrade();
        task.runTo(METERED_AT);
        assertThat(runs().get(0).getBuyMissingWh()).isEqualTo(1);
    }

    @Test
    void aClearingThatComesLateIsSettledAtOnce() {
        task.meter("anna", 0, 40);
        task.runTo(METERED_AT + 60_000);
        task.clearOneTrade();
        task.runTo(task.now() + 10);
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aPeriodWithoutOrdersAndReadingsHasARunLikeAnyOther() {
        task.clear(PERIOD, List.of());
        task.runTo(METERED_AT);
        assertThat(runs())
                .singleElement()
                .satisfies(run -> assertThat(run.getSettlementLines()).isZero());
        assertThat(task.published().read(TopicCatalogue.SETTLEMENT_INPUTS))
                .singleElement()
                .satisfies(part -> assertThat(part.getIsLast()).isTrue());
    }

    @Test
    void behindTheHorizonNothingIsLeftAndNothingIsTaken() {
        task.clearOneTrade();
        task.meter("anna", 0, 40);
        task.runTo(METERED_AT);
        long end = PERIOD + PERIOD_MS + HORIZON_MS;
        task.meter("bert", 1, 0);
        task.runTo(end - 1_000);
        assertThat(runs()).hasSize(2);
        assertThat(task.entries()).isPositive();
        // the last change of all is settled before the period is forgotten, without the usual wait
        task.meter("bert", 2, 0);
        task.processAll();
        task.runTo(end);
        assertThat(runs()).hasSize(3);
        task.turns(20);
        task.commit();
        assertThat(task.entries()).isZero();
        task.meter("bert", 3, 0);
        task.runTo(end + 60_000);
        assertThat(runs()).hasSize(3);
        assertThat(task.entries()).isZero();
        assertThat(task.metric("gridclear.delivery.energies.refused", "reason", "TOO_LATE"))
                .isEqualTo(1);
    }

    @Test
    void energiesOfAPeriodThatIsNeverClearedAreLetGo() {
        task.meter("anna", 0, 40);
        task.runTo(METERED_AT);
        assertThat(task.entries()).isPositive();
        task.runTo(PERIOD + PERIOD_MS + HORIZON_MS);
        task.turns(20);
        task.commit();
        assertThat(task.entries()).isZero();
        expectsRuns = false;
    }

    @Test
    void periodsDoNotMix() {
        List<ContractItem> items = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            items.add(new ContractItem.Traded(
                    number, DeliveryTask.order("anna"), DeliveryTask.order("bert"), 550_000, 10, 0));
        }
        for (int period = 0; period < 4; period++) {
            task.clear(PERIOD + period * PERIOD_MS, items.subList(0, period + 1));
            task.meter(task.energy(PERIOD + period * PERIOD_MS, "up-anna", "anna", 0, 10 * period));
        }
        task.runTo(METERED_AT + 3 * PERIOD_MS);
        assertThat(runs())
                .extracting(SettlementRunResult::getTrades, SettlementRunResult::getSellMissingWh)
                .containsExactly(
                        Tuple.tuple(1L, 10L), Tuple.tuple(2L, 10L), Tuple.tuple(3L, 10L), Tuple.tuple(4L, 10L));
    }

    @Test
    void anEstimatedEnergyIsFlagged() {
        task.clearOneTrade();
        PeriodEnergy energy = task.energy(PERIOD, "up-anna", "anna", 0, 30);
        energy.setQuality(ReadingQuality.ESTIMATED);
        task.meter(energy);
        task.meter("bert", 40, 0);
        task.runTo(METERED_AT);
        assertThat(task.lines(METERED, 0)).endsWith("anna DEBIT IMBALANCE 10 @ 720000, changes -7200000, estimated");
    }
}
