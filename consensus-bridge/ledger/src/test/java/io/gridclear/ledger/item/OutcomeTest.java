package io.gridclear.ledger.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.ledger.item.Outcome.Status;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {

    private static final ItemKey ITEM = new ItemKey("north/ö", 900_000, ItemKey.CORRECTION, 3);
    private static final byte[] RIGHT = filled(1);
    private static final byte[] OTHER = filled(2);

    private static byte[] filled(int value) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) value);
        return hash;
    }

    private static Outcome outcome(Status status, byte[] claimed, byte[] verified, int attestations, int agents) {
        return new Outcome(
                ITEM, status, filled(3), claimed, verified, filled(4), 17, new byte[20], attestations, agents, 9);
    }

    @Test
    void thereAndBackAndEveryCutRefused() {
        byte[] bytes = outcome(Status.DISPUTED, RIGHT, OTHER, 3, 4).toBytes();
        assertThat(Outcome.of(bytes).toBytes()).isEqualTo(bytes);
        assertThat(Outcome.of(bytes).item()).isEqualTo(ITEM);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Outcome.of(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Outcome.of(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"2, 3", "4, 6", "34, 51", "0, 1", "25, 50", "5, 4"})
    void noOutcomeWithoutMoreThanTwoThirds(int attestations, int agents) {
        assertThatThrownBy(() -> outcome(Status.FINAL, RIGHT, RIGHT, attestations, agents))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theStatusFollowsFromTheHashes() {
        assertThatThrownBy(() -> outcome(Status.FINAL, RIGHT, OTHER, 3, 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> outcome(Status.DISPUTED, RIGHT, RIGHT, 3, 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(outcome(Status.FINAL, RIGHT, RIGHT, 3, 4).status()).isEqualTo(Status.FINAL);
    }

    @Test
    void namesOfItems() {
        assertThat(ItemKey.of(ITEM.toBytes())).isEqualTo(ITEM);
        assertThatThrownBy(() -> new ItemKey("", 0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ItemKey("a".repeat(129), 0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ItemKey("a", 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ItemKey("a", 0, 5, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ItemKey("a", 0, 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ItemKey("a", 0, 3, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
