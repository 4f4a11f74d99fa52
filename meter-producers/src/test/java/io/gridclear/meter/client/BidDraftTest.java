package io.gridclear.meter.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Side;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BidDraftTest {
    private static final Instant START = Instant.parse("2026-06-15T10:00:00Z");
    private static final Instant MADE = Instant.parse("2026-06-15T09:00:00.123Z");

    private final BidDraft ask =
            BidDraft.sell("order-1", START).energyWh(1_200).atPrice(560_000).withLimit(500_000);

    @Test
    void aNewOrderIsRevisionZeroAndFirm() {
        BidDraft bid = BidDraft.buy("order-2", START).energyWh(700).atPrice(600_000);

        assertThat(bid.side()).isEqualTo(Side.BUY);
        assertThat(bid.orderId()).isEqualTo("order-2");
        assertThat(bid.periodStart()).isEqualTo(START);
        assertThat(bid.quantityWh()).isEqualTo(700);
        assertThat(bid.price()).isEqualTo(600_000);
        assertThat(bid.limitPrice()).isEmpty();
        assertThat(bid.revision()).isZero();
    }

    @Test
    void aRequoteChangesThePriceAndTheRevisionOnly() {
        BidDraft requoted = ask.requote(530_000);

        assertThat(requoted.price()).isEqualTo(530_000);
        assertThat(requoted.revision()).isEqualTo(1);
        assertThat(requoted.side()).isEqualTo(Side.SELL);
        assertThat(requoted.orderId()).isEqualTo("order-1");
        assertThat(requoted.quantityWh()).isEqualTo(1_200);
        assertThat(requoted.limitPrice()).hasValue(500_000);
    }

    @Test
    void aCancellationIsARevisionForNothing() {
        BidDraft cancelled = ask.requote(530_000).cancel();

        assertThat(cancelled.quantityWh()).isZero();
        assertThat(cancelled.revision()).isEqualTo(2);
    }

    @Test
    void aResizedOrderKeepsItsPrice() {
        BidDraft resized = ask.resize(900);

        assertThat(resized.quantityWh()).isEqualTo(900);
        assertThat(resized.price()).isEqualTo(560_000);
        assertThat(resized.revision()).isEqualTo(1);
    }

    @Test
    void draftsDoNotChange() {
        ask.requote(530_000);
        ask.cancel();

        assertThat(ask.price()).isEqualTo(560_000);
        assertThat(ask.quantityWh()).isEqualTo(1_200);
        assertThat(ask.revision()).isZero();
    }

    @Test
    void theTimeOfMakingIsKeptByTheDraftInWholeMilliseconds() {
        assertThat(ask.madeAt(MADE).createdAt()).isEqualTo(MADE);
        assertThat(ask.madeAt(MADE).withLimit(1).createdAt()).isEqualTo(MADE);
        assertThat(ask.createdAt())
                .isEqualTo(Instant.ofEpochMilli(ask.createdAt().toEpochMilli()));
        assertThat(ask.madeAt(MADE).requote(1).createdAt()).isAfter(MADE);
    }

    @Test
    void saysWhatItIs() {
        assertThat(ask.requote(530_000))
                .hasToString(
                        "SELL 1200 Wh at 530000 limit 500000, order order-1 revision 1, period 2026-06-15T10:00:00Z");
    }
}
