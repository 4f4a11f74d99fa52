package io.gridclear.market.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeliveryJournalTest {

    /** A run as the calls that make it. */
    private static final class Calls {
        final DeliveryWorld world;
        final SettlementRun run;
        final RunOpening.State opening;
        final List<Consumer<DeliveryJournal>> calls = new ArrayList<>();
        final int regular;
        final long trades;
        long sellWh;
        long buyWh;

        /** The calls of a world's next run, given the revisions that lines vanished in. */
        Calls(DeliveryWorld world, List<Integer> vanishedIn) {
            this.world = world;
            run = world.nextRun();
            RunOpening open = new RunOpening(world.terms, run, RunOpening.State.empty());
            Map<PointKey, Contract> contracts = world.contracts();
            Map<PointKey, PointRun> points = new LinkedHashMap<>();
            for (RunInput input : world.inputs()) {
                points.put(input.point(), open.take(input, contracts.getOrDefault(input.point(), Contract.NONE)));
            }
            opening = open.state();
            Map<PointKey, Contract> so = new TreeMap<>();
            List<PlacedTrade> placed = new ArrayList<>();
            for (ContractItem item : world.items) {
                if (item instanceof ContractItem.Traded traded) {
                    PointKey sell = PointKey.of(traded.sell());
                    PointKey buy = PointKey.of(traded.buy());
                    PlacedTrade trade = PlacedTrade.after(
                            so.getOrDefault(sell, Contract.NONE), so.getOrDefault(buy, Contract.NONE), traded);
                    placed.add(trade);
                    calls.add(journal -> journal.trade(trade, points.get(sell), points.get(buy)));
                    for (Side side : Side.values()) {
                        add(so, traded.order(side), side, traded.routedWh(), traded.curtailedWh());
                    }
                } else if (item instanceof ContractItem.Residual residual) {
                    PointKey point = PointKey.of(residual.order());
                    PlacedResidual one = PlacedResidual.after(so.getOrDefault(point, Contract.NONE), residual);
                    calls.add(journal -> journal.residual(one, points.get(point)));
                    add(so, residual.order(), residual.side(), 0, residual.quantityWh());
                }
            }
            trades = placed.size();
            points.values().forEach(point -> calls.add(journal -> journal.point(point)));
            regular = calls.size();
            for (int i = vanishedIn.size() - 1; i >= 0; i--) {
                int revision = vanishedIn.get(i);
                for (PlacedTrade trade : placed) {
                    calls.add(journal -> journal.vanishedOf(
                            revision,
                            trade,
                            points.get(PointKey.of(trade.item().sell())),
                            points.get(PointKey.of(trade.item().buy()))));
                }
                points.values().forEach(point -> calls.add(journal -> journal.vanishedOf(revision, point)));
            }
        }

        static Calls of(DeliveryWorld world) {
            Calls regular = new Calls(world, List.of());
            DeliveryJournal journal = regular.journal(DeliveryJournal.State.empty(), new ArrayList<>());
            regular.calls.forEach(call -> call.accept(journal));
            return new Calls(world, journal.vanished());
        }

        private void add(Map<PointKey, Contract> so, OrderRef order, Side side, long firmWh, long openWh) {
            so.merge(
                    PointKey.of(order),
                    Contract.NONE.plus(side, firmWh, openWh),
                    (one, more) -> one.plus(side, firmWh, openWh));
            if (side == Side.SELL) {
                sellWh += firmWh + openWh;
            } else {
                buyWh += firmWh + openWh;
            }
        }

        DeliveryJournal journal(DeliveryJournal.State state, List<SettlementLine> lines) {
            return new DeliveryJournal(world.terms, run, state, (line, lineId, settlementId) -> lines.add(line));
        }

        DeliveryOutcome finish(DeliveryJournal journal) {
            return journal.finish(opening, trades, sellWh, buyWh);
        }
    }

    private static DeliveryWorld corrected(long seed) {
        RandomDelivery random = new RandomDelivery(seed);
        DeliveryWorld world = random.world();
        for (int run = 0; run < 3; run++) {
            world.energies.putAll(random.readings(world, 2));
            world.run();
        }
        world.energies.putAll(random.readings(world, 2));
        return world;
    }

    @Test
    void savedAndRestoredAfterEveryCallItComesToTheSame() {
        for (long seed = 0; seed < 60; seed++) {
            DeliveryWorld world = corrected(seed);
            Calls calls = Calls.of(world);
            List<SettlementLine> resumed = new ArrayList<>();
            DeliveryJournal.State state = DeliveryJournal.State.empty();
            for (Consumer<DeliveryJournal> call : calls.calls) {
                DeliveryJournal next = calls.journal(state, resumed);
                call.accept(next);
                state = next.state();
            }
            DeliveryOutcome outcome = calls.finish(calls.journal(state, resumed));
            assertThat(resumed).as("seed %d", seed).isEqualTo(world.run());
            assertThat(outcome).as("seed %d", seed).isEqualTo(world.outcome);
        }
    }

    @Test
    void anItemThatIsSettledTwiceOrNotAtAllStopsTheRun() {
        for (long seed = 0; seed < 40; seed++) {
            Calls calls = Calls.of(corrected(seed));
            for (int i = 0; i < calls.regular; i++) {
                List<Consumer<DeliveryJournal>> without = new ArrayList<>(calls.calls);
                Consumer<DeliveryJournal> call = without.remove(i);
                List<Consumer<DeliveryJournal>> twice = new ArrayList<>(calls.calls);
                twice.add(i, call);
                for (List<Consumer<DeliveryJournal>> wrong : List.of(without, twice)) {
                    assertThatThrownBy(() -> {
                                DeliveryJournal journal =
                                        calls.journal(DeliveryJournal.State.empty(), new ArrayList<>());
                                wrong.forEach(one -> one.accept(journal));
                                calls.finish(journal);
                            })
                            .as("seed %d, call %d", seed, i)
                            .isInstanceOf(InvariantViolation.class);
                }
            }
        }
    }

    @Test
    void aVanishedLineThatIsNotRepublishedStopsTheRun() {
        DeliveryWorld world = new DeliveryWorld(DeliveryWorld.PLAIN).exported("anna", 5);
        world.run();
        world.exported("anna", 0);
        Calls calls = Calls.of(world);
        DeliveryJournal journal = calls.journal(DeliveryJournal.State.empty(), new ArrayList<>());
        calls.calls.subList(0, calls.regular).forEach(call -> call.accept(journal));
        assertThatThrownBy(() -> calls.finish(journal))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("0 vanished lines, not 2")
                .hasMessageContaining("feeder-7");
    }

    @Test
    void aUsagePointThatIsNotTheOrdersStopsTheRun() {
        DeliveryWorld world = new DeliveryWorld(DeliveryWorld.PLAIN).residual(Side.SELL, "anna", 5);
        DeliveryJournal journal = new DeliveryJournal(
                world.terms, SettlementRun.METERED, DeliveryJournal.State.empty(), (line, lineId, id) -> {});
        PlacedResidual residual = new PlacedResidual((ContractItem.Residual) world.items.get(0), 0);
        Contract sells = new Contract(Side.SELL, 0, 5);
        RunInput bert = new RunInput(DeliveryWorld.point("bert"), MeteredEnergy.MISSING, PointHistory.EMPTY);
        RunInput anna = new RunInput(DeliveryWorld.point("anna"), MeteredEnergy.MISSING, PointHistory.EMPTY);
        assertThatThrownBy(() -> journal.residual(residual, PointRun.of(bert, sells, DeliveryWorld.PERIOD_MS, 0)))
                .isInstanceOf(InvariantViolation.class);
        Contract buys = new Contract(Side.BUY, 0, 5);
        assertThatThrownBy(() -> journal.residual(residual, PointRun.of(anna, buys, DeliveryWorld.PERIOD_MS, 0)))
                .isInstanceOf(InvariantViolation.class);
    }
}
