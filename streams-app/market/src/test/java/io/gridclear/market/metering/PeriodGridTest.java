package io.gridclear.market.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An area's periods: of 15 from the epoch on, of 7 from 42 on, of 10 from 60 on. */
class PeriodGridTest {

    private final PeriodGrid grid = PeriodGrid.of(15).changed(42, 7).changed(60, 10);

    @ParameterizedTest(name = "{0} lies in {1} to {2}")
    @CsvSource({
        "0, 0, 15",
        "14, 0, 15",
        "15, 15, 30",
        "29, 15, 30",
        // cut where the new length begins
        "30, 30, 42",
        "41, 30, 42",
        "42, 42, 49",
        "48, 42, 49",
        "55, 49, 56",
        "56, 56, 60",
        "59, 56, 60",
        "60, 60, 70",
        "1000003, 1000000, 1000010",
    })
    void everyMomentLiesInOnePeriod(long time, long start, long end) {
        assertThat(grid.at(time)).isEqualTo(new TradingPeriod(start, end));
    }

    @Test
    void thePeriodsOfAStretchFollowEachOther() {
        assertThat(grid.over(29, 50))
                .containsExactly(
                        new TradingPeriod(15, 30),
                        new TradingPeriod(30, 42),
                        new TradingPeriod(42, 49),
                        new TradingPeriod(49, 56));
        assertThat(grid.over(15, 30)).containsExactly(new TradingPeriod(15, 30));
        assertThat(grid.over(15, 15)).isEmpty();
    }

    @Test
    void aChangeBeginsAPeriodAfterTheLastChange() {
        assertThatIllegalArgumentException().isThrownBy(() -> grid.changed(60, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> grid.changed(71, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> grid.changed(70, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> PeriodGrid.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> grid.at(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TradingPeriod(5, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new TradingPeriod(-1, 5));
        assertThat(grid.latestLengthMs()).isEqualTo(10);
        assertThat(grid.lengths()).isEqualTo(Map.of(0L, 15L, 42L, 7L, 60L, 10L));
    }

    @ParameterizedTest(name = "periods of {1} from {0} on begin at {2}")
    @CsvSource({"70, 10, 70", "71, 10, 80", "10, 10, 70", "61, 15, 75", "76, 15, 90"})
    void aChangeWaitsForTheFirstMomentThatFits(long earliest, long length, long from) {
        assertThat(grid.changedFrom(earliest, length).lengths())
                .containsEntry(from, length)
                .hasSize(4);
    }

    @Test
    void theOldestOfManyChangesAreForgotten() {
        PeriodGrid changing = PeriodGrid.of(1_000);
        for (int i = 1; i <= 64; i++) {
            changing = changing.changed(i * 1_000L, i % 2 == 0 ? 1_000 : 500);
        }
        assertThat(changing.lengths()).hasSize(64);
        assertThat(changing.at(0)).isEqualTo(new TradingPeriod(0, 500));
        assertThat(List.of(changing.at(1_999), changing.at(63_999)))
                .containsExactly(new TradingPeriod(1_500, 2_000), new TradingPeriod(63_500, 64_000));
    }
}
