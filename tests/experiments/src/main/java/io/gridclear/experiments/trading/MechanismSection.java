package io.gridclear.experiments.trading;

import io.gridclear.experiments.report.CsvTable;
import io.gridclear.experiments.report.IntervalPlot;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Other markets between peers on the same days: with everybody truthful, with zero intelligence, and with everybody quoting
 * for its own good until nobody wants to change.
 */
final class MechanismSection implements Section {

    /** What welfare of the two-stage auction must reach under iterated best response, percent of the optimum. */
    static final double LEAST_PLAYED_WELFARE_PERCENT = 98;

    /** By what energy is worth at the grid's tariffs, as in the paper. */
    static final String PLAYED_WELFARE = "welfare.two-stage.played-at-grid-values";

    /** By private values, in the hours in which play came to an end. */
    static final String SETTLED_WELFARE = "welfare-settled.two-stage.played";

    private static final TwoStage MARKET = TwoStage.with(ReferencePriceRule.MEAN);

    private static final List<Mechanism> ALL = Stream.concat(
                    Stream.<Mechanism>of(MARKET), Arrays.stream(PeerMechanism.values()))
            .toList();

    /** How participants quote. */
    private enum Play {
        TRUTHFUL("truthful"),
        ZERO_INTELLIGENCE("zero intelligence"),
        PLAYED("best responses"),
        PLAYED_AT_GRID_VALUES("best responses at grid values");

        private final String label;

        Play(String label) {
            this.label = label;
        }

        boolean isPlayed() {
            return this == PLAYED || this == PLAYED_AT_GRID_VALUES;
        }
    }

