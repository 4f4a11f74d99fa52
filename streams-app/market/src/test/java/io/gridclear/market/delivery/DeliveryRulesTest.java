package io.gridclear.market.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of delivery, one case each; every run is compared with the slow twin besides. */
class DeliveryRulesTest {

    private static DeliveryWorld oneTrade(DeliveryTerms terms) {
        return new DeliveryWorld(terms).trade("anna", "bert", 550_000, 40, 0);
    }

    @Test
    void asContracted() {
        assertThat(oneTrade(DeliveryWorld.PLAIN)
                        .exported("anna", 40)
                        .imported("bert", 40)
                        .runAsText())
                .containsExactly(
                        "anna CREDIT bert ENERGY 40 @ 550000, changes 0",
                        "bert DEBIT anna ENERGY 40 @ 550000, changes 0");
    }

    @Test
    void theTradeIsFirmAndTheSellerBuysWhatItLacks() {
        DeliveryWorld world = oneTrade(DeliveryWorld.PLAIN).exported("anna", 30).imported("bert", 40);
        assertThat(world.runAsText())
                .containsExactly(
                        "anna CREDIT bert ENERGY 40 @ 550000, changes 0",
                        "bert DEBIT anna ENERGY 40 @ 550000, changes 0",
                        "anna DEBIT grid IMBALANCE 10 @ 670000, changes -6700000");
        SettlementLine mirror = world.runs.get(0).get(3);
        assertThat(mirror.participant()).isEqualTo("grid");
        assertThat(mirror.counterparty()).isEqualTo("anna");
        assertThat(mirror.reference()).isEqualTo("feeder-7/1800000000000/0/imbalance/sell");
        assertThat(mirror.deltaNano()).isEqualTo(6_700_000);
    }

    @Test
    void theBuyerSellsWhatItDoesNotTake() {
        DeliveryWorld world = oneTrade(DeliveryWorld.PLAIN).exported("anna", 40).imported("bert", 39);
        assertThat(world.runAsText()).endsWith("bert CREDIT grid IMBALANCE 1 @ 450000, changes 450000");
        assertThat(world.runs.get(0).get(2).reference()).isEqualTo("feeder-7/1800000000000/0/imbalance/buy");
    }

    @Test
    void whatIsBeyondContractIsSoldAndBought() {
        DeliveryWorld world = oneTrade(DeliveryWorld.PLAIN).exported("anna", 41).imported("bert", 45);
        assertThat(world.runAsText())
                .endsWith(
                        "anna CREDIT grid IMBALANCE 1 @ 450000, changes 450000",
                        "bert DEBIT grid IMBALANCE 5 @ 670000, changes -3350000");
        assertThat(world.runs.get(0).get(2).reference())
                .isEqualTo("feeder-7/1800000000000/imbalance/anna/up-anna/export");
        assertThat(world.runs.get(0).get(4).reference())
                .isEqualTo("feeder-7/1800000000000/imbalance/bert/up-bert/import");
    }

    @Test
    void nothingDelivered() {
        assertThat(oneTrade(DeliveryWorld.PLAIN)
                        .exported("anna", 0)
                        .imported("bert", 0)
                        .runAsText())
                .endsWith(
                        "anna DEBIT grid IMBALANCE 40 @ 670000, changes -26800000",
                        "bert CREDIT grid IMBALANCE 40 @ 450000, changes 18000000");
    }

    /** Against its direction: all firm energy is missing, and what flowed comes on top. */
    @Test
    void reversedFlow() {
        assertThat(oneTrade(DeliveryWorld.PLAIN)
                        .imported("anna", 3)
                        .exported("bert", 2)
                        .runAsText())
                .endsWith(
                        "anna DEBIT grid IMBALANCE 40 @ 670000, changes -26800000",
                        "bert CREDIT grid IMBALANCE 40 @ 450000, changes 18000000",
                        "anna DEBIT grid IMBALANCE 3 @ 670000, changes -2010000",
                        "bert CREDIT grid IMBALANCE 2 @ 450000, changes 900000");
    }

    @Test
    void feesAndTaxesStayAndImbalanceHasASpread() {
        assertThat(oneTrade(DeliveryWorld.CHARGED)
                        .exported("anna", 30)
                        .imported("bert", 30)
                        .runAsText())
                .containsExactly(
                        "anna CREDIT bert ENERGY 40 @ 550000, changes 0",
                        "bert DEBIT anna ENERGY 40 @ 550000, changes 0",
                        "bert DEBIT grid GRID_FEE 40 @ 20000, changes 0",
                        "bert DEBIT tax-authority TAX 40 @ 7000, changes 0",
                        "tax-authority CREDIT bert TAX 40 @ 7000, changes 0",
                        "anna DEBIT grid IMBALANCE 10 @ 720000, changes -7200000",
                        "bert CREDIT grid IMBALANCE 10 @ 400000, changes 4000000");
    }

