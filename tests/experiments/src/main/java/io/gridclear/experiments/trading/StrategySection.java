package io.gridclear.experiments.trading;

import io.gridclear.experiments.report.CsvTable;
import io.gridclear.experiments.report.IntervalPlot;
import io.gridclear.experiments.report.LinePlot;
import io.gridclear.experiments.report.Numbers;
import io.gridclear.experiments.report.Progress;
import io.gridclear.experiments.report.ReportPage;
import io.gridclear.experiments.report.ResultFolder;
import io.gridclear.experiments.report.Series;
import io.gridclear.experiments.report.Spread;
import io.gridclear.experiments.report.Summary;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.quoting.QuotingStyle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Income and cost by quoting style, for stage 1 alone and for both stages, over all draws; and where the paper lies. */
final class StrategySection implements Section {

    /** The main figures, draw by draw: what a short run is held to. */
    static final String DRAWS = "draws";

    private static final TwoStage MARKET = TwoStage.with(ReferencePriceRule.MEAN);

    @Override
    public void run(Setting setting, Summary summary, ResultFolder folder, ReportPage page) throws IOException {
        List<StyleFigures> styles =
                Arrays.stream(QuotingStyle.values()).map(StyleFigures::new).toList();
        List<TradingDay> days = new ArrayList<>();
        Progress progress = setting.progress("days, every style", setting.draws());
        for (int draw = 0; draw < setting.draws(); draw++) {
            TradingDay day = setting.days().day(draw);
            days.add(day);
            for (StyleFigures style : styles) {
                style.add(day, setting.seed(), draw, MARKET);
            }
            progress.step();
        }
        summary.put(
                "supply-ratio",
                "supply over demand of the day",
                days.stream().mapToDouble(TradingDay::supplyRatio).toArray());
        styles.forEach(style -> putFigures(style, summary));
        folder.write(DRAWS, draws(days, styles));
        folder.write("strategies", strategies(styles));
        folder.write("participants", participants(styles));
        page.section("Income and cost by quoting style");
        page.paragraph("Means over " + setting.draws() + " days, in brackets the 5-95 % range over days; percent. Income is "
                + "all that sellers get, peers and grid, against feed-in for everything; cost likewise against retail. *Possible "
                + "peer energy* is the smaller of supply and demand of each hour; *welfare* is by the owners' private values.");
        page.table(
                List.of("style", "stages", "income", "cost", "of possible peer energy", "of optimal welfare"),
                rows(styles));
        plots(styles, folder, page);
        new PaperPlace(days, styles).run(summary, page);
    }

    private static void putFigures(StyleFigures style, Summary summary) {
        String name = style.name();
        summary.put("income." + name + ".stage-1", "percent", style.stage1(DayAccount::incomeChangePercent));
        summary.put("income." + name + ".both", "percent", style.both(DayAccount::incomeChangePercent));
        summary.put("cost." + name + ".stage-1", "percent", style.stage1(DayAccount::costChangePercent));
        summary.put("cost." + name + ".both", "percent", style.both(DayAccount::costChangePercent));
        summary.put("peer-share." + name + ".stage-1", "percent", style.stage1(DayAccount::peerSharePercent));
        summary.put("peer-share." + name + ".both", "percent", style.both(DayAccount::peerSharePercent));
        summary.put("welfare." + name + ".stage-1", "percent", style.stage1(DayAccount::welfareSharePercent));
        summary.put("welfare." + name + ".both", "percent", style.both(DayAccount::welfareSharePercent));
        for (int p = 0; p < TradingDay.BUYERS + TradingDay.SELLERS; p++) {
            int participant = p;
            summary.put(
                    TradingDay.name(p).replace(' ', '-') + "." + name + ".both",
                    "percent",
                    style.both(day -> day.changePercent(participant)));
        }
    }

    private static CsvTable draws(List<TradingDay> days, List<StyleFigures> styles) {
        List<String> header = new ArrayList<>(List.of("draw", "day", "supply_ratio"));
        for (StyleFigures style : styles) {
            header.add("income_" + style.name());
            header.add("cost_" + style.name());
        }
        CsvTable table = new CsvTable(header);
        for (int draw = 0; draw < days.size(); draw++) {
            List<Object> row = new ArrayList<>(
                    List.of(draw, days.get(draw).label(), thousandths(days.get(draw).supplyRatio())));
            for (StyleFigures style : styles) {
                row.add(thousandths(style.both().get(draw).incomeChangePercent()));
                row.add(thousandths(style.both().get(draw).costChangePercent()));
            }
            table.row(row);
        }
        return table;
    }

    /** A thousand draws stay a small file. */
    private static double thousandths(double value) {
        return Math.rint(value * 1_000) / 1_000;
    }

