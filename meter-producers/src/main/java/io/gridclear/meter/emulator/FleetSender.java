package io.gridclear.meter.emulator;

import io.gridclear.meter.client.BidDraft;
import io.gridclear.meter.client.FleetClient;
import io.gridclear.meter.client.MeterIdentity;
import io.gridclear.meter.client.ReadingDraft;
import io.gridclear.meter.quoting.Quote;
import io.gridclear.meter.quoting.Side;
import io.gridclear.meter.seed.SeededDraws;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a shard of the fleet on the market's timetable: first bids between opening and gate, revisions when the
 * reference price is heard, readings after delivery. One thread; a usage point belongs to one sender, so that its bids
 * leave in order.
 */
final class FleetSender implements Runnable {
    /** First bids are spread over this share of the submission window; the rest is time to arrive. */
    private static final double SUBMISSION_SPREAD = 0.75;

    /**
     * Owners that need no reference price revise at this share of the re-quote window at the latest. A busy machine may
     * publish late; the fleet must send the same bids all the same.
     */
    private static final double REQUOTE_DEADLINE = 0.7;

    /** Readings are spread over this share of the period that follows delivery. */
    private static final double READING_SPREAD = 0.25;

    /** A reference price of an area, or the request to stop. */
    private record News(int area, int period, long price) {
        static News stop() {
            return new News(-1, -1, 0);
        }

        boolean isStop() {
            return area < 0;
        }
    }

    private final FleetPlan plan;
    private final PeriodSchedule schedule;
    private final FleetClient client;
    private final MeterIdentity[] meters;
    private final RunCounters counters;
    private final RunTallies tallies;
    private final ReferenceBoard board;
    private final int shard;
    private final int shards;
    private final boolean readings;
    private final MeterHabits habits;

    /** Bounded by areas times periods: the application publishes one price for each. */
    private final BlockingQueue<News> inbox = new LinkedBlockingQueue<>();

    private final Agenda agenda = new Agenda();
    private final Map<Integer, Map<Integer, PlannedBid>> standing = new HashMap<>();
    private final Map<Integer, Long> requotesByPeriod = new HashMap<>();
    private boolean stopped;

    FleetSender(
            FleetPlan plan,
            PeriodSchedule schedule,
            FleetClient client,
            MeterIdentity[] meters,
            RunCounters counters,
            RunTallies tallies,
            ReferenceBoard board,
            int shard,
            int shards,
            boolean readings,
            MeterHabits habits) {
        this.plan = plan;
        this.schedule = schedule;
        this.client = client;
        this.meters = meters;
        this.counters = counters;
        this.tallies = tallies;
        this.board = board;
        this.shard = shard;
        this.shards = shards;
        this.readings = readings;
        this.habits = habits;
    }

    /** A reference price was published; may be called from any thread. */
    void hear(int area, int period, long price) {
        inbox.add(new News(area, period, price));
    }

    /** Ends the sender after what it is doing; may be called from any thread. */
    void stop() {
        inbox.add(News.stop());
    }

