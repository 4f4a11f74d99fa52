package io.gridclear.bridge.operator;

import io.gridclear.bridge.ledger.ChainGate;
import io.gridclear.bridge.ledger.Ledger;
import io.gridclear.bridge.metrics.BridgeMetrics;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's side of the ledger. Every turn: clearings and later runs in; the ledger's outcomes; every item a step further (batch,
 * claim, decision, proof); receipts out, and the offsets with them. Keeps nothing that its topics and the ledger do not
 * know: what a bridge leaves unfinished, the next one begins again and comes to the same. Single-threaded.
 *
 * <p>Any exception but that of a chain which does not answer ends this bridge; a new one goes on from what is committed.
 */
public final class Bridge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

    /** How long a turn waits for the book while a clearing waits for it. */
    private static final long SCAN_MS = 20;

    /** Later runs come an hour after their clearings: a turn waits for clearings only. */
    private static final Duration RUNS_WAIT = Duration.ofMillis(5);

    private final Ledger ledger;
    private final ChainGate gate;
    private final RunIntake<ClearingResult> clearings;
    private final RunIntake<SettlementRunResult> runs;
    private final Assembly assembly;
    private final RunAssembly runAssembly;
    private final Publisher publisher;
    private final ClaimDesk desk;
    private final ScoreBoard scores;
    private final BridgeLimits limits;
    private final BridgeMetrics metrics;
    private final LongSupplier clock;
    private final Map<ItemKey, ItemUnderWay> underWay = new LinkedHashMap<>();
    private final Map<String, String> stoppedAreas = new TreeMap<>();
    private long nextOutcome = -1;
    private long nextScoresMs = Long.MIN_VALUE;

    /**
     * A bridge that joins its group at the first turn. It closes what it is given.
     *
     * @param clearings member of the bridge's group
     * @param assembly makes batches of clearings
     * @param runs member of the bridge's group for later runs
     * @param runAssembly makes batches of later runs
     * @param publisher must be made before the bridge: it ends what a bridge of the same name has left open
     * @param clock epoch ms
     */
    public Bridge(
            Ledger ledger,
            ChainGate gate,
            Consumer<String, ClearingResult> clearings,
            Assembly assembly,
            Consumer<String, SettlementRunResult> runs,
            RunAssembly runAssembly,
            Publisher publisher,
            BridgeLimits limits,
            BridgeMetrics metrics,
            LongSupplier clock) {
        this.ledger = ledger;
        this.gate = gate;
        this.assembly = assembly;
        this.publisher = publisher;
        this.runAssembly = runAssembly;
        this.desk = new ClaimDesk(ledger, assembly, runAssembly, publisher, metrics);
        this.scores = new ScoreBoard(ledger, publisher);
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
        this.clearings =
                new RunIntake<>(TopicCatalogue.CLEARINGS, clearings, PublishedRun.Clearing::new, new ClearingParts());
        this.runs = new RunIntake<>(TopicCatalogue.SETTLEMENT_RUNS, runs, PublishedRun.Later::new, new RunParts());
    }

    private final class ClearingParts implements RunIntake.Assignments {

        @Override
        public void gained(int partition, long bookOffset) {
            LOG.info("partition {} is this bridge's, its book from offset {} on", partition, bookOffset);
            assembly.follow(partition, bookOffset);
        }

        @Override
        public void lost(int partition) {
            LOG.info("partition {} is another bridge's", partition);
            assembly.leave(partition);
            underWay.values().removeIf(item -> item.isInitial() && item.partition() == partition);
        }
    }

    private final class RunParts implements RunIntake.Assignments {

        @Override
        public void gained(int partition, long inputsOffset) {
            LOG.info("later runs of partition {} are this bridge's, inputs from offset {} on", partition, inputsOffset);
            runAssembly.follow(partition, inputsOffset);
        }

        @Override
        public void lost(int partition) {
            LOG.info("later runs of partition {} are another bridge's", partition);
            runAssembly.leave(partition);
            underWay.values().removeIf(item -> !item.isInitial() && item.partition() == partition);
        }
    }

    /**
     * One turn.
     *
     * @param waitForClearings how long to wait for clearings that are not there yet
     */
    public void turn(Duration waitForClearings) {
        takeIn(waitForClearings);
        boolean waiting = underWay.values().stream()
                .anyMatch(item -> item.isInitial() && item.stage() == ItemUnderWay.Stage.QUEUED);
        assembly.scan(waiting ? SCAN_MS : 0);
        gate.pass(clock.getAsLong(), () -> {
            hearOutcomes();
            advance();
            lookAtScores();
        });
        writeReceipts();
        metrics.underWay(underWay.size());
        metrics.stoppedAreas(stoppedAreas.size());
    }

    private void takeIn(Duration most) {
        long lines = underWay.values().stream().mapToLong(ItemUnderWay::lines).sum();
        boolean hasRoom = lines < limits.mostLinesUnderWay();
        long initial =
                underWay.values().stream().filter(ItemUnderWay::isInitial).count();
        take(clearings.poll(most, hasRoom && initial < limits.mostUnderWay()));
        // each kind has its own room: a later run may wait for a clearing that has not been read yet
        long later = underWay.size() - initial;
        take(runs.poll(RUNS_WAIT, hasRoom && later < limits.mostUnderWay()));
    }

    private void take(List<ItemUnderWay> items) {
        for (ItemUnderWay item : items) {
            String why = stoppedAreas.get(item.item().area());
            if (why != null) {
                LOG.error("{} waits for a person as its area does: {}", item.item(), why);
            } else if (underWay.putIfAbsent(item.item(), item) != null) {
                stop(item, "a second result of the period was published");
            }
        }
    }

    private void hearOutcomes() throws ChainUnavailableException {
        if (nextOutcome < 0) {
            // what was decided before this bridge began, it finds item by item
            nextOutcome = ledger.outcomeCount();
        }
        List<Outcome> outcomes;
        do {
            outcomes = ledger.outcomes(nextOutcome);
            for (Outcome outcome : outcomes) {
                wake(outcome.item());
                if (outcome.item().run() == ItemKey.DELIVERY && outcome.status() == Outcome.Status.DISPUTED) {
                    LOG.error("the deliveries {} are DISPUTED: scores stay as they are", outcome.item());
                }
                ItemUnderWay item = underWay.get(outcome.item());
                if (item != null
                        && (item.stage() == ItemUnderWay.Stage.SUBMITTED || item.stage() == ItemUnderWay.Stage.OPEN)) {
                    orStop(item, () -> ClaimDesk.decide(item, outcome));
                }
            }
            nextOutcome += outcomes.size();
        } while (!outcomes.isEmpty());
    }

    /** A later run of the period may have waited for this, with pauses that have grown meanwhile. */
    private void wake(ItemKey decided) {
        for (ItemUnderWay item : underWay.values()) {
            if (!item.isInitial()
                    && item.stage() == ItemUnderWay.Stage.QUEUED
                    && item.item().before().equals(decided)) {
                item.pauses().succeeded();
            }
        }
    }

    private void advance() throws ChainUnavailableException {
        long began = clock.getAsLong();
        long lines = underWay.values().stream().mapToLong(ItemUnderWay::lines).sum();
        for (ItemUnderWay item : List.copyOf(underWay.values())) {
            long nowMs = clock.getAsLong();
            boolean heavy = item.stage() == ItemUnderWay.Stage.QUEUED;
            if (!underWay.containsKey(item.item())) {
                continue; // its area was stopped a moment ago
            }
            if (heavy && (nowMs - began > limits.assembleForMs() || lines >= limits.mostLinesUnderWay())) {
                continue;
            }
            orStop(item, () -> desk.advance(item, nowMs));
            lines += heavy ? item.lines() : 0;
        }
        handIn();
    }

    private void handIn() throws ChainUnavailableException {
        List<ItemUnderWay> ready = underWay.values().stream()
                .filter(item -> item.stage() == ItemUnderWay.Stage.ASSEMBLED)
                .limit(TransactionCodec.MOST_CLAIMS)
                .toList();
        long nowMs = clock.getAsLong();
        if (ready.size() > 1 && desk.submitTogether(ready, nowMs)) {
            return;
        }
        for (ItemUnderWay item : ready) {
            if (underWay.containsKey(item.item())) {
                orStop(item, () -> desk.submit(item, nowMs));
            }
        }
    }

    /** A step of an item. */
    private interface Step {
        void take() throws ChainUnavailableException, AreaFault;
    }

    private void orStop(ItemUnderWay item, Step step) throws ChainUnavailableException {
        try {
            step.take();
        } catch (AreaFault e) {
            stop(item, String.valueOf(e.getMessage()));
        }
    }

    private void stop(ItemUnderWay item, String why) {
        String area = item.item().area();
        LOG.error(
                "area {} is stopped at {}, the others go on; mend the cause and start the bridge again: {}",
                area,
                item.item(),
                why);
        stoppedAreas.put(area, why);
        underWay.remove(item.item());
        // what was checked and handed in before has its outcome coming, and its receipts
        underWay.values().removeIf(other -> other.item().area().equals(area) && !other.isHandedIn());
    }

    private void lookAtScores() throws ChainUnavailableException {
        long nowMs = clock.getAsLong();
        // one bridge of the group is enough
        if (nowMs >= nextScoresMs && clearings.partitions().contains(0)) {
            scores.update();
            nextScoresMs = nowMs + limits.scoresEveryMs();
        }
    }

    private void writeReceipts() {
        List<ItemUnderWay> items = new ArrayList<>();
        long bytes = 0;
        for (Iterator<ItemUnderWay> all = underWay.values().iterator();
                all.hasNext() && items.size() < limits.mostPerTransaction() && bytes < limits.mostReceiptBytes(); ) {
            ItemUnderWay item = all.next();
            boolean isEnded = item.stage() == ItemUnderWay.Stage.PROVED || item.stage() == ItemUnderWay.Stage.BARRED;
            if (isEnded && !isBehind(item, items)) {
                items.add(item);
                bytes += item.lines() * 32;
            }
        }
        if (items.isEmpty()) {
            return;
        }
        TreeSet<Integer> ofClearings = new TreeSet<>();
        TreeSet<Integer> ofRuns = new TreeSet<>();
        for (ItemUnderWay item : items) {
            if (item.stage() == ItemUnderWay.Stage.PROVED) {
                writeReceipts(item);
            } else {
                metrics.barred();
            }
            if (item.run() instanceof PublishedRun.Clearing clearing) {
                clearings.done(item);
                assembly.done(item.partition(), clearing.result());
                ofClearings.add(item.partition());
            } else {
                runs.done(item);
                runAssembly.done(item.partition(), item.item());
                ofRuns.add(item.partition());
            }
        }
        if (!ofClearings.isEmpty()) {
            publisher.offsets(clearings.offsets(ofClearings, assembly::lowestBookOffset), clearings.group());
        }
        if (!ofRuns.isEmpty()) {
            publisher.offsets(runs.offsets(ofRuns, runAssembly::lowestInputsOffset), runs.group());
        }
        publisher.commit();
        items.forEach(item -> underWay.remove(item.item()));
    }

    /** The receipts of a period's runs are written in the order of the runs. */
    private boolean isBehind(ItemUnderWay item, List<ItemUnderWay> written) {
        ItemUnderWay before = item.isInitial() ? null : underWay.get(item.item().before());
        return before != null && !written.contains(before);
    }

    private void writeReceipts(ItemUnderWay item) {
        long nowMs = clock.getAsLong();
        List<Receipt> receipts =
                ReceiptRecords.of(ledger.chainId(), item.outcome(), item.leaves(), item.proof(), nowMs);
        receipts.forEach(publisher::receipt);
        metrics.receipted(
                item.outcome().status(), receipts.size(), nowMs - item.run().publishedAtMs());
    }

    /** Areas that wait for a person, with the reason. */
    public Map<String, String> stoppedAreas() {
        return Map.copyOf(stoppedAreas);
    }

    /** Number of items between their topics and receipts. */
    public int underWay() {
        return underWay.size();
    }

    /** Leaves the group and closes the connections; what is unfinished is the next bridge's. */
    @Override
    public void close() {
        clearings.close();
        runs.close();
        assembly.close();
        runAssembly.close();
        publisher.close();
    }
}
