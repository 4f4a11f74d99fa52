package io.gridclear.meter.emulator;

import io.gridclear.meter.client.FleetClient;
import io.gridclear.meter.client.MarketListener;
import io.gridclear.meter.client.MeterIdentity;
import io.gridclear.meter.client.MeterSigner;
import io.gridclear.meter.client.ReadingDraft;
import io.gridclear.meter.client.SubmitOutcome;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.ReferencePrice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends a {@link FleetPlan} to a cluster in real or compressed time. Areas and usage points must stand in their
 * topics before; the plan offers them as records, publishing them is an operator's step.
 *
 * <p>The run ends by itself after the last period's readings (or revisions); {@link #close} ends it earlier. The
 * methods may be called from any thread.
 */
public final class FleetRun implements AutoCloseable {
    /** Between connecting and the first bid: threads start, classes load. */
    private static final long START_SLACK_MS = 200;

    private final FleetPlan plan;
    private final PeriodSchedule schedule;
    private final FleetClient client;
    private final MeterIdentity[] meters;
    private final MeterHabits habits;
    private final RunCounters counters;
    private final FleetRunListener listener;
    private final ReferenceBoard board;
    private final Map<String, Integer> areaByMrid = new HashMap<>();
    private final List<FleetSender> senders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch sendersLeft;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    private FleetRun(
            FleetPlan plan,
            FleetRunSettings settings,
            FleetRunListener listener,
            FleetClient client,
            MeterIdentity[] meters) {
        this.plan = plan;
        this.listener = listener;
        this.client = client;
        this.meters = meters;
        this.habits = settings.habits();
        this.counters = new RunCounters(listener);
        this.board = new ReferenceBoard(plan.settings().areas());
        this.sendersLeft = new CountDownLatch(settings.senders());
        for (int area = 0; area < plan.settings().areas(); area++) {
            areaByMrid.put(FleetPlan.areaMrid(area), area);
        }
        PeriodTiming timing = plan.settings().timing();
        this.schedule = settings.firstStartMs().isPresent()
                ? new PeriodSchedule(settings.firstStartMs().getAsLong(), timing)
                : PeriodSchedule.soonest(System.currentTimeMillis() + START_SLACK_MS, timing);
        RunTallies tallies = new RunTallies(plan.periods(), settings.senders(), listener);
        for (int shard = 0; shard < settings.senders(); shard++) {
            FleetSender sender = new FleetSender(
                    plan,
                    schedule,
                    client,
                    meters,
                    counters,
                    tallies,
                    board,
                    shard,
                    settings.senders(),
                    settings.readings(),
                    settings.habits());
            senders.add(sender);
            threads.add(new Thread(() -> send(sender), settings.client().clientId() + "-sender-" + shard));
        }
    }

    /**
     * Connects and starts to send.
     *
     * @throws io.gridclear.meter.client.FleetClientException if the cluster cannot be used; the message says why
     * @throws IllegalArgumentException if the first start is not a multiple of the period's length
     */
    public static FleetRun start(FleetPlan plan, FleetRunSettings settings, FleetRunListener listener) {
        return start(plan, settings, listener, ear -> FleetClient.open(settings.client(), ear));
    }

    static FleetRun start(
            FleetPlan plan,
            FleetRunSettings settings,
            FleetRunListener listener,
            Function<MarketListener, FleetClient> connect) {
        MeterIdentity[] meters = identities(plan);
        Ear ear = new Ear();
        FleetClient client = connect.apply(ear);
        try {
            FleetRun run = new FleetRun(plan, settings, listener, client, meters);
            ear.run = run;
            run.threads.forEach(Thread::start);
            return run;
        } catch (IllegalArgumentException misaligned) {
            client.close();
            throw misaligned;
        }
    }

    private static MeterIdentity[] identities(FleetPlan plan) {
        return IntStream.range(0, plan.meters())
                .parallel()
                .mapToObj(point -> new MeterIdentity(
                        FleetPlan.usagePointMrid(point),
                        FleetPlan.participantMrid(point),
                        plan.keyPair(point).map(MeterSigner::of)))
                .toArray(MeterIdentity[]::new);
    }

