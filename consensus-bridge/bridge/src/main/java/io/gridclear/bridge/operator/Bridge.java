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
 * The operator's side of the ledger. Every turn: clearings in; the ledger's outcomes; every item a step further (batch,
 * claim, decision, proof); receipts out, and the offsets with them. Keeps nothing that its topics and the ledger do not
 * know: what a bridge leaves unfinished, the next one begins again and comes to the same. Single-threaded.
 *
 * <p>Any exception but that of a chain which does not answer ends this bridge; a new one goes on from what is committed.
 */
public final class Bridge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

    /** How long a turn waits for the book while a clearing waits for it. */
    private static final long SCAN_MS = 20;

    private final Ledger ledger;
    private final ChainGate gate;
    private final ClearingIntake intake;
    private final Assembly assembly;
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
     * @param assembly makes batches
     * @param publisher must be made before the bridge: it ends what a bridge of the same name has left open
     * @param clock epoch ms
     */
    public Bridge(
            Ledger ledger,
            ChainGate gate,
            Consumer<String, ClearingResult> clearings,
            Assembly assembly,
            Publisher publisher,
            BridgeLimits limits,
            BridgeMetrics metrics,
            LongSupplier clock) {
        this.ledger = ledger;
        this.gate = gate;
        this.assembly = assembly;
        this.publisher = publisher;
        this.desk = new ClaimDesk(ledger, assembly, publisher, metrics);
        this.scores = new ScoreBoard(ledger, publisher);
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
        this.intake = new ClearingIntake(clearings, new Partitions());
    }

    private final class Partitions implements ClearingIntake.Assignments {

        @Override
        public void gained(int partition, long bookOffset) {
            LOG.info("partition {} is this bridge's, its book from offset {} on", partition, bookOffset);
            assembly.follow(partition, bookOffset);
        }

        @Override
        public void lost(int partition) {
            LOG.info("partition {} is another bridge's", partition);
            assembly.leave(partition);
            underWay.values().removeIf(item -> item.partition() == partition);
        }
    }

    /**
     * One turn.
     *
     * @param waitForClearings how long to wait for clearings that are not there yet
     */
    public void turn(Duration waitForClearings) {
        takeIn(waitForClearings);
        boolean waiting = underWay.values().stream().anyMatch(item -> item.stage() == ItemUnderWay.Stage.QUEUED);
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
        boolean more = underWay.size() < limits.mostUnderWay() && lines < limits.mostLinesUnderWay();
        for (ItemUnderWay item : intake.poll(most, partition -> more)) {
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
                ItemUnderWay item = underWay.get(outcome.item());
                if (item != null
                        && (item.stage() == ItemUnderWay.Stage.SUBMITTED || item.stage() == ItemUnderWay.Stage.OPEN)) {
                    orStop(item, () -> ClaimDesk.decide(item, outcome));
                }
            }
            nextOutcome += outcomes.size();
        } while (!outcomes.isEmpty());
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
        underWay.values().removeIf(other -> other.item().area().equals(area));
    }

    private void lookAtScores() throws ChainUnavailableException {
        long nowMs = clock.getAsLong();
        // one bridge of the group is enough
        if (nowMs >= nextScoresMs && intake.partitions().contains(0)) {
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
            if (item.stage() == ItemUnderWay.Stage.PROVED) {
                items.add(item);
                bytes += item.lines() * 32;
            }
        }
        if (items.isEmpty()) {
            return;
        }
        long nowMs = clock.getAsLong();
        TreeSet<Integer> partitions = new TreeSet<>();
        for (ItemUnderWay item : items) {
            List<Receipt> receipts = ReceiptRecords.of(
                    ledger.chainId(), item.outcome(), item.batch().leaves(), item.proof(), nowMs);
            receipts.forEach(publisher::receipt);
            intake.done(item);
            assembly.done(item.partition(), item.result());
            partitions.add(item.partition());
            metrics.receipted(
                    item.outcome().status(),
                    receipts.size(),
                    nowMs - item.result().getPublishedAt().toEpochMilli());
        }
        publisher.commit(intake.offsets(partitions, assembly::lowestBookOffset), intake.group());
        items.forEach(item -> underWay.remove(item.item()));
    }

    /** Areas that wait for a person, with the reason. */
    public Map<String, String> stoppedAreas() {
        return Map.copyOf(stoppedAreas);
    }

    /** Number of items between clearing and receipts. */
    public int underWay() {
        return underWay.size();
    }

    /** Leaves the group and closes the connections; what is unfinished is the next bridge's. */
    @Override
    public void close() {
        intake.close();
        assembly.close();
        publisher.close();
    }
}
