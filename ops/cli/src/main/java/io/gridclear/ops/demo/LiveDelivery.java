package io.gridclear.ops.demo;

import io.gridclear.market.delivery.ContractItem;
import io.gridclear.meter.client.SubmitOutcome;
import io.gridclear.meter.emulator.FleetPlan;
import io.gridclear.meter.emulator.FleetRun;
import io.gridclear.meter.emulator.PeriodSchedule;
import io.gridclear.meter.emulator.PlannedReading;
import io.gridclear.ops.committee.CommitteeText;
import io.gridclear.schemas.avro.SettlementRun;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What comes after the clearings of a demonstration: waits for the METERED run of every period, then has one meter correct a
 * reading and waits for what that changes. Shows each run as it is published and as the ledger ends it. Single-threaded.
 */
final class LiveDelivery {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** A corrected meter has measured so much less than it said, of four parts. */
    private static final int PARTS_MEASURED = 3;

    private final FleetPlan plan;
    private final Map<String, Integer> areas = new HashMap<>();
    private final PeriodSchedule schedule;
    private final MarketAudit market;
    private final ReceiptAudit receipts;
    private final Consumer<String> show;

    /**
     * The delivery of a plan's periods.
     *
     * @param show takes lines for a person
     */
    LiveDelivery(
            FleetPlan plan, PeriodSchedule schedule, MarketAudit market, ReceiptAudit receipts, Consumer<String> show) {
        this.plan = plan;
        this.schedule = schedule;
        this.market = market;
        this.receipts = receipts;
        this.show = show;
        for (int area = 0; area < plan.settings().areas(); area++) {
            areas.put(FleetPlan.areaMrid(area), area);
        }
    }

    /**
     * A reading that a meter took back.
     *
     * @param told what it said first
     * @param importWh what it says now, Wh
     * @param exportWh what it says now, Wh
     */
    record Correction(PlannedReading told, long importWh, long exportWh) {

        private static Correction of(PlannedReading told) {
            return new Correction(told, told.importWh() * PARTS_MEASURED / 4, told.exportWh() * PARTS_MEASURED / 4);
        }

        String usagePoint() {
            return FleetPlan.usagePointMrid(told.point());
        }

        String participant() {
            return FleetPlan.participantMrid(told.point());
        }
    }

    /**
     * Waits, corrects, and waits again.
     *
     * @param parts what must go on running
     * @return what was corrected; empty where it did not come to that, which is shown
     * @throws IOException if a part has failed
     */
    Optional<Correction> settle(MarketReader reader, FleetRun fleet, PeriodWatch.LiveParts parts)
            throws IOException, InterruptedException {
        show.accept("");
        CommitteeText.wrapped(
                        "delivery: what was metered against what was contracted; what is missing is bought from the grid, what"
                                + " is in excess is sold to it",
                        DemoText.WIDTH)
                .forEach(show);
        show.accept(DeliveryText.header());
        for (int period = 0; period < plan.periods(); period++) {
            int number = period;
            if (!await(() -> isMetered(number), reader, parts)) {
                show.accept("period " + (period + 1) + " is not settled as metered, and decided by the ledger, "
                        + PeriodWatch.PATIENCE.toSeconds() + " s after the last delivery; giving up waiting");
                return Optional.empty();
            }
            show.accept(DeliveryText.metered(period + 1, plan.periods(), meteredOf(period), receipts));
        }
        Optional<Correction> correction = choose();
        if (correction.isEmpty()) {
            show.accept("no meter measured anything; there is no reading to correct");
            return Optional.empty();
        }
        return send(correction.get(), fleet) && awaitCorrection(correction.get(), reader, parts)
                ? correction
                : Optional.empty();
    }

    private boolean await(BooleanSupplier condition, MarketReader reader, PeriodWatch.LiveParts parts)
            throws IOException, InterruptedException {
        long giveUpAt = Math.max(System.currentTimeMillis(), schedule.endMs(plan.periods() - 1))
                + PeriodWatch.PATIENCE.toMillis();
        while (!condition.getAsBoolean()) {
            if (System.currentTimeMillis() > giveUpAt) {
                return false;
            }
            parts.requireRunning();
            reader.poll(LOOK_EVERY);
        }
        return true;
    }

    private boolean isMetered(int period) {
        List<RunAudit> runs = meteredOf(period);
        return runs.size() == plan.settings().areas() && runs.stream().allMatch(run -> isDecided(run.key()));
    }

    private boolean isDecided(RunKey run) {
        ItemAudit item = receipts.of(run);
        return item != null && item.outcome() != null;
    }

    private List<RunAudit> meteredOf(int period) {
        return market.period(schedule.startMs(period)).stream()
                .map(audit -> audit.delivery().metered())
                .filter(Objects::nonNull)
                .toList();
    }

