package io.gridclear.experiments.consensus;

import io.gridclear.experiments.report.IntervalPlot;
import io.gridclear.experiments.report.LinePlot;
import io.gridclear.experiments.report.Plot;
import io.gridclear.experiments.report.Series;
import io.gridclear.experiments.report.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The plots of the page. */
final class ConsensusPlots {

    private static final double HALF_PERCENT = 50;
    private static final double THIRD_PERCENT = 100 / 3.0;
    private static final double ALL_PERCENT = 100;
    private static final double NORMAL_LEFT_A_ROUND = 0.9;
    private static final String SHARE = "malicious share of the agents (%)";
    private static final String PEAK = "highest malicious share in 24 rounds (%)";

    private final Map<String, Result> results;
    private final int rounds;
    private final double[] x;

    ConsensusPlots(Map<String, Result> results) {
        this.results = results;
        this.rounds = result("paper-base").shares().length;
        this.x = IntStream.rangeClosed(1, rounds).asDoubleStream().toArray();
    }

    private Result result(String name) {
        Result result = results.get(name);
        if (result == null) {
            throw new IllegalStateException("no result of " + name);
        }
        return result;
    }

    private LinePlot overRounds(String title) {
        return LinePlot.linear(title, "round", SHARE)
                .wholeX()
                .xRange(0.5, rounds + 0.5)
                .yRange(0, ALL_PERCENT);
    }

    private Series band(String words, String name) {
        return Series.band(words, x, result(name).shares());
    }

    /** Figure 3 of the paper. */
    Plot figure3() {
        return overRounds("Malicious agents over 24 rounds: mean and 5-95 % of the seeds")
                .with(band("plain DPoS", "dpos-base"))
                .with(band("paper's profile", "paper-base"))
                .with(band("hardened profile", "hardened-base"))
                .level(HALF_PERCENT, "1/2 (the paper)")
                .level(THIRD_PERCENT, "1/3 (BFT)")
                .plot();
    }

    /** Where nobody recovers. */
    Plot withoutRecovery() {
        return overRounds("Banned nodes stay malicious: mean and 5-95 % of the seeds")
                .with(band("plain DPoS", "dpos-base"))
                .with(band("paper's profile", "paper-no-recovery"))
                .with(band("hardened profile", "hardened-no-recovery"))
                .with(Series.line("least share with 50 seats filled", x, leastShares()))
                .level(HALF_PERCENT, "the paper's bound: 1/2")
                .plot();
    }

    /** 50 agents of whom as many are normal as there are normal nodes in the mean: no rule can do better. */
    private double[] leastShares() {
        double[] least = new double[rounds];
        double normal = Setting.PAPER.nodes();
        for (int i = 0; i < rounds; i++) {
            normal *= NORMAL_LEFT_A_ROUND;
            least[i] = Math.max(0, ALL_PERCENT * (1 - normal / Setting.PAPER.agents()));
        }
        return least;
    }

    /** What the paper leaves out, one at a time. */
    Plot assumptions() {
        return peaks(
                "One assumption changed at a time: mean and 5-95 % of the seeds",
                List.of(
                        new Case("base", "base"),
                        new Case("10 % at start", "start-10"),
                        new Case("20 %", "start-20"),
                        new Case("30 %", "start-30"),
                        new Case("half caught", "half-shown"),
                        new Case("delivery only", "delivery-only"),
                        new Case("hash only", "hash-only"),
                        new Case("hash, half", "hash-only-half-shown"),
                        new Case("K = 1", "ban-1"),
                        new Case("K = 10", "ban-10")),
                List.of(new Case("paper's profile", "paper"), new Case("hardened profile", "hardened")));
    }

    /** How often a committee is elected. */
    Plot elections() {
        return peaks(
                "Rounds between two elections: mean and 5-95 % of the seeds",
                List.of(
                        new Case("every round", "base"),
                        new Case("every 2nd", "every-2"),
                        new Case("every 3rd", "every-3"),
                        new Case("every 5th", "every-5"),
                        new Case("Qblock empty (50)", "qblock")),
                List.of(new Case("paper's profile", "paper"), new Case("hardened profile", "hardened")));
    }

    /** Nodes that attest rightly and deviate by 10 to 30 %. */
    Plot stealth() {
        return peaks(
                "Stealthy nodes: right hashes, deliveries 10-30 % off; mean and 5-95 % of the seeds",
                List.of(
                        new Case("none", "base"),
                        new Case("10 % of nodes", "stealthy-10"),
                        new Case("25 %", "stealthy-25"),
                        new Case("50 %", "stealthy-50"),
                        new Case("all", "stealthy-100")),
                List.of(
                        new Case("paper's profile", "paper"),
                        new Case("hardened profile", "hardened"),
                        new Case("hardened, bans below 0.9", "strict")));
    }

    /** Parts of the hardened profile. */
    Plot ablation() {
        List<String> rules = new ArrayList<>(List.of("no-part"));
        List<String> names = new ArrayList<>(List.of("none"));
        for (Rules.Part part : Rules.Part.values()) {
            rules.add("only-" + part.words());
            names.add(part.words());
        }
        for (Rules.Part part : Rules.Part.values()) {
            rules.add("without-" + part.words());
            names.add("no " + part.words());
        }
        rules.add("hardened");
        names.add("all");
        IntervalPlot plot = new IntervalPlot(
                "Parts of the hardened profile, alone and left out: mean and 5-95 % of the seeds", PEAK, names);
        for (Case each : List.of(
                new Case("half of wrong hashes caught", "half-shown"),
                new Case("wrong hashes only, half caught", "hash-only-half-shown"),
                new Case("25 % of nodes stealthy", "stealthy-25"))) {
            plot.with(
                    each.words,
                    rules.stream()
                            .map(rule -> result(rule + "-" + each.name).peak())
                            .toList());
        }
        return plot.level(HALF_PERCENT, "1/2").level(THIRD_PERCENT, "1/3").plot();
    }

    private record Case(String words, String name) {}

    private Plot peaks(String title, List<Case> cases, List<Case> rules) {
        IntervalPlot plot =
                new IntervalPlot(title, PEAK, cases.stream().map(Case::words).toList());
        for (Case rule : rules) {
            List<Spread> peaks = cases.stream()
                    .map(each -> result(rule.name + "-" + each.name).peak())
                    .toList();
            plot.with(rule.words, peaks);
        }
        return plot.level(HALF_PERCENT, "1/2").level(THIRD_PERCENT, "1/3").plot();
    }
}
