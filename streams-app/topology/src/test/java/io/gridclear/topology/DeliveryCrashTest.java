package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.order.Side;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.topology.delivery.DeliveryLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs in the smallest steps, with crashes between any two of them: what was published is what an undisturbed task publishes. */
class DeliveryCrashTest {

    private static final int SEEDS = 25;

    private static List<ContractItem> items(Random random) {
        List<ContractItem> items = new ArrayList<>();
        int trades = random.nextInt(8);
        for (int i = 0; i < trades; i++) {
            long wh = 1 + random.nextInt(60);
            long routed = random.nextBoolean() ? wh : random.nextInt((int) wh + 1);
            items.add(new ContractItem.Traded(
                    i,
                    DeliveryTask.order("seller-" + random.nextInt(4)),
                    DeliveryTask.order("buyer-" + random.nextInt(4)),
                    500_000 + 100L * random.nextInt(1_000),
                    routed,
                    wh - routed));
        }
        for (Side side : Side.values()) {
            String name = side == Side.SELL ? "seller-" : "buyer-";
            for (int i = 0; i < random.nextInt(3); i++) {
                items.add(new ContractItem.Residual(
                        side, DeliveryTask.order(name + random.nextInt(5)), 1 + random.nextInt(60)));
            }
        }
        return items;
    }

    private static void meter(DeliveryTask task, Random random, int number) {
        for (int i = 0; i < number; i++) {
            String name = List.of("seller-", "buyer-", "other-").get(random.nextInt(3)) + random.nextInt(5);
            task.meter(name, random.nextInt(80), random.nextInt(80));
        }
    }

    /** Three rounds of readings and runs; crashes where a chance says so. */
    private static DeliveryTask run(long seed, DeliveryLimits limits, int crashOneIn) {
        Random random = new Random(seed);
        Random crashes = new Random(seed + 1);
        DeliveryTask task = new DeliveryTask(limits);
        task.clear(DeliveryTask.PERIOD, items(random));
        task.processAll();
        task.commit();
        long[] rounds = {DeliveryTask.METERED_AT, DeliveryTask.METERED_AT + 60_000, DeliveryTask.METERED_AT + 200_000};
        for (int round = 0; round < rounds.length; round++) {
            meter(task, random, 12);
            task.processAll();
            if (crashOneIn > 0 && round > 0) {
                task.crash();
                task.processAll();
            }
            task.commit();
            task.advance(rounds[round] - task.now());
            for (int turn = 0; turn < 4_000 && runs(task) <= round; turn++) {
                if (crashOneIn > 0 && crashes.nextInt(crashOneIn) == 0) {
                    task.crash();
                } else if (crashes.nextInt(3) == 0) {
                    task.commit();
                }
                task.advance(10);
            }
            task.commit();
            assertThat(runs(task)).as("seed %d, round %d", seed, round).isEqualTo(round + 1);
        }
        return task;
    }

    private static int runs(DeliveryTask task) {
        return task.published().of(TopicCatalogue.SETTLEMENT_RUNS).size();
    }

    @Test
    void crashesLeaveNoTrace() {
        for (long seed = 0; seed < SEEDS; seed++) {
            DeliveryTask undisturbed = run(seed, DeliveryLimits.STANDARD, 0);
            DeliveryTask disturbed = run(seed, new DeliveryLimits(1, 2, 3, 2), 4);
            assertThat(undisturbed.audit()).as("seed %d", seed).isEqualTo(3);
            assertThat(disturbed.audit()).as("seed %d", seed).isEqualTo(3);
            for (var topic : List.of(TopicCatalogue.SETTLEMENT_LINES, TopicCatalogue.SETTLEMENT_LATEST)) {
                List<PublishedRecords.Published> expected =
                        undisturbed.published().of(topic);
                List<PublishedRecords.Published> found = disturbed.published().of(topic);
                assertThat(found).as("seed %d", seed).hasSameSizeAs(expected);
                for (int i = 0; i < found.size(); i++) {
                    assertThat(found.get(i).value())
                            .as("seed %d, line %d", seed, i)
                            .isEqualTo(expected.get(i).value());
                }
            }
            assertThat(hashes(disturbed)).as("seed %d", seed).isEqualTo(hashes(undisturbed));
        }
    }

    private static List<Object> hashes(DeliveryTask task) {
        return task.published().read(TopicCatalogue.SETTLEMENT_RUNS).stream()
                .map(SettlementRunResult::getRunHash)
                .map(Object.class::cast)
                .toList();
    }

    /** The same energies in any order, with runs between them or not: the last run counts the same. */
    @Test
    void theOrderOfEnergiesDoesNotMatter() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<ContractItem> items = items(random);
            DeliveryTask straight = new DeliveryTask(DeliveryLimits.STANDARD);
            DeliveryTask disturbed = new DeliveryTask(DeliveryLimits.STANDARD);
            List<io.gridclear.schemas.avro.PeriodEnergy> energies = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                String name = List.of("seller-", "buyer-", "other-").get(random.nextInt(3)) + random.nextInt(5);
                energies.add(straight.energy(
                        DeliveryTask.PERIOD, "up-" + name, name, random.nextInt(80), random.nextInt(80)));
            }
            straight.clear(DeliveryTask.PERIOD, items);
            energies.forEach(straight::meter);
            straight.runTo(DeliveryTask.METERED_AT);

            Collections.shuffle(energies, random);
            disturbed.clear(DeliveryTask.PERIOD, items);
            disturbed.runTo(DeliveryTask.METERED_AT);
            for (var energy : energies) {
                disturbed.meter(energy);
                if (random.nextInt(4) == 0) {
                    disturbed.runTo(disturbed.now() + 60_000);
                }
            }
            disturbed.runTo(disturbed.now() + 10);
            disturbed.runTo(disturbed.now() + 600_000);
            assertThat(straight.audit()).isEqualTo(1);
            assertThat(disturbed.audit()).isGreaterThan(1);
            List<SettlementRunResult> runs = disturbed.published().read(TopicCatalogue.SETTLEMENT_RUNS);
            SettlementRunResult last = runs.get(runs.size() - 1);
            SettlementRunResult only =
                    straight.published().read(TopicCatalogue.SETTLEMENT_RUNS).get(0);
            assertThat(last.getDebitNano()).as("seed %d", seed).isEqualTo(only.getDebitNano());
            assertThat(last.getSellMissingWh()).as("seed %d", seed).isEqualTo(only.getSellMissingWh());
            assertThat(last.getExcessImportWh()).as("seed %d", seed).isEqualTo(only.getExcessImportWh());
            assertThat(last.getSettlementLines() - last.getVanishedLines())
                    .as("seed %d", seed)
                    .isEqualTo(only.getSettlementLines());
        }
    }
}