    @Override
    public void run() {
        agenda.press(schedule.opensMs(0), () -> open(0));
        try {
            while (!stopped && !agenda.isEmpty()) {
                News news = inbox.poll();
                if (news == null) {
                    news = workOrWait();
                }
                if (news != null) {
                    take(news);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does one piece of work that is due, or waits for the next; news ends the waiting. */
    private @Nullable News workOrWait() throws InterruptedException {
        Optional<Runnable> work = agenda.takeDue(System.currentTimeMillis());
        if (work.isPresent()) {
            work.get().run();
            return null;
        }
        return inbox.poll(agenda.nextAtMs() - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
    }

    private void take(News news) {
        if (news.isStop()) {
            stopped = true;
            return;
        }
        Map<Integer, PlannedBid> bids = standing.get(news.period());
        if (bids == null) {
            // before the period was opened here, or after its window: nothing of it stands
            return;
        }
        for (int point = shard; point < plan.meters(); point += shards) {
            if (plan.areaOf(point) == news.area()) {
                requote(bids.remove(point), news.price());
            }
        }
    }

    private void open(int period) {
        tallies.opened(period);
        long submissionMs = schedule.timing().submissionMs();
        long lastMs = schedule.opensMs(period);
        boolean learning = plan.settings().quoting().usesReferences();
        long bids = 0;
        for (int point = shard; point < plan.meters(); point += shards) {
            Optional<PlannedBid> bid =
                    plan.bid(point, period, learning ? board.pricesOf(plan.areaOf(point)) : List.of());
            if (bid.isPresent()) {
                long dueMs =
                        schedule.opensMs(period) + spread("send-bid", point, period, SUBMISSION_SPREAD * submissionMs);
                agenda.press(dueMs, () -> sendFirst(bid.get()));
                lastMs = Math.max(lastMs, dueMs);
                bids++;
            }
        }
        long sent = bids;
        agenda.press(lastMs, () -> tallies.bids(period, sent));
        planRequotes(period);
        if (readings) {
            planReadings(period);
        }
        if (period + 1 < plan.periods()) {
            agenda.press(schedule.opensMs(period + 1), () -> open(period + 1));
        }
    }

    private void planRequotes(int period) {
        long windowMs = schedule.timing().requoteWindowMs();
        if (windowMs == 0) {
            agenda.press(schedule.gateMs(period), () -> tallies.requotes(period, 0));
            return;
        }
        Map<Integer, PlannedBid> bids = new HashMap<>();
        standing.put(period, bids);
        if (!plan.settings().requoting().rule().usesReference()) {
            agenda.press(schedule.gateMs(period) + Math.round(REQUOTE_DEADLINE * windowMs), () -> requoteUnheard(bids));
        }
        agenda.press(schedule.requoteUntilMs(period), () -> closeRequotes(period));
    }

    private void planReadings(int period) {
        long lastMs = schedule.endMs(period);
        long sent = 0;
        double spreadMs = READING_SPREAD * schedule.timing().periodMs() / habits.intervalsPerPeriod();
        for (int point = shard; point < plan.meters(); point += shards) {
            long afterMs = spread("send-reading", point, period, spreadMs);
            for (MeterHabits.Report report : habits.reports(
                    plan.settings().seed(),
                    plan.reading(point, period),
                    schedule.startMs(period),
                    schedule.endMs(period))) {
                long dueMs = report.draft().intervalEnd().toEpochMilli() + report.delayMs() + afterMs;
                MeterIdentity meter = meters[point];
                agenda.postpone(dueMs, () -> send(meter, report.draft()));
                lastMs = Math.max(lastMs, dueMs);
                sent++;
            }
        }
        long total = sent;
        agenda.postpone(lastMs, () -> tallies.readings(period, total));
    }

    /** Milliseconds after the window's start, the same in every run. */
    private long spread(String purpose, int point, int period, double windowMs) {
        return (long)
                (SeededDraws.of(plan.settings().seed(), purpose, point, period).nextUnit() * windowMs);
    }

    private void sendFirst(PlannedBid bid) {
        counters.bidsSent.increment();
        if (System.currentTimeMillis() >= schedule.gateMs(bid.period())) {
            counters.late(bid.period());
        }
        client.submit(meters[bid.point()], draftOf(bid)).thenAccept(counters::bidOutcome);
        Map<Integer, PlannedBid> waiting = standing.get(bid.period());
        if (waiting != null) {
            waiting.put(bid.point(), bid);
        }
    }

    private BidDraft draftOf(PlannedBid bid) {
        Quote quote = bid.quote();
        Instant start = Instant.ofEpochMilli(schedule.startMs(bid.period()));
        BidDraft.Unquantified order =
                quote.side() == Side.SELL ? BidDraft.sell(bid.orderId(), start) : BidDraft.buy(bid.orderId(), start);
        BidDraft draft = order.energyWh(bid.quantityWh()).atPrice(quote.price());
        return quote.limitPrice().isPresent()
                ? draft.withLimit(quote.limitPrice().getAsLong())
                : draft;
    }

    /** Owners that need no reference price revise now, in whatever areas none was heard. */
    private void requoteUnheard(Map<Integer, PlannedBid> bids) {
        for (int point = shard; point < plan.meters(); point += shards) {
            requote(bids.remove(point), 0);
        }
    }

    private void requote(@Nullable PlannedBid bid, long reference) {
        if (bid == null) {
            return;
        }
        Optional<PlannedBid> revised = plan.requote(bid, reference);
        if (revised.isEmpty()) {
            return;
        }
        counters.bidsSent.increment();
        counters.requotesSent.increment();
        requotesByPeriod.merge(bid.period(), 1L, Long::sum);
        if (System.currentTimeMillis() >= schedule.requoteUntilMs(bid.period())) {
            counters.late(bid.period());
        }
        BidDraft draft = draftOf(bid).requote(revised.get().quote().price());
        client.submit(meters[bid.point()], draft).thenAccept(counters::bidOutcome);
    }

    private void closeRequotes(int period) {
        standing.remove(period);
        Long sent = requotesByPeriod.remove(period);
        tallies.requotes(period, sent == null ? 0 : sent);
    }

    private void send(MeterIdentity meter, ReadingDraft reading) {
        counters.readingsSent.increment();
        client.submit(meter, reading).thenAccept(counters::readingOutcome);
    }
}