    private void send(FleetSender sender) {
        try {
            sender.run();
        } catch (RuntimeException broken) {
            failure.compareAndSet(null, broken);
            senders.forEach(FleetSender::stop);
        } finally {
            sendersLeft.countDown();
        }
    }

    /** When the periods take place. */
    public PeriodSchedule schedule() {
        return schedule;
    }

    /** What was done so far. */
    public FleetStatistics statistics() {
        return counters.statistics(plan.forecastReport());
    }

    /**
     * Waits until all records are handed over, and then until they are acknowledged or given up.
     *
     * @return whether the run ended in time
     * @throws IllegalStateException if a sender broke; the others were stopped
     */
    public boolean awaitCompletion(Duration limit) throws InterruptedException {
        if (!sendersLeft.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        RuntimeException broken = failure.get();
        if (broken != null) {
            throw new IllegalStateException("the fleet's run broke: " + broken.getMessage(), broken);
        }
        client.flush();
        return true;
    }

    /**
     * Sends a corrected reading of a period whose reading was sent: its next revision, which replaces it.
     *
     * @param point index of the usage point
     * @param period index of the period
     * @param importWh what it took from the feeder, Wh, in place of what was said
     * @param exportWh what it gave to the feeder, Wh
     * @return what became of the record
     * @throws IllegalStateException if meters send several readings a period: there is no one reading to correct
     */
    public CompletionStage<SubmitOutcome> correctReading(int point, int period, long importWh, long exportWh) {
        if (habits.intervalsPerPeriod() != 1) {
            throw new IllegalStateException(
                    "a period has " + habits.intervalsPerPeriod() + " readings of a meter, not one to correct");
        }
        PlannedReading told = plan.reading(point, period);
        ReadingDraft correction = ReadingDraft.measured(
                        Instant.ofEpochMilli(schedule.startMs(period)),
                        Instant.ofEpochMilli(schedule.endMs(period)),
                        told.importWh(),
                        told.exportWh())
                .corrected(importWh, exportWh, Instant.ofEpochMilli(System.currentTimeMillis()));
        counters.readingsSent.increment();
        return client.submit(meters[point], correction).thenApply(outcome -> {
            counters.readingOutcome(outcome);
            return outcome;
        });
    }

    /** Stops sending, waits for what is under way within the client's bound, and disconnects. */
    @Override
    public void close() {
        senders.forEach(FleetSender::stop);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }

    private void hear(ReferencePrice price) {
        Integer area = areaByMrid.get(price.getAreaMrid());
        int period = schedule.periodStartingAt(price.getPeriodStart().toEpochMilli(), plan.periods());
        if (area == null || period < 0) {
            return;
        }
        counters.referencePrices.increment();
        board.add(area, price.getPrice());
        senders.forEach(sender -> sender.hear(area, period, price.getPrice()));
        listener.onReferencePrice(period, price);
    }

    private void hear(BidRejected rejection) {
        counters.rejected(rejection.getReasonCode());
        listener.onRejected(rejection);
    }

    /**
     * Hears the market on the client's feed thread. It is there before the run, and what it hears before is not the
     * run's: no bid was sent yet.
     */
    private static final class Ear implements MarketListener {
        private volatile @Nullable FleetRun run;

        @Override
        public void onRejected(BidRejected rejection) {
            FleetRun hearing = run;
            if (hearing != null) {
                hearing.hear(rejection);
            }
        }

        @Override
        public void onReferencePrice(ReferencePrice price) {
            FleetRun hearing = run;
            if (hearing != null) {
                hearing.hear(price);
            }
        }

        @Override
        public void onFeedDelayed(String problem) {
            tell("FEED_DELAYED", problem);
        }

        @Override
        public void onFeedStopped(String problem) {
            tell("FEED_STOPPED", problem);
        }

        private void tell(String kind, String problem) {
            FleetRun hearing = run;
            if (hearing != null) {
                hearing.counters.tellOnce(kind, problem);
            }
        }
    }
}
