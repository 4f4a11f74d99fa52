package io.gridclear.experiments.trading;

import io.gridclear.experiments.report.CsvTable;
import io.gridclear.experiments.report.Numbers;
import io.gridclear.experiments.report.Progress;
import io.gridclear.experiments.report.ReportPage;
import io.gridclear.experiments.report.ResultFolder;
import io.gridclear.experiments.report.Spread;
import io.gridclear.experiments.report.Summary;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.quoting.QuotingStyle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Why best responses go round in a circle in some hours, and what ends it: inertia, coarser quotes, other rules. */
final class PlaySection implements Section {

    /** A tenth of a cent for each kWh offered, over all hours, circles by their mean. */
    static final String EPSILON_WELFARE = "play.mean.tenth-cent.circle";

    /** For any gain, over all hours, circles by their mean; and the hours in which that ends. */
    static final String ANY_GAIN_WELFARE = "play.mean.any-gain.circle";

    static final String ANY_GAIN_SETTLED = "play.mean.any-gain.settled";

    /** The best quote, always, where equal prices share. */
    static final String SHARED_WELFARE = "play.mean-shared.best.circle";

    private static final Remembered MEAN = remembered(ReferencePriceRule.MEAN);
    private static final Remembered VOLUME_WEIGHTED = remembered(ReferencePriceRule.VOLUME_WEIGHTED);
    private static final Remembered ANCHORED = remembered(ReferencePriceRule.ANCHORED);

    private static final List<Remembered> RULES = List.of(MEAN, VOLUME_WEIGHTED, ANCHORED);

    private static final String BEST = "the best quote, always";

    private static final Inertia TENTH_CENT = Inertia.ofEnergy(BestResponse.CENT / 10);

    /** One rule under one way to play, and the figures of every day. */
    private static final class Case {
        private final String name;
        private final String rule;
        private final String play;
        private final BestResponse response;
        private final List<Double> stopped = new ArrayList<>();
        private final List<Double> circle = new ArrayList<>();
        private final List<Double> settledPercent = new ArrayList<>();
        private DayAccount atStop = new DayAccount();
        private DayAccount overCircle = new DayAccount();
        private int hours;
        private int settledHours;

        Case(String name, String rule, String play, BestResponse response) {
            this.name = name;
            this.rule = rule;
            this.play = play;
            this.response = response;
        }

        void begin() {
            atStop = new DayAccount();
            overCircle = new DayAccount();
            hours = 0;
            settledHours = 0;
        }

        void add(List<Bid> bids) {
            BestResponse.Played played = response.iterate(bids);
            atStop.addWelfare(bids, welfareNano(played.bids()));
            overCircle.addWelfare(
                    bids,
                    Math.round(played.circle().stream()
                            .mapToLong(this::welfareNano)
                            .average()
                            .orElseThrow()));
            hours++;
            settledHours += played.settled() ? 1 : 0;
        }

        void end() {
            stopped.add(atStop.welfareSharePercent());
            circle.add(overCircle.welfareSharePercent());
            settledPercent.add(100.0 * settledHours / hours);
        }

        private long welfareNano(List<Bid> bids) {
            return response.mechanism().clear(bids).welfareNano(bids);
        }
    }

    private static Remembered remembered(ReferencePriceRule rule) {
        return new Remembered(TwoStage.with(rule));
    }

    private static Case mean(String name, String play, long step, Inertia inertia) {
        return new Case("mean." + name, "mean", play, new BestResponse(MEAN, step, inertia));
    }

    private static Case rule(String name, String rule, Mechanism mechanism) {
        return new Case(name + ".best", rule, BEST, new BestResponse(mechanism));
    }

    private static Case patient(String name, String rule, Mechanism mechanism) {
        return new Case(
                name + ".tenth-cent",
                rule,
                "more than 0.1 cents a kWh offered",
                new BestResponse(mechanism, BestResponse.CENT, TENTH_CENT));
    }

    private static List<Case> cases() {
        long cent = BestResponse.CENT;
        return List.of(
                rule("mean", "mean", MEAN),
                mean("any-gain", "any gain", cent, Inertia.ANY_GAIN),
                mean("tenth-percent", "more than 0.1 % of surplus", cent, Inertia.ofSurplus(1_000)),
                mean("one-percent", "more than 1 % of surplus", cent, Inertia.ofSurplus(10_000)),
                mean("two-percent", "more than 2 % of surplus", cent, Inertia.ofSurplus(20_000)),
                patient("mean", "mean", MEAN),
                mean("quarter-cent", "more than 0.25 cents a kWh offered", cent, Inertia.ofEnergy(cent / 4)),
                mean("half-cent", "more than 0.5 cents a kWh offered", cent, Inertia.ofEnergy(cent / 2)),
                mean("two-cents-apart", BEST + ", of quotes 2 cents apart", 2 * cent, Inertia.NONE),
                mean("four-cents-apart", BEST + ", of quotes 4 cents apart", 4 * cent, Inertia.NONE),
                rule("volume-weighted", "volume-weighted", VOLUME_WEIGHTED),
                patient("volume-weighted", "volume-weighted", VOLUME_WEIGHTED),
                rule("anchored", "anchored", ANCHORED),
                patient("anchored", "anchored", ANCHORED),
                rule("mean-shared", "mean, equal prices share", SharedTies.with(ReferencePriceRule.MEAN)),
                rule(
                        "volume-weighted-shared",
                        "volume-weighted, equal prices share",
                        SharedTies.with(ReferencePriceRule.VOLUME_WEIGHTED)),
                rule("anchored-shared", "anchored, equal prices share", SharedTies.with(ReferencePriceRule.ANCHORED)));
    }

