package io.gridclear.experiments.trading;

import io.gridclear.experiments.report.Numbers;
import io.gridclear.experiments.report.ReportPage;
import io.gridclear.experiments.report.Spread;
import io.gridclear.experiments.report.Summary;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the paper's two figures lie among the days, and what holds on the days that come near both.
 *
 * @param days the day of each draw
 * @param styles what each style made of them, draw by draw
 */
record PaperPlace(List<TradingDay> days, List<StyleFigures> styles) {

    void run(Summary summary, ReportPage page) {
        page.section("Where the paper lies");
        page.paragraph("Share of days, in percent: with at least the paper's income, with at least its saving of cost, with both, "
                + "and with both figures within " + Numbers.fixed(Paper.NEAR_POINTS, 0) + " points of the paper's.");
        List<List<String>> rows = new ArrayList<>();
        for (StyleFigures style : styles) {
            String name = style.name();
            Spread income = summary.put(
                    "paper.income-reached." + name,
                    "percent of days",
                    style.shareOfDays(day -> day.incomeChangePercent() >= Paper.INCOME_PERCENT));
            Spread cost = summary.put(
                    "paper.cost-reached." + name,
                    "percent of days",
                    style.shareOfDays(day -> day.costChangePercent() <= Paper.COST_PERCENT));
            Spread both = summary.put(
                    "paper.both-reached." + name,
                    "percent of days",
                    style.shareOfDays(day -> day.incomeChangePercent() >= Paper.INCOME_PERCENT
                            && day.costChangePercent() <= Paper.COST_PERCENT));
            Spread near = summary.put("paper.near." + name, "percent of days", style.shareOfDays(PaperPlace::isNear));
            rows.add(List.of(
                    name,
                    Numbers.fixed(income.mean(), 1),
                    Numbers.fixed(cost.mean(), 1),
                    Numbers.fixed(both.mean(), 1),
                    Numbers.fixed(near.mean(), 1)));
        }
        page.table(List.of("style", "income >= +16.7", "cost <= -7.6", "both", "both within 2 points"), rows);
        identity(page);
        nearDays(summary, page);
    }

    private static boolean isNear(DayAccount day) {
        return Paper.isNear(day.incomeChangePercent(), day.costChangePercent());
    }

    private static void identity(ReportPage page) {
        page.paragraph("Both figures together say more than each: whatever is sold is bought. With a mean price P between peers, "
                + "income changes by (share of supply sold to peers) x (P - 0.45) / 0.45 and cost by (share of demand bought from "
                + "peers) x (P - 0.67) / 0.67. So for the paper's pair it must hold:");
        List<List<String>> rows = new ArrayList<>();
        for (int cent = 53; cent <= 61; cent++) {
            double price = cent / 100.0;
            rows.add(List.of(
                    Numbers.fixed(price, 2),
                    Numbers.fixed(Paper.soldSharePercent(price), 1),
                    Numbers.fixed(Paper.boughtSharePercent(price), 1),
                    Numbers.fixed(Paper.supplyRatio(price), 2)));
        }
        page.table(
                List.of("mean price P", "of supply sold to peers, %", "of demand bought from peers, %", "supply / demand"),
                rows);
    }

    private void nearDays(Summary summary, ReportPage page) {
        List<Double> ratios = new ArrayList<>();
        List<Double> prices = new ArrayList<>();
        List<Double> sold = new ArrayList<>();
        List<Double> bought = new ArrayList<>();
        for (StyleFigures style : styles) {
            for (int draw = 0; draw < days.size(); draw++) {
                DayAccount day = style.both().get(draw);
                if (isNear(day)) {
                    ratios.add(days.get(draw).supplyRatio());
                    prices.add(day.meanPrice());
                    sold.add(day.soldSharePercent());
                    bought.add(day.boughtSharePercent());
                }
            }
        }
        if (ratios.isEmpty()) {
            page.paragraph("No day of any style came within " + Numbers.fixed(Paper.NEAR_POINTS, 0)
                    + " points of both figures.");
            return;
        }
        page.paragraph("And on the " + ratios.size() + " days (of all styles) that came within "
                + Numbers.fixed(Paper.NEAR_POINTS, 0) + " points of both, it was:");
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("supply / demand of the day", 2, summary.put("near.supply-ratio", "supply over demand", values(ratios))));
        rows.add(row("mean price between peers", 3, summary.put("near.price", "currency per kWh", values(prices))));
        rows.add(row("of supply sold to peers, %", 1, summary.put("near.sold-share", "percent", values(sold))));
        rows.add(row("of demand bought from peers, %", 1, summary.put("near.bought-share", "percent", values(bought))));
        page.table(List.of("", "mean (5-95 %)", "smallest", "largest"), rows);
    }

    private static List<String> row(String name, int decimals, Spread spread) {
        return List.of(
                name,
                Numbers.fixed(spread, decimals),
                Numbers.fixed(spread.min(), decimals),
                Numbers.fixed(spread.max(), decimals));
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
