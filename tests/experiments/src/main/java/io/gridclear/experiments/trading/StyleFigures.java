package io.gridclear.experiments.trading;

import io.gridclear.experiments.report.Spread;
import io.gridclear.meter.quoting.QuotingStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Days of one way of quoting, draw by draw: with stage 1 alone, and with both stages. Not thread-safe. */
final class StyleFigures {

    private final QuotingStyle style;
    private final List<DayAccount> stage1 = new ArrayList<>();
    private final List<DayAccount> both = new ArrayList<>();

    StyleFigures(QuotingStyle style) {
        this.style = style;
    }

    /** What figures and columns call a style. */
    static String name(QuotingStyle style) {
        return style.name().toLowerCase(Locale.ROOT);
    }

    String name() {
        return name(style);
    }

    /** One day more, quoted in this style. */
    void add(TradingDay day, long seed, int draw, TwoStage market) {
        DayAccount one = new DayAccount();
        DayAccount two = new DayAccount();
        for (List<Bid> bids : DayBids.of(day, style, seed, draw, market)) {
            TwoStage.Cleared cleared = market.stages(bids);
            one.add(bids, cleared.stage1());
            two.add(bids, cleared.both());
        }
        stage1.add(one);
        both.add(two);
    }

    List<DayAccount> both() {
        return both;
    }

    double[] both(ToDoubleFunction<DayAccount> figure) {
        return both.stream().mapToDouble(figure).toArray();
    }

    Spread bothSpread(ToDoubleFunction<DayAccount> figure) {
        return Spread.of(both(figure));
    }

    double[] stage1(ToDoubleFunction<DayAccount> figure) {
        return stage1.stream().mapToDouble(figure).toArray();
    }

    Spread stage1Spread(ToDoubleFunction<DayAccount> figure) {
        return Spread.of(stage1(figure));
    }

    /** Percent of days for which something holds, one value (0 or 100) a day. */
    double[] shareOfDays(java.util.function.Predicate<DayAccount> holds) {
        return both(day -> holds.test(day) ? 100 : 0);
    }
}
