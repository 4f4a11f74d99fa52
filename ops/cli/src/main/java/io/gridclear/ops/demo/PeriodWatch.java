package io.gridclear.ops.demo;

import io.gridclear.ledger.node.Address;
import io.gridclear.meter.emulator.FleetRun;
import io.gridclear.meter.emulator.PeriodSchedule;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Shows each period as it clears and, below, how the ledger ended its clearings, in the periods' order; until all are
 * through or nothing comes any more. Single-threaded.
 */
final class PeriodWatch {

    /** Beyond the last period's planned end: a slow machine clears late, and that is no failure yet. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final DemoSettings settings;
    private final PeriodSchedule schedule;
    private final MarketAudit clearings;
    private final ReceiptAudit receipts;
    private final Function<Address, String> nameOf;
    private final Consumer<String> show;
    private int cleared;
    private int decided;

    /**
     * A watch.
     *
     * @param nameOf what people call a node of the ledger
     * @param show takes lines for a person
     */
    PeriodWatch(
            DemoSettings settings,
            PeriodSchedule schedule,
            MarketAudit clearings,
            ReceiptAudit receipts,
            Function<Address, String> nameOf,
            Consumer<String> show) {
        this.settings = settings;
        this.schedule = schedule;
        this.clearings = clearings;
        this.receipts = receipts;
        this.nameOf = nameOf;
        this.show = show;
    }

    /**
     * Watches.
     *
     * @param fleet the fleet, which tells when it broke
     * @param parts what must go on running
     * @throws IOException if a part has failed
     */
    void watch(MarketReader reader, FleetRun fleet, LiveParts parts) throws IOException, InterruptedException {
        show.accept("");
        show.accept(DemoText.periodHeader());
        long giveUpAt = schedule.endMs(settings.periods() - 1) + PATIENCE.toMillis();
        while (decided < settings.periods()) {
            reader.poll(LOOK_EVERY);
            fleet.awaitCompletion(Duration.ZERO); // tells of a fleet that broke; there is nothing to wait for then
            if (showNext()) {
                continue;
            }
            parts.requireRunning();
            if (System.currentTimeMillis() > giveUpAt) {
                show.accept("period " + (Math.min(cleared, decided) + 1) + " is not "
                        + (cleared == decided ? "cleared" : "decided by the ledger") + " " + PATIENCE.toSeconds()
                        + " s after the last delivery; giving up waiting");
                return;
            }
        }
    }

    private boolean showNext() {
        if (decided < cleared) {
            Collection<ItemAudit> items = receipts.clearings(schedule.startMs(decided));
            if (items.stream().filter(item -> item.outcome() != null).count() == settings.areas()) {
                show.accept(LedgerText.period(
                        decided + 1, settings.periods(), clearings.period(schedule.startMs(decided)), items, nameOf));
                decided++;
                return true;
            }
        }
        if (cleared < settings.periods()) {
            Collection<PeriodAudit> ofPeriod = clearings.period(schedule.startMs(cleared));
            if (ofPeriod.stream().filter(PeriodAudit::isClearedOnce).count() == settings.areas()) {
                show.accept(DemoText.period(cleared + 1, settings.periods(), ofPeriod));
                cleared++;
                return true;
            }
        }
        return false;
    }

    /** What must go on running while periods are awaited. */
    interface LiveParts {

        /**
         * Looks whether all parts run.
         *
         * @throws IOException if one has failed; the message says which
         */
        void requireRunning() throws IOException;
    }
}
