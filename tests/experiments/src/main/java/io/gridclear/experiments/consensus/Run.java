package io.gridclear.experiments.consensus;

import io.gridclear.experiments.consensus.CommitteeLedger.Attested;
import io.gridclear.experiments.consensus.CommitteeLedger.Delivered;
import io.gridclear.ledger.item.ItemKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One run: people and a ledger, round after round. In the first block of a round its item is opened, whose ban is over shows
 * itself ready, and the colluding vote. In the next blocks all agents that are heard attest to all that is open, and after an
 * election the new ones too, until the item is decided. Last, deliveries are reported. Where agents attest to these, the METERED
 * run and the report are items of their own, which are opened and decided one after the other like the first.
 */
final class Run {

    /** Deadlines that pass in a round in which nothing is decided: more of them change nothing but the count of cycles. */
    private static final int DEADLINES_PER_ROUND = 2;

    private final Assumptions assumptions;
    private final Setting setting;
    private final Population population;
    private final CommitteeLedger ledger;
    private final int mostBlocks;
    private final Map<Integer, List<Delivered>> unreported = new TreeMap<>();
    private final Set<Integer> metered = new TreeSet<>();
    private final Map<Integer, List<Integer>> votes = new LinkedHashMap<>();
    private final List<Course.Round> course = new ArrayList<>();

    private Run(Assumptions assumptions, Setting setting, long seed, CommitteeLedger ledger, int deadlineBlocks) {
        this.assumptions = assumptions;
        this.setting = setting;
        this.population = new Population(assumptions, setting, seed);
        this.ledger = ledger;
        this.mostBlocks = DEADLINES_PER_ROUND * deadlineBlocks;
    }

    /**
     * Runs.
     *
     * @param ledger a ledger that has just been founded
     * @param deadlineBlocks blocks of a turn
     */
    static Course of(Assumptions assumptions, Setting setting, long seed, CommitteeLedger ledger, int deadlineBlocks) {
        Run run = new Run(assumptions, setting, seed, ledger, deadlineBlocks);
        run.registerNewcomers();
        for (int round = 1; round <= setting.rounds(); round++) {
            run.round(round);
        }
        return new Course(run.course);
    }

    private void registerNewcomers() {
        if (assumptions.newcomers() == 0) {
            return;
        }
        for (int node = setting.nodes() - assumptions.newcomers(); node < setting.nodes(); node++) {
            ledger.register(node);
        }
        ledger.endBlock();
    }

    private void round(int round) {
        population.release(ledger::isBanned);
        population.beginRound();
        open(round);
        List<Integer> heard = ledger.heard();
        int malicious = (int) heard.stream().filter(population::isMalicious).count();
        int seats = ledger.seats();
        ItemKey clearing = ItemNames.item(round);
        attestUntilDecided(List.of(clearing));
        course.add(new Course.Round(
                malicious,
                heard.size(),
                seats,
                population.malicious(),
                !ledger.open().contains(clearing)));
        report(round);
    }

    private void attestUntilDecided(List<ItemKey> items) {
        for (int block = 0; block < mostBlocks && ledger.open().stream().anyMatch(items::contains); block++) {
            attest();
        }
    }

    private void open(int round) {
        ledger.submit(ItemNames.item(round));
        for (int node = 0; node < setting.nodes(); node++) {
            if (!ledger.isBanned(node) && !ledger.isReady(node)) {
                ledger.ready(node);
            }
        }
        if (assumptions.colluding()) {
            collude();
        }
        ledger.endBlock();
    }

    /** Malicious nodes vote for malicious nodes, as many as there are seats; who is normal again withdraws its vote. */
    private void collude() {
        List<Integer> candidates = new ArrayList<>();
        List<Integer> voters = new ArrayList<>();
        for (int node = 0; node < setting.nodes(); node++) {
            if (!ledger.isBanned(node)) {
                voters.add(node);
                if (population.isMalicious(node) && candidates.size() < setting.agents()) {
                    candidates.add(node);
                }
            }
        }
        for (int voter : voters) {
            List<Integer> vote = population.isMalicious(voter) ? candidates : List.of();
            if (!vote.equals(votes.getOrDefault(voter, List.of()))) {
                ledger.vote(voter, vote);
                votes.put(voter, vote);
            }
        }
    }

    private void attest() {
        Map<Integer, List<Attested>> byAgent = new LinkedHashMap<>();
        for (ItemKey item : ledger.open()) {
            for (int agent : ledger.awaited(item)) {
                byAgent.computeIfAbsent(agent, each -> new ArrayList<>())
                        .add(new Attested(item, population.attestsWrongly(agent)));
            }
        }
        byAgent.forEach(ledger::attest);
        ledger.endBlock();
    }

    /** Deliveries of this round, and of earlier ones whose items have become final meanwhile. */
    private void report(int round) {
        population.release(ledger::isBanned);
        List<Delivered> deliveries = new ArrayList<>();
        for (int node = 0; node < setting.nodes(); node++) {
            deliveries.add(population.delivery(node));
        }
        unreported.put(round, deliveries);
        List<Integer> reportable = unreported.keySet().stream()
                .filter(each -> ledger.isFinal(ItemNames.item(each)))
                .toList();
        if (setting.deliveriesAttested()) {
            meter(reportable);
            reportMetered();
            return;
        }
        for (int each : reportable) {
            ledger.report(ItemNames.metered(each), take(each));
        }
        ledger.endBlock();
    }

    private List<Delivered> take(int round) {
        List<Delivered> deliveries = unreported.remove(round);
        if (deliveries == null) {
            throw new IllegalStateException("round " + round + " was reported before");
        }
        return deliveries;
    }

    private void meter(List<Integer> rounds) {
        rounds.stream().filter(metered::add).map(ItemNames::metered).forEach(ledger::submit);
        ledger.endBlock();
        attestUntilDecided(rounds.stream().map(ItemNames::metered).toList());
    }

    private void reportMetered() {
        List<Integer> reportable = unreported.keySet().stream()
                .filter(each -> metered.contains(each) && ledger.isFinal(ItemNames.metered(each)))
                .toList();
        for (int each : reportable) {
            ledger.report(ItemNames.metered(each), take(each));
        }
        ledger.endBlock();
        attestUntilDecided(reportable.stream()
                .map(each -> ItemNames.metered(each).delivery())
                .toList());
    }
}
