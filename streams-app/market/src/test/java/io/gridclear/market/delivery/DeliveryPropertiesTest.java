package io.gridclear.market.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.twin.SlowDelivery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds whatever is read, in whatever order and however often. Every run is compared with the slow twin's besides. */
class DeliveryPropertiesTest {

    private static final int SEEDS = 100;

    private static Map<String, Long> balances(List<SettlementLine> lines) {
        Map<String, Long> balances = new TreeMap<>();
        lines.forEach(line -> balances.merge(line.participant(), line.balanceNano(), Math::addExact));
        balances.values().removeIf(balance -> balance == 0);
        return balances;
    }

    /** A run's lines without those that vanished, and without what depends on earlier runs. */
    private static List<String> made(List<SettlementLine> lines) {
        return lines.stream()
                .filter(line -> line.quantityWh() > 0)
                .map(line -> line.participant() + line.reference() + line.charge() + line.direction()
                        + line.quantityWh() + "@" + line.price() + line.estimated())
                .toList();
    }

    @Test
    void changesOfAllRunsSumToTheLastRun() {
        int vanished = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomDelivery random = new RandomDelivery(seed);
            DeliveryWorld world = random.world();
            Map<String, Long> sums = new TreeMap<>();
            SlowDelivery.initial(world.terms, world.items)
                    .forEach(line ->
                            sums.merge(line.participant(), line.balance().longValueExact(), Math::addExact));
            for (int run = 0; run < 6; run++) {
                world.energies.putAll(random.readings(world, 1 + run));
                world.run().forEach(line -> sums.merge(line.participant(), line.deltaNano(), Math::addExact));
                vanished += (int) world.outcome.figures().get(RunFigure.VANISHED_LINES);
                Map<String, Long> expected = new TreeMap<>(sums);
                expected.values().removeIf(balance -> balance == 0);
                assertThat(balances(world.runs.get(run)))
                        .as("seed %d, run %d", seed, run)
                        .isEqualTo(expected);
            }
        }
        assertThat(vanished).isGreaterThan(SEEDS);
    }

    @Test
    void theLastRunIsTheSameWhateverTheOrderOfReadingsAndRuns() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomDelivery random = new RandomDelivery(seed);
            DeliveryWorld straight = random.world();
            straight.energies.putAll(random.readings(straight, 1));
            straight.run();

            DeliveryWorld disturbed = new DeliveryWorld(straight.terms);
            disturbed.items.addAll(straight.items);
            List<Map.Entry<PointKey, MeteredEnergy>> late = new ArrayList<>(straight.energies.entrySet());
            // every reading comes, some after a wrong one, some twice, in any order
            late.addAll(random.readings(straight, 3).entrySet());
            Collections.shuffle(late, random.random());
            late.addAll(straight.energies.entrySet());
            for (Map.Entry<PointKey, MeteredEnergy> reading : late) {
                disturbed.energies.put(reading.getKey(), reading.getValue());
                if (random.random().nextInt(6) == 0) {
                    disturbed.run();
                }
            }
            disturbed.run();
            List<SettlementLine> last = disturbed.runs.get(disturbed.runs.size() - 1);
            assertThat(made(last)).as("seed %d", seed).isEqualTo(made(straight.runs.get(0)));
            assertThat(balances(last)).as("seed %d", seed).isEqualTo(balances(straight.runs.get(0)));
            // and a run that nothing was read for changes nothing
            assertThat(disturbed.run())
                    .as("seed %d", seed)
                    .allSatisfy(line -> assertThat(line.deltaNano()).isZero());
            assertThat(disturbed.outcome.figures().get(RunFigure.CHANGED_LINES)).isZero();
        }
    }

    @Test
    void noLineIsEverLost() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomDelivery random = new RandomDelivery(seed);
            DeliveryWorld world = random.world();
            List<String> known = new ArrayList<>();
            for (int run = 0; run < 5; run++) {
                world.energies.putAll(random.readings(world, 2));
                List<String> ids = world.run().stream()
                        .map(line -> line.participant() + line.reference() + line.charge())
                        .toList();
                assertThat(ids)
                        .as("seed %d, run %d", seed, run)
                        .doesNotHaveDuplicates()
                        .containsAll(known);
                known = ids;
            }
        }
    }
}
