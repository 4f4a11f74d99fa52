package io.gridclear.experiments.consensus;

import io.gridclear.experiments.consensus.Rules.Part;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is asked: every assumption that the paper leaves out, one at a time, and the parts of the hardened profile. */
final class Scenarios {

    static final String BASE = "base";

    private static final long PERCENT_PPM = 10_000;
    private static final long HALF_PPM = 500_000;
    private static final int[] STEALTHY_PERCENT = {10, 25, 50, 100};

    private final List<Scenario> all = new ArrayList<>();

    private Scenarios() {}

    /** All of them by name, those of the figure first. */
    static Map<String, Scenario> all() {
        Scenarios scenarios = new Scenarios();
        scenarios.base();
        scenarios.variations();
        scenarios.ablation();
        scenarios.beyond();
        Map<String, Scenario> byName = new LinkedHashMap<>();
        for (Scenario scenario : scenarios.all) {
            if (byName.putIfAbsent(scenario.name(), scenario) != null) {
                throw new IllegalStateException("twice: " + scenario.name());
            }
        }
        return byName;
    }

    /**
     * What goes through the whole stack: both profiles, with nodes that register on the way and malicious ones that vote, so that
     * every kind of transaction is in it.
     */
    static List<Scenario> forTheStack(int newcomers) {
        Assumptions assumptions = Assumptions.BASE.withCollusion().withNewcomers(newcomers);
        String words = newcomers + " nodes register on the way, and malicious nodes vote for each other";
        return List.of(
                new Scenario("stack", "paper-stack", words, Rules.PAPER, assumptions),
                new Scenario("stack", "hardened-stack", words, Rules.HARDENED, assumptions));
    }

    private void base() {
        add("figure-3", Rules.DPOS, BASE, "the base", Assumptions.BASE);
        both("figure-3", BASE, "the base", Assumptions.BASE);
        Assumptions lost = Assumptions.BASE.withoutRecovery();
        both("recovery", "no-recovery", "a banned node stays malicious", lost);
        Assumptions half = Assumptions.BASE.withShown(HALF_PPM);
        both("detection", "half-shown", "half of the wrong hashes show", half);
        add("detection", Rules.PRODUCERS_ONLY, BASE, "only a producer is banned", Assumptions.BASE);
    }

    private void variations() {
        Assumptions base = Assumptions.BASE;
        for (int percent : new int[] {10, 20, 30}) {
            String name = "start-" + percent;
            String words = percent + " % are malicious at the start";
            add("start", Rules.DPOS, name, words, base.withStart(percent * PERCENT_PPM));
            both("start", name, words, base.withStart(percent * PERCENT_PPM));
        }
        both("malice", "delivery-only", "malicious nodes deviate in delivery only", base.with(Malice.DELIVERY));
        both("malice", "hash-only", "malicious nodes attest wrongly only", base.with(Malice.HASH));
        both(
                "malice",
                "hash-only-half-shown",
                "wrong hashes only, and half of them show",
                base.with(Malice.HASH).withShown(HALF_PPM));
        for (int cycles : new int[] {1, 3, 10}) {
            both("ban", "ban-" + cycles, "bans of K = " + cycles, base.withBan(cycles));
        }
        for (int rounds : new int[] {2, 3, 5}) {
            both(
                    "election",
                    "every-" + rounds,
                    "an election every " + rounds + " rounds",
                    base.withRoundsPerCycle(rounds));
        }
        both("election", "qblock", "an election when Qblock is empty", base.withRoundsPerCycle(0));
        both("votes", "colluding", "malicious nodes vote for each other", base.withCollusion());
        for (int percent : STEALTHY_PERCENT) {
            both(
                    "stealth",
                    "stealthy-" + percent,
                    percent + " % of the nodes are stealthy once malicious",
                    base.withStealthy(percent * PERCENT_PPM));
        }
    }

    /** The parts of the hardened profile, each alone and each left out, under assumptions that tell them apart. */
    private void ablation() {
        Assumptions half = Assumptions.BASE.withShown(HALF_PPM);
        ablation("half-shown", "half of the wrong hashes show", half);
        ablation("hash-only-half-shown", "wrong hashes only, and half of them show", half.with(Malice.HASH));
        ablation(
                "stealthy-25",
                "25 % of the nodes are stealthy once malicious",
                Assumptions.BASE.withStealthy(25 * PERCENT_PPM));
    }

    private void ablation(String name, String words, Assumptions assumptions) {
        add("ablation", Rules.hardened("no-part", EnumSet.noneOf(Part.class)), name, words, assumptions);
        for (Part part : Part.values()) {
            add("ablation", Rules.hardened("only-" + part.words(), EnumSet.of(part)), name, words, assumptions);
            Set<Part> others = EnumSet.complementOf(EnumSet.of(part));
            add("ablation", Rules.hardened("without-" + part.words(), others), name, words, assumptions);
        }
    }

    /** Bans for deliveries that are off by more than a tenth. */
    private void beyond() {
        Rules strict = Rules.HARDENED.strict("strict", 900_000);
        add("strict", strict, BASE, "the base", Assumptions.BASE);
        add("strict", strict, "half-shown", "half of the wrong hashes show", Assumptions.BASE.withShown(HALF_PPM));
        for (int percent : STEALTHY_PERCENT) {
            add(
                    "strict",
                    strict,
                    "stealthy-" + percent,
                    percent + " % of the nodes are stealthy once malicious",
                    Assumptions.BASE.withStealthy(percent * PERCENT_PPM));
        }
    }

    private void both(String family, String name, String words, Assumptions assumptions) {
        add(family, Rules.PAPER, name, words, assumptions);
        add(family, Rules.HARDENED, name, words, assumptions);
    }

    private void add(String family, Rules rules, String name, String words, Assumptions assumptions) {
        all.add(new Scenario(family, rules.name() + "-" + name, words, rules, assumptions));
    }
}
