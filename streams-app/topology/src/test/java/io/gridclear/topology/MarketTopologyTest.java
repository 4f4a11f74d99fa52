package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.BookEntryKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story of a period, from bids to lines. */
class MarketTopologyTest {

    @TempDir
    Path stateDir;

    @Test
    void aPeriodIsClearedFromBidsToLines() {
        try (MarketDriver market = new MarketDriver(stateDir)) {
            market.configure(MarketDriver.area());
            market.register("pv-1", "alice");
            market.register("house-1", "bob");
            market.sell("pv-1", 500_000);
            market.buy("house-1", 600_000);
            market.advanceTo(MarketDriver.PERIOD - MarketDriver.T1_MS);
            market.advanceTo(MarketDriver.PERIOD - MarketDriver.T1_MS + MarketDriver.T2_MS);

            assertThat(market.rejections()).isEmpty();
            assertThat(market.book())
                    .extracting(entry -> entry.getKind())
                    .contains(
                            BookEntryKind.PERIOD_OPENED,
                            BookEntryKind.ORDER,
                            BookEntryKind.ORDER,
                            BookEntryKind.GATE_CLOSED,
                            BookEntryKind.REQUOTE_CLOSED);
            assertThat(market.trades()).singleElement().satisfies(trade -> {
                assertThat(trade.getPrice()).isEqualTo(550_000);
                assertThat(trade.getQuantityWh()).isEqualTo(1_000);
            });
            assertThat(market.lines()).hasSize(2);
            assertThat(market.clearings()).hasSize(1);
        }
    }
}
