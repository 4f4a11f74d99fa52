package io.gridclear.engine.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidatorSetTest {

    private final SignedChain chain = new SignedChain();

    @Test
    void ordersByPowerThenByAddressAsUnsignedBytes() {
        ValidatorSet set = chain.set(1, 2, 3, 4, 5, 6).with(List.of(power(4, 30), power(2, 5)));

        List<Validator> all = set.validators();
        assertThat(all.get(0).publicKey()).isEqualTo(SignedChain.key(4).publicKey());
        assertThat(all.get(5).publicKey()).isEqualTo(SignedChain.key(2).publicKey());
        for (int i = 2; i < 5; i++) {
            assertThat(Arrays.compareUnsigned(
                            all.get(i - 1).address(), all.get(i).address()))
                    .isNegative();
        }
        assertThat(set.totalPower()).isEqualTo(30 + 4 * 10 + 5);
    }

    @Test
    void changesAddReplaceAndRemove() {
        ValidatorSet set = chain.set(1, 2).with(List.of(power(1, 0), power(2, 7), power(3, 8)));

        assertThat(set.powerOf(SignedChain.key(1).publicKey())).isZero();
        assertThat(set.powerOf(SignedChain.key(2).publicKey())).isEqualTo(7);
        assertThat(set.powerOf(SignedChain.key(3).publicKey())).isEqualTo(8);
        assertThat(chain.set(1, 2).with(List.of()).hash())
                .isEqualTo(chain.set(2, 1).hash());
    }

    @Test
    void changesThatHaltTheEngineAreRefused() {
        ValidatorSet set = chain.set(1, 2);

        assertThatThrownBy(() -> set.with(List.of(power(1, 5), power(1, 6)))).hasMessageContaining("twice");
        assertThatThrownBy(() -> set.with(List.of(power(3, 0)))).hasMessageContaining("no member");
        assertThatThrownBy(() -> set.with(List.of(power(1, 0), power(2, 0)))).hasMessageContaining("1 to");
        assertThatThrownBy(() -> set.with(List.of(power(3, -1)))).hasMessageContaining("out of bounds");
        assertThatThrownBy(() -> set.with(List.of(power(3, ValidatorSet.MOST_POWER))))
                .hasMessageContaining("out of bounds");
    }

    @Test
    void shares() {
        ValidatorSet set = chain.powers(1, 1, 2, 3);

        assertThat(set.isMoreThanTwoThirds(2)).isFalse();
        assertThat(set.isMoreThanTwoThirds(3)).isTrue();
        assertThat(set.isMoreThanOneThird(1)).isFalse();
        assertThat(set.isMoreThanOneThird(2)).isTrue();
        ValidatorSet most = chain.powers(ValidatorSet.MOST_POWER, 1);
        assertThat(most.isMoreThanTwoThirds(ValidatorSet.MOST_POWER)).isTrue();
    }

    private static ValidatorPower power(int number, long power) {
        return new ValidatorPower(SignedChain.key(number).publicKey(), power);
    }
}