    private static CsvTable strategies(List<StyleFigures> styles) {
        CsvTable table = new CsvTable("style", "stages", "figure", "mean", "p5", "p95", "min", "max");
        for (StyleFigures style : styles) {
            for (Figure figure : Figure.values()) {
                row(table, style.name(), "1", figure.name, style.stage1Spread(figure.of));
                row(table, style.name(), "1+2", figure.name, style.bothSpread(figure.of));
            }
        }
        return table;
    }

    private static CsvTable participants(List<StyleFigures> styles) {
        CsvTable table = new CsvTable("style", "stages", "participant", "mean", "p5", "p95", "min", "max");
        for (StyleFigures style : styles) {
            for (int p = 0; p < TradingDay.BUYERS + TradingDay.SELLERS; p++) {
                int participant = p;
                row(
                        table,
                        style.name(),
                        "1+2",
                        TradingDay.name(p),
                        style.bothSpread(day -> day.changePercent(participant)));
            }
        }
        return table;
    }

    private static void row(CsvTable table, String style, String stages, String what, Spread spread) {
        table.row(style, stages, what, spread.mean(), spread.p5(), spread.p95(), spread.min(), spread.max());
    }

    private static List<List<String>> rows(List<StyleFigures> styles) {
        List<List<String>> rows = new ArrayList<>();
        for (StyleFigures style : styles) {
            List<String> one = new ArrayList<>(List.of(style.name(), "1"));
            List<String> two = new ArrayList<>(List.of("", "1 and 2"));
            for (Figure figure : Figure.values()) {
                boolean signed = figure == Figure.INCOME || figure == Figure.COST;
                Spread stage1 = style.stage1Spread(figure.of);
                Spread both = style.bothSpread(figure.of);
                one.add(signed ? Numbers.signed(stage1, 1) : Numbers.fixed(stage1, 1));
                two.add(signed ? Numbers.signed(both, 1) : Numbers.fixed(both, 1));
            }
            rows.add(one);
            rows.add(two);
        }
        return rows;
    }

    private static void plots(List<StyleFigures> styles, ResultFolder folder, ReportPage page) throws IOException {
        List<String> names = styles.stream().map(StyleFigures::name).toList();
        for (Figure figure : Figure.values()) {
            IntervalPlot plot = new IntervalPlot(figure.title, figure.axis, names)
                    .with(
                            "stage 1 alone",
                            styles.stream().map(s -> s.stage1Spread(figure.of)).toList())
                    .with(
                            "both stages",
                            styles.stream().map(s -> s.bothSpread(figure.of)).toList());
            if (figure == Figure.INCOME) {
                plot.level(Paper.INCOME_PERCENT, "paper: +16.7 %");
            }
            if (figure == Figure.COST) {
                plot.level(Paper.COST_PERCENT, "paper: -7.6 %");
            }
            folder.write("strategies-" + figure.name, plot.plot());
            page.plot("strategies-" + figure.name, figure.title + ": mean and 5-95 % of days");
        }
        distribution(Figure.INCOME, Paper.INCOME_PERCENT, "paper: +16.7 %", styles, folder, page);
        distribution(Figure.COST, Paper.COST_PERCENT, "paper: -7.6 %", styles, folder, page);
    }

    private static void distribution(
            Figure figure, double paper, String label, List<StyleFigures> styles, ResultFolder folder, ReportPage page)
            throws IOException {
        LinePlot plot = LinePlot.linear(figure.title + ", both stages", figure.axis, "days at or below (%)")
                .yRange(0, 100)
                .place(paper, label);
        styles.forEach(style -> plot.with(Series.distribution(style.name(), style.both(figure.of))));
        folder.write("distribution-" + figure.name, plot.plot());
        page.plot("distribution-" + figure.name, figure.title + ", both stages: distribution over days");
    }

    /** What is told of every style. */
    private enum Figure {
        INCOME("income", "Sellers' income against surplus to grid", "change (%)", DayAccount::incomeChangePercent),
        COST("cost", "Buyers' cost against retail", "change (%)", DayAccount::costChangePercent),
        PEER_SHARE(
                "peer-share", "Energy between peers", "of what is possible (%)", DayAccount::peerSharePercent),
        WELFARE(
                "welfare", "Gains from trade by private values", "of the optimum (%)", DayAccount::welfareSharePercent);

        private final String name;
        private final String title;
        private final String axis;

        @SuppressWarnings("ImmutableEnumChecker") // a method reference
        private final ToDoubleFunction<DayAccount> of;

        Figure(String name, String title, String axis, ToDoubleFunction<DayAccount> of) {
            this.name = name;
            this.title = title;
            this.axis = axis;
            this.of = of;
        }
    }
}