    @Override
    public void run(Setting setting, Summary summary, ResultFolder folder, ReportPage page) throws IOException {
        List<Case> cases = cases();
        TwoStage seen = TwoStage.with(ReferencePriceRule.MEAN);
        Progress progress = setting.progress("days, best responses under other rules of play", setting.playedDraws());
        for (int draw = 0; draw < setting.playedDraws(); draw++) {
            List<List<Bid>> truthful =
                    DayBids.of(setting.days().day(draw), QuotingStyle.CONSTRAINED, setting.seed(), draw, seen).stream()
                            .map(bids -> bids.stream().map(Bid::truthful).toList())
                            .toList();
            cases.forEach(Case::begin);
            for (List<Bid> bids : truthful) {
                cases.forEach(one -> one.add(bids));
                RULES.forEach(Remembered::forget);
            }
            cases.forEach(Case::end);
            progress.step();
        }
        CsvTable table = new CsvTable("case", "figure", "mean", "p5", "p95", "min", "max");
        List<List<String>> rows = new ArrayList<>();
        for (Case one : cases) {
            String name = "play." + one.name;
            Spread circle = summary.put(name + ".circle", "percent", values(one.circle));
            Spread stopped = summary.put(name + ".stopped", "percent", values(one.stopped));
            Spread settled = summary.put(name + ".settled", "percent of hours", values(one.settledPercent));
            row(table, one, "welfare-circle", circle);
            row(table, one, "welfare-stopped", stopped);
            row(table, one, "settled", settled);
            rows.add(List.of(
                    one.rule,
                    one.play,
                    Numbers.fixed(circle, 1),
                    Numbers.fixed(stopped, 1),
                    Numbers.fixed(settled.mean(), 0)));
        }
        folder.write("play", table);
        words(setting, page);
        page.table(
                List.of(
                        "reference price",
                        "changes for",
                        "welfare, circles by their mean",
                        "welfare, stopped after 20 rounds",
                        "settled"),
                rows);
    }

    private static void row(CsvTable table, Case one, String figure, Spread spread) {
        table.row(one.name, figure, spread.mean(), spread.p5(), spread.p95(), spread.min(), spread.max());
    }

    private static void words(Setting setting, ReportPage page) {
        page.section("Why play goes round, and what ends it");
        page.paragraph(
                "Best responses at private values, two stages, over all hours of the same " + setting.playedDraws()
                        + " days: percent of the optimum, mean (5-95 % of days), and the share of hours in which nobody wants to "
                        + "change any more. Where play does not settle, it comes back to bids that were there before and repeats from "
                        + "there on; welfare is given as the mean over all turns of that circle, and as it is after 20 rounds.");
        page.paragraph(
                "The circles go as Edgeworth described: who undercuts by the smallest step takes all of a rival's trade, since of "
                        + "equal prices the earlier order is served first; at the end of the stairs somebody is better off going "
                        + "back to a good price, and it begins again. Play in turn comes to no fixed point there. That a step is "
                        + "rewarded out of proportion drives much of it: where equal prices share the energy (a rule that is made "
                        + "for this table only) fewer hours circle, those that do lose less, and welfare is higher with no other "
                        + "notion of equilibrium. Coarser quotes or another reference price by themselves change little.");
        page.paragraph(
                "A best response changes over for a gain of any size, and more than half of the circles need gains of less than "
                        + "0.1 cents a kWh, nearly all of less than 0.5 cents. The usual notion "
                        + "without that is the epsilon-equilibrium (Radner 1980): nobody has more than epsilon to win. Here epsilon is "
                        + "0.1 cents for each kWh offered, a tenth of the step between two quotes and 0.2 % of the feed-in tariff; an "
                        + "order that wins less is left as it is. No hour is left out, and circles that go on count by their mean. "
                        + "Taken as a share of the surplus, epsilon does little up to 2 %: who has a surplus of next to nothing "
                        + "still changes over for next to nothing.");
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
