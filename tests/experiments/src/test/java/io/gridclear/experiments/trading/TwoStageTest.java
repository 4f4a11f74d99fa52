package io.gridclear.experiments.trading;

import static io.gridclear.experiments.trading.Bids.buy;
import static io.gridclear.experiments.trading.Bids.sell;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.experiments.ProjectFiles;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.ReferencePriceRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoStageTest {

    private static final TwoStage MEAN = TwoStage.with(ReferencePriceRule.MEAN);

    @Test
    void stageTwoMatchesWhatComesToTheReferencePrice() {
        // stage 1: S0-B0 2 Wh at (500 + 600) / 2; then S1 asks 620, B1 bids 520; both come to 550
        List<Bid> bids = List.of(sell(3, 2, 500), sell(4, 3, 620, 540), buy(0, 2, 600), buy(1, 4, 520, 560));
        TwoStage.Cleared cleared = MEAN.stages(bids);
        assertThat(cleared.referencePrice()).isEqualTo(550_000);
        assertThat(cleared.stage1().tradedWh()).containsExactly(2, 0, 2, 0);
        assertThat(cleared.both().tradedWh()).containsExactly(2, 3, 2, 3);
        assertThat(cleared.both().amountNano()).containsExactly(1_100_000, 1_650_000, 1_100_000, 1_650_000);
    }

    @Test
    void firmBidsGainNothingByStageTwo() {
        for (long seed = 0; seed < 200; seed++) {
            List<Bid> bids = Bids.drawn(seed, 9);
            TwoStage.Cleared cleared = MEAN.stages(bids);
            assertThat(cleared.both().tradedWh()).as("seed " + seed).isEqualTo(cleared.stage1().tradedWh());
            assertThat(cleared.both().welfareNano(bids))
                    .as("seed " + seed)
                    .isEqualTo(MeritOrder.byValue(bids).gainNano(bids, Bid::value));
        }
    }

    /** Totals of all hours, as the golden files have them. */
    @ParameterizedTest
    @CsvSource({
        "shaded_2d, mean, MEAN",
        "zi_2d, mean, MEAN",
        "zi_2d, vwap, VOLUME_WEIGHTED",
    })
    void goldenTotalsComeOut(String orders, String suffix, ReferencePriceRule rule) throws IOException {
        Path golden = ProjectFiles.data().resolve("golden");
        Map<String, List<Bid>> hours = new LinkedHashMap<>();
        for (String line : Files.readAllLines(golden.resolve("orders_" + orders + ".csv")).stream().skip(1).toList()) {
            String[] cells = line.split(",", -1);
            assertThat(cells[8]).as("nobody revises in these files").isEmpty();
            long price = Long.parseLong(cells[6]);
            hours.computeIfAbsent(cells[1], hour -> new ArrayList<>())
                    .add(new Bid(
                            0,
                            Side.valueOf(cells[4]),
                            Long.parseLong(cells[5]),
                            price,
                            cells[7].isEmpty() ? price : Long.parseLong(cells[7]),
                            price));
        }
        TwoStage market = TwoStage.with(rule);
        long energyWh = 0;
        long amountNano = 0;
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, List<Bid>> hour : hours.entrySet()) {
            List<Bid> bids = hour.getValue();
            TwoStage.Cleared cleared = market.stages(bids);
            energyWh += cleared.both().soldWh(bids);
            for (int i = 0; i < bids.size(); i++) {
                amountNano += bids.get(i).side() == Side.SELL ? cleared.both().amountNano()[i] : 0;
            }
            long stage1Wh = cleared.stage1().soldWh(bids);
            lines.add("experiment," + hour.getKey() + ": orders " + bids.size() + " stage1_wh " + stage1Wh + " stage2_wh "
                    + (cleared.both().soldWh(bids) - stage1Wh) + " pa " + cleared.referencePrice());
        }
        long goldenWh = 0;
        long goldenNano = 0;
        for (String line : Files.readAllLines(golden.resolve("trades_" + orders + "_" + suffix + ".csv")).stream()
                .skip(1)
                .toList()) {
            String[] cells = line.split(",", -1);
            goldenWh += Long.parseLong(cells[6]);
            goldenNano += Long.parseLong(cells[8]);
        }
        assertThat(energyWh).isEqualTo(goldenWh).isPositive();
        assertThat(amountNano).isEqualTo(goldenNano);
        Path summary = golden.resolve("summary_" + orders + "_" + suffix + ".txt");
        if (Files.exists(summary)) { // the files have none for the weighted mean
            assertThat(lines)
                    .isEqualTo(Files.readAllLines(summary).stream()
                            .map(line -> line.replaceAll(" trades \\d+", "").replaceAll(" unmatched.*", ""))
                            .toList());
        }
    }
}
