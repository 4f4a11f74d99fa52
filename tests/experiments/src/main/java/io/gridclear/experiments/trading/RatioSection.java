package io.gridclear.experiments.trading;

import io.gridclear.experiments.report.CsvTable;
import io.gridclear.experiments.report.LinePlot;
import io.gridclear.experiments.report.Numbers;
import io.gridclear.experiments.report.Plot;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The same days with larger and smaller plants: how both figures hang on supply over demand. */
final class RatioSection implements Section {

    static final double[] RATIOS = {0.25, 0.4, 0.6, 0.8, 1, 1.5, 2, 3};

    /** Bands of more than two styles would cover each other. */
    private static final List<QuotingStyle> BANDS = List.of(QuotingStyle.TRUTHFUL, QuotingStyle.UNIFORM);

    private static final TwoStage MARKET = TwoStage.with(ReferencePriceRule.MEAN);

    private record Point(Spread income, Spread cost) {}

    @Override
    public void run(Setting setting, Summary summary, ResultFolder folder, ReportPage page) throws IOException {
        Map<QuotingStyle, List<Point>> courses = new EnumMap<>(QuotingStyle.class);
        Progress progress = setting.progress("ratios, every style", RATIOS.length);
        for (double ratio : RATIOS) {
            List<TradingDay> days = new ArrayList<>();
            for (int draw = 0; draw < setting.draws(); draw++) {
                days.add(setting.days().day(draw).atSupplyRatio(ratio));
            }
            for (QuotingStyle style : QuotingStyle.values()) {
                StyleFigures figures = new StyleFigures(style);
                for (int draw = 0; draw < days.size(); draw++) {
                    figures.add(days.get(draw), setting.seed(), draw, MARKET);
                }
                String name = figures.name() + ".ratio-" + Numbers.plain(ratio);
                courses.computeIfAbsent(style, s -> new ArrayList<>())
                        .add(new Point(
                                summary.put("income." + name, "percent", figures.both(DayAccount::incomeChangePercent)),
                                summary.put("cost." + name, "percent", figures.both(DayAccount::costChangePercent))));
            }
            progress.step();
        }
        folder.write("ratios", table(courses));
        page.section("Supply over demand");
        page.paragraph("The same days, with all plants made larger or smaller until the day's supply is the given multiple of its "
                + "demand; both stages; mean change in percent, income / cost.");
        page.table(header(), rows(courses));
        folder.write("ratio-income", course(courses, "Sellers' income by supply over demand", true));
        page.plot("ratio-income", "Sellers' income by supply over demand: means, and the 5-95 % band of two styles");
        folder.write("ratio-cost", course(courses, "Buyers' cost by supply over demand", false));
        page.plot("ratio-cost", "Buyers' cost by supply over demand: means, and the 5-95 % band of two styles");
        folder.write("frontier", frontier(courses));
        page.plot("frontier", "Income beside saving: means of each style, a mark a ratio, and the paper's pair");
    }

    private static CsvTable table(Map<QuotingStyle, List<Point>> courses) {
        CsvTable table = new CsvTable(
                "style", "supply_ratio", "income_mean", "income_p5", "income_p95", "cost_mean", "cost_p5", "cost_p95");
        courses.forEach((style, points) -> {
            for (int i = 0; i < RATIOS.length; i++) {
                Spread income = points.get(i).income();
                Spread cost = points.get(i).cost();
                table.row(
                        StyleFigures.name(style),
                        RATIOS[i],
                        income.mean(),
                        income.p5(),
                        income.p95(),
                        cost.mean(),
                        cost.p5(),
                        cost.p95());
            }
        });
        return table;
    }

    private static List<String> header() {
        List<String> header = new ArrayList<>(List.of("supply / demand"));
        Arrays.stream(RATIOS).mapToObj(Numbers::plain).forEach(header::add);
        return header;
    }

    private static List<List<String>> rows(Map<QuotingStyle, List<Point>> courses) {
        List<List<String>> rows = new ArrayList<>();
        courses.forEach((style, points) -> {
            List<String> row = new ArrayList<>(List.of(StyleFigures.name(style)));
            points.forEach(point -> row.add(Numbers.signed(point.income().mean(), 1) + " / "
                    + Numbers.signed(point.cost().mean(), 1)));
            rows.add(row);
        });
        return rows;
    }

    private static Plot course(
            Map<QuotingStyle, List<Point>> courses, String title, boolean income) {
        LinePlot plot = LinePlot.logLinear(title + ", both stages", "supply over demand of the day", "change (%)");
        courses.forEach((style, points) -> {
            Spread[] spreads = points.stream()
                    .map(point -> income ? point.income() : point.cost())
                    .toArray(Spread[]::new);
            plot.with(
                    BANDS.contains(style)
                            ? Series.band(StyleFigures.name(style), RATIOS, spreads)
                            : Series.line(
                                    StyleFigures.name(style),
                                    RATIOS,
                                    Arrays.stream(spreads).mapToDouble(Spread::mean).toArray()));
        });
        return (income
                        ? plot.level(Paper.INCOME_PERCENT, "paper: +16.7 %")
                        : plot.level(Paper.COST_PERCENT, "paper: -7.6 %"))
                .plot();
    }

    private static Plot frontier(Map<QuotingStyle, List<Point>> courses) {
        LinePlot plot = LinePlot.linear(
                "Both figures at once, by supply over demand from 0.25 (left) to 3 (right)",
                "saving of buyers' cost (%)",
                "gain of sellers' income (%)");
        courses.forEach((style, points) -> plot.with(Series.line(
                StyleFigures.name(style),
                points.stream().mapToDouble(point -> -point.cost().mean()).toArray(),
                points.stream().mapToDouble(point -> point.income().mean()).toArray())));
        return plot.point("the paper's pair", -Paper.COST_PERCENT, Paper.INCOME_PERCENT)
                .plot();
    }
}
