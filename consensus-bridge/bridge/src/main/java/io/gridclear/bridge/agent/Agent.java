package io.gridclear.bridge.agent;

import io.gridclear.bridge.agent.Verdict.Computed;
import io.gridclear.bridge.agent.Verdict.Invalid;
import io.gridclear.bridge.archive.BatchArchive;
import io.gridclear.bridge.archive.PastBatches;
import io.gridclear.bridge.ledger.ChainGate;
import io.gridclear.bridge.ledger.Ledger;
import io.gridclear.bridge.ledger.Pauses;
import io.gridclear.bridge.ledger.Submission;
import io.gridclear.bridge.metrics.AgentMetrics;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.ledger.query.ItemView;
import io.gridclear.ledger.query.News;
import io.gridclear.ledger.query.PageRequest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.RefusalCode;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.schemas.signing.Ed25519Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent (paper, section 3.3.2): re-executes what is open in the ledger and attests to what it computed. Every turn: new
 * parts of batches; what is new in the ledger: how the node stands, items that were opened, outcomes; execution of the items
 * that it has not attested to; one transaction for all. Every item is read once, and all that are open again only when an
 * election may have dropped attestations or one was not heard of in time. Keeps nothing that its topics and the ledger do
 * not know. Single-threaded.
 *
 * <p>Any exception but that of a chain which does not answer ends this agent; a new one computes again what is still open.
 */
public final class Agent implements AutoCloseable {

    /** Attestations of one transaction: with the longest areas they fill its 256 KiB nearly. */
    private static final int MOST_ATTESTATIONS = 400;

    /** An outcome older than this is past any grace that a genesis is likely to give; younger ones the ledger judges. */
    private static final long LATE_BLOCKS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final Ledger ledger;
    private final ChainGate gate;
    private final BatchSource batches;
    private final PointSource points;
    private final Registrations registrations = new Registrations();
    private final BatchIndex index = new BatchIndex();
    private final BatchExecution execution;
    private final BatchArchive archive;
    private final RunExecution runExecution;
    private final OwnStanding standing;
    private final AgentLimits limits;
    private final AgentMetrics metrics;
    private final LongSupplier clock;
    private final Map<ItemKey, Work> works = new LinkedHashMap<>();
    private final Map<ItemKey, Pauses> unopened = new LinkedHashMap<>();
    private String lastRefusal = "";
    private long height;
    private long cycle;
    private long nextSequence;
    private long nextOutcome = -1;
    private long nextCommitMs = Long.MIN_VALUE;