    /** The days of one mechanism under one way to play. */
    private record Course(
            Mechanism mechanism,
            Play play,
            List<DayAccount> days,
            List<DayAccount> settled,
            List<Double> settledPercent) {
        Course(Mechanism mechanism, Play play) {
            this(mechanism, play, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        String name() {
            return mechanism.label().toLowerCase(Locale.ROOT).replace(' ', '-') + "."
                    + play.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        Spread welfare() {
            return Spread.of(
                    days.stream().mapToDouble(DayAccount::welfareSharePercent).toArray());
        }
    }

    @Override
    public void run(Setting setting, Summary summary, ResultFolder folder, ReportPage page) throws IOException {
        List<Course> courses = new ArrayList<>();
        for (Mechanism mechanism : ALL) {
            for (Play play : Play.values()) {
                courses.add(new Course(mechanism, play));
            }
        }
        List<List<Double>> lonelyGains =
                ALL.stream().<List<Double>>map(m -> new ArrayList<>()).toList();
        Progress progress = setting.progress("days, every mechanism, with best responses", setting.playedDraws());
        for (int draw = 0; draw < setting.playedDraws(); draw++) {
            TradingDay day = setting.days().day(draw);
            List<List<Bid>> zero = DayBids.of(day, QuotingStyle.CONSTRAINED, setting.seed(), draw, MARKET);
            List<List<Bid>> truthful = zero.stream()
                    .map(bids -> bids.stream().map(Bid::truthful).toList())
                    .toList();
            List<List<Bid>> atGridValues = zero.stream()
                    .map(bids -> bids.stream().map(Bid::atGridValue).toList())
                    .toList();
            for (Course course : courses) {
                addDay(
                        course,
                        switch (course.play()) {
                            case ZERO_INTELLIGENCE -> zero;
                            case TRUTHFUL, PLAYED -> truthful;
                            case PLAYED_AT_GRID_VALUES -> atGridValues;
                        });
            }
            for (int m = 0; m < ALL.size(); m++) {
                lonelyGains.get(m).add(lonelyGainPercent(new BestResponse(ALL.get(m)), truthful));
            }
            progress.step();
        }
        courses.forEach(course -> put(course, summary));
        write(setting, courses, lonelyGains, summary, folder, page);
    }

    private static void addDay(Course course, List<List<Bid>> hours) {
        DayAccount account = new DayAccount();
        DayAccount settled = new DayAccount();
        BestResponse response = new BestResponse(course.mechanism());
        int settledHours = 0;
        for (List<Bid> bids : hours) {
            List<Bid> quoted = bids;
            boolean isSettled = false;
            if (course.play().isPlayed()) {
                BestResponse.Played played = response.iterate(bids);
                quoted = played.bids();
                isSettled = played.settled();
            }
            Outcome outcome = course.mechanism().clear(quoted);
            account.add(quoted, outcome);
            if (isSettled) {
                settled.add(quoted, outcome);
                settledHours++;
            }
        }
        course.days().add(account);
        course.settled().add(settled);
        course.settledPercent().add(100.0 * settledHours / hours.size());
    }

    /** What a participant wins over the day by leaving the truth alone, in percent of what it gains by it; mean of all. */
    private static double lonelyGainPercent(BestResponse response, List<List<Bid>> hours) {
        long truthfulNano = 0;
        long bestNano = 0;
        for (List<Bid> bids : hours) {
            for (int i = 0; i < bids.size(); i++) {
                List<Bid> changed = new ArrayList<>(bids);
                changed.set(i, response.of(bids, i));
                truthfulNano += response.surplusNano(bids, i);
                bestNano += response.surplusNano(changed, i);
            }
        }
        return truthfulNano == 0 ? 0 : 100.0 * (bestNano - truthfulNano) / truthfulNano;
    }

    private static void put(Course course, Summary summary) {
        String name = course.name();
        List<DayAccount> days = course.days();
        summary.put("welfare." + name, "percent", course.welfare());
        summary.put(
                "income." + name,
                "percent",
                days.stream().mapToDouble(DayAccount::incomeChangePercent).toArray());
        summary.put(
                "cost." + name,
                "percent",
                days.stream().mapToDouble(DayAccount::costChangePercent).toArray());
        summary.put(
                "peer-share." + name,
                "percent",
                days.stream().mapToDouble(DayAccount::peerSharePercent).toArray());
        summary.put(
                "operator." + name,
                "percent of optimal welfare",
                days.stream().mapToDouble(DayAccount::operatorSharePercent).toArray());
        if (course.play().isPlayed()) {
            summary.put(
                    "welfare-settled." + name,
                    "percent",
                    course.settled().stream()
                            .mapToDouble(DayAccount::welfareSharePercent)
                            .toArray());
            summary.put(
                    "settled." + name,
                    "percent of hours",
                    course.settledPercent().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray());
        }
    }

    private static void write(
            Setting setting,
            List<Course> courses,
            List<List<Double>> lonelyGains,
            Summary summary,
            ResultFolder folder,
            ReportPage page)
            throws IOException {
        CsvTable table = new CsvTable("mechanism", "play", "figure", "mean", "p5", "p95", "min", "max");
        List<List<String>> rows = new ArrayList<>();
        for (Course course : courses) {
            List<String> row = new ArrayList<>(List.of(course.mechanism().label(), course.play().label));
            for (String figure : List.of("welfare", "income", "cost", "peer-share", "operator")) {
                Spread spread = summary.get(figure + "." + course.name());
                table.row(
                        course.mechanism().label(),
                        course.play().label,
                        figure,
                        spread.mean(),
                        spread.p5(),
                        spread.p95(),
                        spread.min(),
                        spread.max());
                row.add(
                        figure.equals("welfare") || figure.equals("peer-share")
                                ? Numbers.fixed(spread, 1)
                                : Numbers.signed(spread, 1));
            }
            boolean played = course.play().isPlayed();
            row.add(
                    played
                            ? Numbers.fixed(
                                    summary.get("settled." + course.name()).mean(), 0)
                            : "");
            row.add(played ? Numbers.fixed(summary.get("welfare-settled." + course.name()), 1) : "");
            rows.add(row);
        }
        folder.write("mechanisms", table);
        page.section("Other mechanisms, and quoting for one's own good");
        page.paragraph("The same days under other rules (" + setting.playedDraws()
                + " days). *Truthful*: everybody quotes its "
                + "private value. *Zero intelligence*: any price that is no loss (Gode and Sunder 1993), with the value as limit. "
                + "*Best responses*: from the truth on, in turn, everybody takes the best of all quotes a cent apart (and, where "
                + "limits count, of three limits), knowing all others, until nobody wants to change; the last two columns are the "
                + "share of hours in which that ended, and welfare in those hours: elsewhere play goes round in a circle, and is "
                + "stopped after 20 rounds. *Grid values*: as in the paper nobody has a private value; to all sellers energy is "
                + "worth the feed-in tariff, to all buyers the retail tariff. Percent, mean (5-95 % of days); *operator*: what it "
                + "keeps, or adds (-), in percent of the optimum.");
        page.table(
                List.of(
                        "mechanism",
                        "quotes",
                        "welfare",
                        "income",
                        "cost",
                        "of possible peer energy",
                        "operator",
                        "settled",
                        "welfare where settled"),
                rows);
        page.plot("mechanisms", "Gains from trade by mechanism and way to quote: mean and 5-95 % of days");
        IntervalPlot plot = new IntervalPlot(
                "Gains from trade by mechanism and way to quote",
                "of the optimum (%)",
                ALL.stream().map(Mechanism::label).toList());
        for (Play play : Play.values()) {
            plot.with(
                    play.label,
                    courses.stream()
                            .filter(course -> course.play() == play)
                            .map(Course::welfare)
                            .toList());
        }
        folder.write("mechanisms", plot.plot());
        List<List<String>> gains = new ArrayList<>();
        for (int m = 0; m < ALL.size(); m++) {
            Spread spread = summary.put(
                    "lonely-gain." + ALL.get(m).label().toLowerCase(Locale.ROOT).replace(' ', '-'),
                    "percent of surplus",
                    lonelyGains.get(m).stream().mapToDouble(Double::doubleValue).toArray());
            gains.add(List.of(ALL.get(m).label(), Numbers.signed(spread, 1)));
        }
        page.paragraph(
                "What one participant wins by a best response of its own while all others stay truthful, in percent of its "
                        + "surplus. Zero for VCG and trade reduction is the theory, and a check of the search:");
        page.table(List.of("mechanism", "gain by leaving the truth"), gains);
    }
}