    @Test
    void earlierTradesAreServedFirst() {
        DeliveryWorld world = new DeliveryWorld(DeliveryWorld.PLAIN)
                .trade("anna", "bert", 550_000, 40, 0)
                .trade("anna", "carl", 540_000, 30, 0)
                .trade("anna", "dora", 530_000, 20, 0);
        world.exported("anna", 55).imported("bert", 40).imported("carl", 30).imported("dora", 20);
        assertThat(world.runAsText())
                .filteredOn(line -> line.contains("IMBALANCE"))
                .containsExactly(
                        "anna DEBIT grid IMBALANCE 15 @ 670000, changes -10050000",
                        "anna DEBIT grid IMBALANCE 20 @ 670000, changes -13400000");
        assertThat(world.runs.get(0).get(4).reference()).endsWith("/1/imbalance/sell");
    }

    /** The curtailed part of an earlier trade waits for the firm part of a later one. */
    @Test
    void firmBeforeCurtailedBeforeResidual() {
        DeliveryWorld world = new DeliveryWorld(DeliveryWorld.PLAIN)
                .trade("anna", "bert", 550_000, 10, 30)
                .trade("anna", "carl", 540_000, 20, 0)
                .residual(Side.SELL, "anna", 50);
        world.exported("anna", 35).imported("bert", 40).imported("carl", 20);
        assertThat(world.runAsText())
                .containsExactly(
                        "anna CREDIT bert ENERGY 10 @ 550000, changes 0",
                        "bert DEBIT anna ENERGY 10 @ 550000, changes 0",
                        "anna CREDIT grid GRID_ENERGY 5 @ 450000, changes -11250000",
                        "bert DEBIT grid GRID_ENERGY 30 @ 670000, changes 0",
                        "anna CREDIT carl ENERGY 20 @ 540000, changes 0",
                        "carl DEBIT anna ENERGY 20 @ 540000, changes 0",
                        "anna CREDIT grid GRID_ENERGY 0 @ 450000, changes -22500000");
    }

    @Test
    void aTradeThatFoundNoPathIsOpenAltogether() {
        DeliveryWorld world = new DeliveryWorld(DeliveryWorld.CHARGED).trade("anna", "bert", 550_000, 0, 30);
        world.exported("anna", 0).imported("bert", 31);
        assertThat(world.runAsText())
                .containsExactly(
                        "anna CREDIT grid GRID_ENERGY 0 @ 450000, changes -13500000",
                        "bert DEBIT grid GRID_ENERGY 30 @ 670000, changes 0",
                        "bert DEBIT grid IMBALANCE 1 @ 720000, changes -720000");
    }

    @Test
    void residualsAreServedInTheirOrder() {
        DeliveryWorld world = new DeliveryWorld(DeliveryWorld.PLAIN)
                .residual(Side.BUY, "bert", 10)
                .residual(Side.BUY, "bert", 20);
        world.imported("bert", 15);
        // two residuals of one order do not happen; of two orders of one usage point they do
        world.items.set(1, new ContractItem.Residual(Side.BUY, new OrderRef("second", "up-bert", "bert"), 20));
        assertThat(world.runAsText())
                .containsExactly(
                        "bert DEBIT grid GRID_ENERGY 10 @ 670000, changes 0",
                        "bert DEBIT grid GRID_ENERGY 5 @ 670000, changes 10050000");
    }

    @Test
    void aUsagePointWithoutOrdersTradesWithTheGrid() {
        DeliveryWorld world = new DeliveryWorld(DeliveryWorld.CHARGED)
                .exported("anna", 7)
                .imported("bert", 9)
                .imported("carl", 0);
        assertThat(world.runAsText())
                .containsExactly(
                        "anna CREDIT grid IMBALANCE 7 @ 400000, changes 2800000",
                        "bert DEBIT grid IMBALANCE 9 @ 720000, changes -6480000");
        assertThat(world.outcome.figures().get(RunFigure.POINTS)).isEqualTo(3);
    }

    @Test
    void withoutAReadingWhatWasContractedIsBelievedAndSaidSo() {
        DeliveryWorld world =
                oneTrade(DeliveryWorld.PLAIN).residual(Side.SELL, "anna", 5).imported("bert", 40);
        assertThat(world.runAsText())
                .containsExactly(
                        "anna CREDIT bert ENERGY 40 @ 550000, changes 0",
                        "bert DEBIT anna ENERGY 40 @ 550000, changes 0",
                        "anna CREDIT grid GRID_ENERGY 5 @ 450000, changes 0, estimated");
        assertThat(world.outcome.figures().get(RunFigure.ESTIMATED_POINTS)).isEqualTo(1);
    }

