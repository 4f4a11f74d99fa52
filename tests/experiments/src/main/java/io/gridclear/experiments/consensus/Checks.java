package io.gridclear.experiments.consensus;

import io.gridclear.experiments.report.Check;
import io.gridclear.experiments.report.Numbers;
import io.gridclear.experiments.report.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What must come out of the runs. */
final class Checks {

    private static final double NEARLY_ALL_PERCENT = 99;

    private Checks() {}

    /** What must come out, whatever the seeds. */
    static List<Check> of(Map<String, Result> results, List<StackRun> stackRuns) {
        List<Check> checks = new ArrayList<>();
        checks.add(rises(result(results, "dpos-base")));
        checks.add(nearlyAlways(results, "paper-base", "the paper's profile under the base", 2));
        checks.add(nearlyAlways(results, "paper-no-recovery", "the paper's profile without recovery", 2)
                .negated());
        checks.add(nearlyAlways(results, "hardened-base", "the hardened profile under the base", 3));
        checks.add(
                nearlyAlways(results, "hardened-half-shown", "the hardened profile if half of wrong hashes show", 3));
        checks.add(
                nearlyAlways(results, "strict-stealthy-100", "bans below 0.9 if all malicious nodes are stealthy", 3));
        for (StackRun run : stackRuns) {
            checks.add(new Check(
                    run.name() + ", seed " + run.seed()
                            + ": the whole stack goes the way of the simulation, round by round",
                    run.agrees() ? "it does" : "it does not",
                    run.agrees()));
        }
        return checks;
    }

    private static Check rises(Result dpos) {
        Spread[] shares = dpos.shares();
        double first = shares[0].mean();
        double last = shares[shares.length - 1].mean();
        boolean rises = last > first;
        for (int i = 1; i < shares.length; i++) {
            rises &= shares[i].mean() >= shares[i - 1].mean();
        }
        return new Check(
                "plain DPoS: the malicious share rises",
                "from " + Numbers.fixed(first, 1) + " % to " + Numbers.fixed(last, 1) + " % in the mean",
                rises);
    }

    private static Check nearlyAlways(Map<String, Result> results, String name, String words, int parts) {
        double percent = result(results, name).alwaysBelow(1, parts).mean();
        return new Check(
                words + ": below " + (parts == 2 ? "1/2" : "1/3") + " in all rounds for at least 99 % of the seeds",
                Numbers.fixed(percent, 1) + " % of the seeds",
                percent >= NEARLY_ALL_PERCENT);
    }

    private static Result result(Map<String, Result> results, String name) {
        Result result = results.get(name);
        if (result == null) {
            throw new IllegalStateException("no result of " + name);
        }
        return result;
    }
}
