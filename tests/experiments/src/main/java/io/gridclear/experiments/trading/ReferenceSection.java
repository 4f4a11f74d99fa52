package io.gridclear.experiments.trading;

import io.gridclear.experiments.report.CsvTable;
import io.gridclear.experiments.report.IntervalPlot;
import io.gridclear.experiments.report.Numbers;
import io.gridclear.experiments.report.Progress;
import io.gridclear.experiments.report.ReportPage;
import io.gridclear.experiments.report.ResultFolder;
import io.gridclear.experiments.report.Spread;
import io.gridclear.experiments.report.Summary;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.quoting.QuotingStyle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The rules of the reference price: on honest days, and under orders that are made to move it. */
final class ReferenceSection implements Section {

    private static final int[] ACCOMPLICES = {1, 2, 5, 10, 20};

    /** Costs nothing. */
    private static final List<Long> SMALL = List.of(1L);

    /** Up to a fifth of a mean order, which costs something. */
    private static final List<Long> ANY = List.of(1L, 20L, 100L);

    /** One rule under attack: gain and shift by number of accomplices and draw. */
    private static final class Attack {
        private final ReferencePriceRule rule;
        private final TwoStage market;
        private final List<Long> sizesWh;
        private final StyleFigures honest = new StyleFigures(QuotingStyle.CONSTRAINED);
        private final double[][] gainPercent;
        private final double[] idlePercent;
        private final double[][] shiftCents;
        private final double[][] paysPercent;
        private final double[][] thinPercent;

        Attack(ReferencePriceRule rule, List<Long> sizesWh, int draws) {
            this.rule = rule;
            this.sizesWh = sizesWh;
            market = TwoStage.with(rule);
            gainPercent = new double[ACCOMPLICES.length][draws];
            idlePercent = new double[draws];
            shiftCents = new double[ACCOMPLICES.length][draws];
            paysPercent = new double[ACCOMPLICES.length][draws];
            thinPercent = new double[ACCOMPLICES.length][draws];
        }

        String name() {
            return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        String attackName() {
            return name() + (sizesWh.equals(SMALL) ? ".1-wh" : ".any-size");
        }

        String attackLabel() {
            return name() + (sizesWh.equals(SMALL) ? ", bids of 1 Wh" : ", bids of any size");
        }

        /** The largest seller of each hour attacks, where it pays; otherwise it stays honest. */
        void day(TradingDay day, long seed, int draw) {
            List<List<Bid>> hours = DayBids.of(day, QuotingStyle.CONSTRAINED, seed, draw, market);
            long honestNano = 0;
            long idleNano = 0;
            long[] attackNano = new long[ACCOMPLICES.length];
            int attacked = 0;
            for (List<Bid> bids : hours) {
                int attacker = largestSeller(bids);
                if (attacker < 0) {
                    continue;
                }
                attacked++;
                boolean thin = market.stages(bids).stage1().soldWh(bids) == 0;
                WashTrade wash = new WashTrade(market, sizesWh);
                WashTrade.Result honestly = wash.best(bids, attacker, 0);
                honestNano += honestly.nano();
                idleNano += wash.bestWithIdleOrders(bids, attacker).nano();
                for (int n = 0; n < ACCOMPLICES.length; n++) {
                    WashTrade.Result result = wash.best(bids, attacker, ACCOMPLICES[n]);
                    boolean pays = result.nano() > honestly.nano();
                    attackNano[n] += pays ? result.nano() : honestly.nano();
                    paysPercent[n][draw] += pays ? 1 : 0;
                    thinPercent[n][draw] += pays && thin ? 1 : 0;
                    shiftCents[n][draw] += pays ? (result.referencePrice() - honestly.referencePrice()) / 1e4 : 0;
                }
            }
            idlePercent[draw] = honestNano == 0 ? 0 : 100.0 * (idleNano - honestNano) / honestNano;
            for (int n = 0; n < ACCOMPLICES.length; n++) {
                gainPercent[n][draw] = honestNano == 0 ? 0 : 100.0 * (attackNano[n] - honestNano) / honestNano;
                shiftCents[n][draw] /= Math.max(1, paysPercent[n][draw]);
                thinPercent[n][draw] *= 100.0 / Math.max(1, paysPercent[n][draw]);
                paysPercent[n][draw] *= 100.0 / Math.max(1, attacked);
            }
        }

        private static int largestSeller(List<Bid> bids) {
            int largest = -1;
            boolean buyers = false;
            for (int i = 0; i < bids.size(); i++) {
                boolean sells = bids.get(i).side() == Side.SELL;
                buyers |= !sells;
                if (sells
                        && (largest < 0 || bids.get(i).wh() > bids.get(largest).wh())) {
                    largest = i;
                }
            }
            return buyers ? largest : -1;
        }
    }

    @Override
    public void run(Setting setting, Summary summary, ResultFolder folder, ReportPage page) throws IOException {
        List<Attack> attacks = Arrays.stream(ReferencePriceRule.values())
                .flatMap(rule -> Stream.of(SMALL, ANY).map(sizes -> new Attack(rule, sizes, setting.playedDraws())))
                .toList();
        List<Attack> small =
                attacks.stream().filter(attack -> attack.sizesWh.equals(SMALL)).toList();
        Progress progress = setting.progress("days, every reference price", setting.draws());
        for (int draw = 0; draw < setting.draws(); draw++) {
            TradingDay day = setting.days().day(draw);
            for (Attack attack : small) {
                attack.honest.add(day, setting.seed(), draw, attack.market);
            }
            for (Attack attack : attacks) {
                if (draw < setting.playedDraws()) {
                    attack.day(day, setting.seed(), draw);
                }
            }
            progress.step();
        }
        honest(setting, small, summary, page);
        attacked(setting, attacks, summary, folder, page);
        idle(small, summary, page);
    }

