package io.gridclear.experiments.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PopulationTest {

    private static final Setting SETTING = new Setting(2_000, 50, 3);

    private static Population people(Assumptions assumptions) {
        return new Population(assumptions, SETTING, 5);
    }

    @Test
    void oneInTenOfTheNormalTurnsInARound() {
        Population people = people(Assumptions.BASE);
        int before = people.malicious();
        assertThat(before).isZero();
        for (int round = 0; round < 3; round++) {
            people.beginRound();
            double normal = SETTING.nodes() - before;
            int turned = people.malicious() - before;
            // five standard deviations
            assertThat(turned / normal).isBetween(0.1 - 5 * 0.3 / Math.sqrt(normal), 0.1 + 5 * 0.3 / Math.sqrt(normal));
            before = people.malicious();
        }
    }

    @Test
    void aBanHealsWhenItIsOverAndOnlyIfBansHeal() {
        for (boolean heals : new boolean[] {true, false}) {
            Population people = people(heals ? Assumptions.BASE : Assumptions.BASE.withoutRecovery());
            people.beginRound();
            int node = IntStream.range(0, SETTING.nodes())
                    .filter(people::isMalicious)
                    .findFirst()
                    .orElseThrow();
            people.release(each -> each == node);
            assertThat(people.isMalicious(node)).as("while it is banned").isTrue();
            people.release(each -> false);
            assertThat(people.isMalicious(node)).isEqualTo(!heals);
        }
    }

    @Test
    void deliveriesByHabit() {
        Population people = people(Assumptions.BASE.withStealthy(500_000));
        people.beginRound();
        int stealthy = 0;
        for (int node = 0; node < SETTING.nodes(); node++) {
            CommitteeLedger.Delivered delivery = people.delivery(node);
            double off = Math.abs(delivery.deliveredWh() - delivery.contractedWh()) / (double) delivery.contractedWh();
            if (!people.isMalicious(node)) {
                assertThat(off).isLessThanOrEqualTo(0.05);
                assertThat(people.attestsWrongly(node)).isFalse();
            } else if (people.attestsWrongly(node)) {
                assertThat(off).isBetween(0.398, 1.0);
            } else {
                assertThat(off).isBetween(0.098, 0.3);
                stealthy++;
            }
        }
        assertThat(stealthy).isPositive();
    }

    @Test
    void aSeedIsTheSameWeatherUnderEveryAssumption() {
        Population plain = people(Assumptions.BASE);
        Population other = people(Assumptions.BASE.withStealthy(1_000_000).withShown(0));
        plain.beginRound();
        other.beginRound();
        for (int node = 0; node < SETTING.nodes(); node++) {
            assertThat(other.isMalicious(node)).isEqualTo(plain.isMalicious(node));
            assertThat(other.delivery(node).contractedWh())
                    .isEqualTo(plain.delivery(node).contractedWh());
        }
    }
}
