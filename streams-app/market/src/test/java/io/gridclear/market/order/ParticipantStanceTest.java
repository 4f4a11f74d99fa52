package io.gridclear.market.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ParticipantStanceTest {

    @Test
    void lastsAsLongAsALiveOrder() {
        ParticipantStance two = ParticipantStance.NONE.plus(Side.BUY).plus(Side.BUY);
        assertThat(two).isEqualTo(new ParticipantStance(Side.BUY, 2));
        assertThat(two.minus()).isEqualTo(new ParticipantStance(Side.BUY, 1));
        assertThat(two.minus().minus()).isEqualTo(ParticipantStance.NONE);
    }

    @Test
    void neverStandsOnBothSides() {
        assertThatThrownBy(() -> ParticipantStance.NONE.plus(Side.BUY).plus(Side.SELL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SELL");
    }

    @Test
    void hasASideExactlyWhileItHasLiveOrders() {
        assertThatThrownBy(() -> new ParticipantStance(Side.BUY, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ParticipantStance(null, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(ParticipantStance.NONE::minus).isInstanceOf(IllegalArgumentException.class);
    }
}