    private static void idle(List<Attack> attacks, Summary summary, ReportPage page) {
        page.paragraph(
                "What is possible can be moved as well: by orders at the ends of the band that nobody meets. They pull "
                        + "an anchored price to the middle of the tariffs, and no further. The seller's gain with the best of them (a sell, "
                        + "a buy or both, of 1 MWh each), at no cost, since nothing of them trades between peers; "
                        + "what they would cost by delivery that was announced and does not come is left out:");
        List<List<String>> rows = new ArrayList<>();
        for (Attack attack : attacks) {
            Spread gain = summary.put("idle." + attack.name() + ".gain", "percent of surplus", attack.idlePercent);
            rows.add(List.of(attack.name(), Numbers.signed(gain, 1)));
        }
        page.table(List.of("rule", "gain by idle orders, % of surplus"), rows);
    }

    private static void honest(Setting setting, List<Attack> attacks, Summary summary, ReportPage page) {
        page.section("The rule of the reference price");
        page.paragraph(
                "*Mean*: of the deals, each deal once (the paper's words). *Volume-weighted*: by energy. *Anchored*: by "
                        + "energy over the smaller of supply and demand, of which what stage 1 did not deal counts at the middle of the "
                        + "tariffs; " + setting.draws() + " days of zero-intelligence owners, percent.");
        List<List<String>> rows = new ArrayList<>();
        for (Attack attack : attacks) {
            String name = attack.name();
            rows.add(List.of(
                    name,
                    Numbers.signed(
                            summary.put(
                                    "reference." + name + ".income",
                                    "percent",
                                    attack.honest.both(DayAccount::incomeChangePercent)),
                            1),
                    Numbers.signed(
                            summary.put(
                                    "reference." + name + ".cost",
                                    "percent",
                                    attack.honest.both(DayAccount::costChangePercent)),
                            1),
                    Numbers.fixed(
                            summary.put(
                                    "reference." + name + ".peer-share",
                                    "percent",
                                    attack.honest.both(DayAccount::peerSharePercent)),
                            1),
                    Numbers.fixed(
                            summary.put(
                                    "reference." + name + ".welfare",
                                    "percent",
                                    attack.honest.both(DayAccount::welfareSharePercent)),
                            1)));
        }
        page.table(List.of("rule", "income", "cost", "of possible peer energy", "of optimal welfare"), rows);
    }

    private static void attacked(
            Setting setting, List<Attack> attacks, Summary summary, ResultFolder folder, ReportPage page)
            throws IOException {
        CsvTable table = new CsvTable(
                "rule",
                "accomplices",
                "gain_mean",
                "gain_p5",
                "gain_p95",
                "shift_cents_mean",
                "pays_percent_mean",
                "thin_percent_mean");
        List<List<String>> rows = new ArrayList<>();
        IntervalPlot plot = new IntervalPlot(
                "What a seller gains by moving the reference price, by number of accomplices",
                "gain over the best honest quote (%)",
                Arrays.stream(ACCOMPLICES).mapToObj(Integer::toString).toList());
        for (Attack attack : attacks) {
            Spread[] gains = new Spread[ACCOMPLICES.length];
            for (int n = 0; n < ACCOMPLICES.length; n++) {
                String name = "wash." + attack.attackName() + "." + ACCOMPLICES[n];
                gains[n] = summary.put(name + ".gain", "percent of surplus", attack.gainPercent[n]);
                Spread shift = summary.put(name + ".shift", "cents per kWh", attack.shiftCents[n]);
                Spread pays = summary.put(name + ".pays", "percent of hours", attack.paysPercent[n]);
                Spread thin = summary.put(name + ".thin", "percent of the hours that pay", attack.thinPercent[n]);
                table.row(
                        attack.attackName(),
                        ACCOMPLICES[n],
                        gains[n].mean(),
                        gains[n].p5(),
                        gains[n].p95(),
                        shift.mean(),
                        pays.mean(),
                        thin.mean());
                rows.add(List.of(
                        attack.attackLabel(),
                        String.valueOf(ACCOMPLICES[n]),
                        Numbers.signed(gains[n], 1),
                        Numbers.signed(shift.mean(), 2),
                        Numbers.fixed(pays.mean(), 0),
                        Numbers.fixed(thin.mean(), 0)));
            }
            plot.with(attack.attackLabel(), List.of(gains));
        }
        folder.write("wash-trade", table);
        folder.write("wash-trade", plot.plot());
        page.section("A wash trade");
        page.paragraph(
                "In every hour the largest seller lets accomplices bid the retail tariff, for 1 Wh each or (any size) for "
                        + "1, 20 or 100 Wh, whatever pays best; they are first in the buyers' queue, and their deals move the reference price at which stage 2 sells "
                        + "the rest. What they pay beyond the feed-in tariff is taken off. The gain is over the best honest quote of the "
                        + "same search, all others quoting with zero intelligence (" + setting.playedDraws()
                        + " days).");
        page.table(
                List.of(
                        "rule",
                        "accomplices",
                        "gain, % of surplus",
                        "shift of Pa where it pays, cents",
                        "pays in % of hours",
                        "of those without another deal in stage 1, %"),
                rows);
        page.plot("wash-trade", "Gain by a wash trade: mean and 5-95 % of days");
    }
}