    /** 45 Wh x 300 s / 900 s = 15 Wh beside the 20 that were metered; of a third second nothing is left of 0.05 Wh. */
    @Test
    void anUncoveredShareIsEstimatedAndRoundedDown() {
        DeliveryWorld world = oneTrade(DeliveryWorld.PLAIN).residual(Side.SELL, "anna", 5);
        world.metered("anna", new MeteredEnergy(0, 20, 600_000, false)).imported("bert", 40);
        assertThat(world.runAsText())
                .endsWith(
                        "anna DEBIT grid IMBALANCE 5 @ 670000, changes -3350000, estimated",
                        "anna CREDIT grid GRID_ENERGY 0 @ 450000, changes -2250000, estimated");
        world.metered("anna", new MeteredEnergy(0, 40, 899_000, false));
        assertThat(world.runAsText()).endsWith("anna DEBIT grid IMBALANCE 0 @ 670000, changes 3350000, estimated");
    }

    @Test
    void anEstimatedReadingIsFlaggedToo() {
        DeliveryWorld world = oneTrade(DeliveryWorld.PLAIN).imported("bert", 40);
        world.metered("anna", new MeteredEnergy(0, 39, DeliveryWorld.PERIOD_MS, true));
        assertThat(world.runAsText()).endsWith("anna DEBIT grid IMBALANCE 1 @ 670000, changes -670000, estimated");
    }

    @Test
    void aCorrectionTakesBackALineThatIsNoMore() {
        DeliveryWorld world = oneTrade(DeliveryWorld.PLAIN).exported("anna", 30).imported("bert", 41);
        world.run();
        world.exported("anna", 42).imported("bert", 40);
        assertThat(world.runAsText())
                .containsExactly(
                        "anna CREDIT bert ENERGY 40 @ 550000, changes 0",
                        "bert DEBIT anna ENERGY 40 @ 550000, changes 0",
                        "anna CREDIT grid IMBALANCE 2 @ 450000, changes 900000",
                        "anna DEBIT grid IMBALANCE 0 @ 670000, changes 6700000",
                        "bert DEBIT grid IMBALANCE 0 @ 670000, changes 670000");
        // and once more, where nothing changes; what vanished last stands first
        world.exported("anna", 40);
        assertThat(world.runAsText())
                .endsWith(
                        "anna CREDIT grid IMBALANCE 0 @ 450000, changes -900000",
                        "anna DEBIT grid IMBALANCE 0 @ 670000, changes 0",
                        "bert DEBIT grid IMBALANCE 0 @ 670000, changes 0");
        // and a line comes back to its place
        world.exported("anna", 39);
        assertThat(world.runAsText())
                .endsWith(
                        "anna DEBIT grid IMBALANCE 1 @ 670000, changes -670000",
                        "anna CREDIT grid IMBALANCE 0 @ 450000, changes 0",
                        "bert DEBIT grid IMBALANCE 0 @ 670000, changes 0");
    }

    @Test
    void aUsagePointMayFirstBeHeardOfInACorrection() {
        DeliveryWorld world = oneTrade(DeliveryWorld.PLAIN).exported("anna", 40).imported("bert", 40);
        world.run();
        world.imported("aaron", 5);
        assertThat(world.runAsText()).endsWith("aaron DEBIT grid IMBALANCE 5 @ 670000, changes -3350000");
        world.energies.put(DeliveryWorld.point("aaron"), new MeteredEnergy(5, 6, DeliveryWorld.PERIOD_MS, false));
        assertThat(world.runAsText())
                .endsWith(
                        "aaron CREDIT grid IMBALANCE 1 @ 450000, changes 450000",
                        "aaron DEBIT grid IMBALANCE 0 @ 670000, changes 3350000");
    }

    @Test
    void aPeriodOfNothing() {
        DeliveryWorld world = new DeliveryWorld(DeliveryWorld.PLAIN);
        assertThat(world.run()).isEmpty();
        assertThat(world.outcome.settlementRoot())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void slashesInNamesDoNotMixLines() {
        DeliveryWorld world = new DeliveryWorld(DeliveryWorld.PLAIN);
        for (PointKey point : List.of(
                new PointKey("a", "b/c"),
                new PointKey("a/b", "c"),
                new PointKey("a%2Fb", "c"),
                new PointKey("a", "b"))) {
            world.energies.put(point, new MeteredEnergy(0, 1, DeliveryWorld.PERIOD_MS, false));
        }
        assertThat(world.run().stream().map(SettlementLine::reference).distinct())
                .containsExactly(
                        "feeder-7/1800000000000/imbalance/a/b/export",
                        "feeder-7/1800000000000/imbalance/a/b%2Fc/export",
                        "feeder-7/1800000000000/imbalance/a%252Fb/c/export",
                        "feeder-7/1800000000000/imbalance/a%2Fb/c/export");
    }
}
