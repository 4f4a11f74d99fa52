package io.gridclear.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.routing.CurtailmentReason;
import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.Path;
import io.gridclear.market.routing.TradeRoutes;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.Trade;
import io.gridclear.schemas.avro.FeederLine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeederRecordsTest {

    private static FeederLine line(long resistance) {
        return new FeederLine("l", "2", "1", resistance, 300L, 400L);
    }

    private static io.gridclear.schemas.avro.Feeder record(long resistance) {
        return new io.gridclear.schemas.avro.Feeder(List.of("2", "1"), List.of(line(resistance)));
    }

    @Test
    void aFeederKeepsItsDigestWhateverTheOrderOfItsRecord() {
        Feeder feeder = FeederRecords.toFeeder(record(922));
        assertThat(feeder.lines()).containsExactly(new Feeder.Line("l", "1", "2", 922, 400, 300));
        assertThat(FeederCodec.digest(FeederRecords.toFeeder(FeederRecords.toRecord(feeder))))
                .isEqualTo(FeederCodec.digest(feeder));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1_000_000_001, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32 | 5})
    void aResistanceThatNoLineHasIsRefused(long resistance) {
        assertThatThrownBy(() -> FeederRecords.toFeeder(record(resistance)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line l has the weight");
    }

    @ParameterizedTest
    @EnumSource
    void routesGoWhereTheyBelong(CurtailmentReason reason) {
        OrderRef order = new OrderRef("o", "u", "p");
        Trade trade = new Trade("feeder", 1_800_000_000_000L, 4, 2, order, order, 700, 525_000);
        long curtailedWh = reason == CurtailmentReason.NONE ? 0 : 100;
        var record = FeederRecords.toRecord(
                trade,
                new TradeRoutes(
                        4,
                        "1",
                        "3",
                        600 + curtailedWh,
                        List.of(new Path(List.of("1", "2", "3"), List.of("a", "b"), 600)),
                        curtailedWh,
                        reason));
        assertThat(record.getTradeId()).isEqualTo("feeder/1800000000000/4");
        assertThat(record.getAreaMrid()).isEqualTo("feeder");
        assertThat(record.getPeriodStart().toEpochMilli()).isEqualTo(1_800_000_000_000L);
        assertThat(record.getSequence()).isEqualTo(4);
        assertThat(record.getSellBus()).isEqualTo("1");
        assertThat(record.getBuyBus()).isEqualTo("3");
        assertThat(record.getQuantityWh()).isEqualTo(600 + curtailedWh);
        assertThat(record.getCurtailedWh()).isEqualTo(curtailedWh);
        assertThat(record.getReason().name()).isEqualTo(reason.name());
        assertThat(record.getPaths()).singleElement().satisfies(path -> {
            assertThat(path.getEnergyWh()).isEqualTo(600);
            assertThat(path.getBuses()).containsExactly("1", "2", "3");
            assertThat(path.getLines()).containsExactly("a", "b");
        });
    }
}