    /**
     * An agent. It closes its sources.
     *
     * @param archive batches of long ago, which later runs rest on
     * @param clock epoch ms
     */
    public Agent(
            Ledger ledger,
            ChainGate gate,
            BatchSource batches,
            BatchArchive archive,
            PointSource points,
            Ed25519Verifier verifier,
            AgentLimits limits,
            AgentMetrics metrics,
            LongSupplier clock) {
        this.ledger = ledger;
        this.gate = gate;
        this.batches = batches;
        this.points = points;
        this.execution = new BatchExecution(index, batches, new OrderCheck(registrations, verifier));
        this.archive = archive;
        this.runExecution = new RunExecution(index, batches, new PastBatches(archive), ledger);
        this.standing = new OwnStanding(ledger, limits, metrics);
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * One turn.
     *
     * @param waitForBatchesMs how long to wait for parts that are not there yet, ms
     */
    public void turn(long waitForBatchesMs) {
        batches.scan(index, waitForBatchesMs);
        gate.pass(clock.getAsLong(), () -> {
            lookAtLedger();
            lookAtUnopened();
            if (standing.isInOffice()) {
                execute();
                attest();
            }
        });
        metrics.open(works.size(), (int)
                works.values().stream().filter(Work::isWithheld).count());
        remember();
    }

    private void lookAtLedger() throws ChainUnavailableException {
        News news = ledger.news(nextSequence);
        height = news.height();
        standing.look(news.heard(), clock.getAsLong());
        if (nextOutcome < 0) {
            nextOutcome = news.outcomes();
            cycle = news.cycle();
        }
        hearOutcomes(news.outcomes());
        boolean isOtherCycle = news.cycle() != cycle;
        while (true) {
            for (ItemView view : news.items()) {
                unopened.remove(view.item());
                Work work = works.computeIfAbsent(view.item(), item -> new Work(Task.of(view)));
                view.hashOf(ledger.address()).ifPresent(work::shown);
            }
            nextSequence = Math.max(nextSequence, news.nextSequence());
            if (news.items().size() < PageRequest.MOST) {
                break;
            }
            news = ledger.news(nextSequence);
        }
        long nowMs = clock.getAsLong();
        if (isOtherCycle || works.values().stream().anyMatch(work -> work.isOverdue(nowMs, limits.resubmitAfterMs()))) {
            lookAtOwnAttestations();
        }
    }

    /** What became of items: no further than the news said, so that an item in them has its outcome still before it. */
    private void hearOutcomes(long count) throws ChainUnavailableException {
        while (nextOutcome < count) {
            List<Outcome> outcomes = ledger.outcomes(nextOutcome);
            if (outcomes.isEmpty()) {
                return; // a node that is behind the one before
            }
            for (Outcome outcome : outcomes.subList(0, (int) Math.min(outcomes.size(), count - nextOutcome))) {
                if (works.containsKey(outcome.item()) || unopened.containsKey(outcome.item())) {
                    decided(outcome);
                }
                nextOutcome++;
            }
        }
    }

    /** Reads every open item once more; of a chain that is another cycle's meanwhile, in the next turn again. */
    private void lookAtOwnAttestations() throws ChainUnavailableException {
        News news = ledger.news(0);
        long first = news.cycle();
        boolean isOneCycle = true;
        while (true) {
            for (ItemView view : news.items()) {
                Work work = works.get(view.item());
                if (work != null) {
                    view.hashOf(ledger.address()).ifPresentOrElse(work::shown, work::notShown);
                }
            }
            if (news.items().size() < PageRequest.MOST) {
                break;
            }
            news = ledger.news(news.nextSequence());
            isOneCycle &= news.cycle() == first;
        }
        if (isOneCycle) {
            cycle = first;
        }
    }

    /** Batches whose item was not open yet, or not any more, when they came. */
    private void lookAtUnopened() throws ChainUnavailableException {
        index.fresh().forEach(item -> unopened.putIfAbsent(item, new Pauses()));
        long nowMs = clock.getAsLong();
        for (ItemKey item : List.copyOf(unopened.keySet())) {
            var pauses = unopened.get(item);
            if (works.containsKey(item)) {
                unopened.remove(item);
            } else if (pauses != null && pauses.isOver(nowMs)) {
                pauses.failed(nowMs);
                if (ledger.item(item).orElse(null) instanceof ItemAnswer.Decided decided) {
                    decided(decided.outcome());
                }
            }
        }
    }

    private void decided(Outcome outcome) {
        ItemKey item = outcome.item();
        unopened.remove(item);
        Work work = works.computeIfAbsent(item, key -> new Work(Task.of(outcome)));
        work.decided();
        boolean late = height - outcome.height() > LATE_BLOCKS;
        if (late || !standing.isInOffice() || work.isAnswered()) {
            forget(item);
        }
    }

    private void forget(ItemKey item) {
        works.remove(item);
        index.forget(item);
    }

    private void execute() throws ChainUnavailableException {
        long began = clock.getAsLong();
        boolean read = false;
        for (Work work : works.values()) {
            long nowMs = clock.getAsLong();
            if (nowMs - began > limits.executeForMs()) {
                return;
            }
            if (!work.isToExecute(nowMs)) {
                continue;
            }
            if (!read) {
                // the batch is here, so that whatever its orders were checked by stands before the topic's end
                points.readToEnd(registrations);
                read = true;
            }
            long start = System.nanoTime();
            Task task = work.task();
            Verdict verdict = switch (task.item().run()) {
                case ItemKey.INITIAL -> execution.execute(task);
                case ItemKey.DELIVERY -> runExecution.executeReport(task);
                default -> runExecution.execute(task);
            };
            work.take(verdict, nowMs);
            if (verdict instanceof Computed) {
                boolean asClaimed = Arrays.equals(work.hash(), work.task().claimedHash());
                metrics.computed(asClaimed, System.nanoTime() - start);
            } else if (verdict instanceof Invalid) {
                metrics.invalid();
            }
        }
    }

    private void attest() throws ChainUnavailableException {
        long nowMs = clock.getAsLong();
        List<Work> ready = works.values().stream()
                .filter(work -> work.isToAttest(nowMs, limits.resubmitAfterMs()))
                .limit(MOST_ATTESTATIONS)
                .toList();
        if (ready.isEmpty()) {
            return;
        }
        List<Attestation> attestations = new ArrayList<>(ready.size());
        CanonicalWriter purpose = new CanonicalWriter().start("attest").int64(height);
        for (Work work : ready) {
            attestations.add(new Attestation(work.task().item(), work.hash()));
            work.task().item().write(purpose).raw(work.hash());
        }
        Submission submission = ledger.submit(new Attest(attestations), purpose.toBytes());
        metrics.attested(attestations.size());
        for (Work work : ready) {
            work.attested(nowMs, !(submission instanceof Submission.Refused));
            if (work.isDecided()) {
                // the ledger listens once more and shows nothing
                forget(work.task().item());
            }
        }
        if (submission instanceof Submission.Refused refused) {
            metrics.chain().refused(refused.code());
            // an item that was decided between the look and the attestation is the rule, not a fault
            if (!refused.code().equals(lastRefusal) && !refused.code().equals(RefusalCode.ITEM_CLOSED.name())) {
                LOG.warn("the ledger refuses attestations: {} ({})", refused.code(), refused.detail());
            }
            lastRefusal = refused.code();
        } else {
            lastRefusal = "";
        }
    }

    private void remember() {
        long nowMs = clock.getAsLong();
        if (nowMs >= nextCommitMs) {
            batches.commit(index.needed(batches.positions()));
            nextCommitMs = nowMs + limits.commitEveryMs();
        }
    }

    /** Number of items that are open, as far as this agent knows. */
    public int openItems() {
        return works.size();
    }

    @Override
    public void close() {
        batches.close();
        archive.close();
        points.close();
    }
}