    /** The seller of a trade that gave most, in the first period that has one; else any meter that measured something. */
    private Optional<Correction> choose() {
        for (int period = 0; period < plan.periods(); period++) {
            Set<String> sellers = sellers(market.period(schedule.startMs(period)));
            Optional<Correction> found = largest(
                    period,
                    reading -> reading.exportWh() > 0 && sellers.contains(FleetPlan.usagePointMrid(reading.point())));
            if (found.isPresent()) {
                return found;
            }
        }
        return largest(0, reading -> reading.importWh() + reading.exportWh() > 0);
    }

    private static Set<String> sellers(Collection<PeriodAudit> audits) {
        Set<String> sellers = new HashSet<>();
        for (PeriodAudit audit : audits) {
            for (ContractItem item : audit.delivery().items()) {
                if (item instanceof ContractItem.Traded trade && trade.routedWh() > 0) {
                    sellers.add(trade.sell().usagePoint());
                }
            }
        }
        return sellers;
    }

    private Optional<Correction> largest(int period, Predicate<PlannedReading> candidate) {
        @Nullable PlannedReading largest = null;
        for (int point = 0; point < plan.meters(); point++) {
            PlannedReading reading = plan.reading(point, period);
            boolean isLarger = largest == null
                    || reading.importWh() + reading.exportWh() > largest.importWh() + largest.exportWh();
            largest = candidate.test(reading) && isLarger ? reading : largest;
        }
        return Optional.ofNullable(largest).map(Correction::of);
    }

    private boolean send(Correction correction, FleetRun fleet) throws InterruptedException {
        PlannedReading told = correction.told();
        show.accept("");
        CommitteeText.wrapped(DeliveryText.correction(correction), DemoText.WIDTH)
                .forEach(show);
        try {
            SubmitOutcome outcome = fleet.correctReading(
                            told.point(), told.period(), correction.importWh(), correction.exportWh())
                    .toCompletableFuture()
                    .get(PeriodWatch.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!(outcome instanceof SubmitOutcome.Acknowledged)) {
                show.accept("the corrected reading did not arrive: " + outcome);
                return false;
            }
            return true;
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            show.accept("the corrected reading did not arrive: " + e);
            return false;
        }
    }

    private boolean awaitCorrection(Correction correction, MarketReader reader, PeriodWatch.LiveParts parts)
            throws IOException, InterruptedException {
        if (!await(() -> settled(correction).isPresent() && isAllSettled(correction), reader, parts)) {
            show.accept("not every reading is settled, and decided by the ledger, after "
                    + PeriodWatch.PATIENCE.toSeconds() + " s; giving up waiting");
            return false;
        }
        show.accept(DeliveryText.header());
        for (int period = 0; period < plan.periods(); period++) {
            for (PeriodAudit audit : market.period(schedule.startMs(period))) {
                for (RunAudit run : audit.delivery().runs()) {
                    if (run.key().run() == SettlementRun.CORRECTION) {
                        DeliveryText.corrected(period + 1, plan.periods(), run, correction, receipts)
                                .forEach(show);
                    }
                }
            }
        }
        return true;
    }

    /**
     * Whether the last run of every area and period rests on all that its meters have said. On a machine so busy that readings
     * missed their METERED run, corrections bring them in; there is no end to wait for but this.
     */
    private boolean isAllSettled(Correction correction) {
        for (int period = 0; period < plan.periods(); period++) {
            for (PeriodAudit audit : market.period(schedule.startMs(period))) {
                RunAudit latest = audit.delivery().latest();
                boolean decided =
                        audit.delivery().runs().stream().allMatch(run -> run.isEvaluated() && isDecided(run.key()));
                if (latest == null || !decided || !rests(latest, audit.area(), period, correction)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean rests(RunAudit run, String area, int period, Correction correction) {
        long importWh = 0;
        long exportWh = 0;
        for (int point = areas.getOrDefault(area, 0); point < plan.meters(); point += areas.size()) {
            PlannedReading reading = plan.reading(point, period);
            boolean isCorrected = reading.equals(correction.told());
            importWh += isCorrected ? correction.importWh() : reading.importWh();
            exportWh += isCorrected ? correction.exportWh() : reading.exportWh();
        }
        return run.importWh() == importWh && run.exportWh() == exportWh;
    }

    /** The correction run that changes what the meter's owner owes or is owed, once the ledger has ended it. */
    private Optional<RunAudit> settled(Correction correction) {
        int area = plan.areaOf(correction.told().point());
        return market.period(schedule.startMs(correction.told().period())).stream()
                .filter(audit -> audit.area().equals(FleetPlan.areaMrid(area)))
                .flatMap(audit -> audit.delivery().runs().stream())
                .filter(run -> run.key().run() == SettlementRun.CORRECTION
                        && run.isEvaluated()
                        && isDecided(run.key())
                        && run.deltas().containsKey(correction.participant()))
                .findFirst();
    }
}
