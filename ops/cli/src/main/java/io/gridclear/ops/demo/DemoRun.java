package io.gridclear.ops.demo;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.meter.client.FleetClientSettings;
import io.gridclear.meter.emulator.FleetPlan;
import io.gridclear.meter.emulator.FleetPlanSettings;
import io.gridclear.meter.emulator.FleetRun;
import io.gridclear.meter.emulator.FleetRunListener;
import io.gridclear.meter.emulator.FleetRunSettings;
import io.gridclear.meter.emulator.FleetStatistics;
import io.gridclear.meter.emulator.PeriodSchedule;
import io.gridclear.meter.emulator.PeriodTiming;
import io.gridclear.ops.stack.StackOptions;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.serde.ContractSerdes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration: starts the pipeline, lets a fleet bid for some periods in compressed time, shows each period as it
 * clears, and ends with figures and checks that are computed from the topics alone.
 */
public final class DemoRun {

    /** Beyond the last period's planned end: a slow machine clears late, and that is no failure yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final DemoSettings settings;
    private final Consumer<String> show;

    /**
     * A demonstration.
     *
     * @param show takes lines for a person
     */
    public DemoRun(DemoSettings settings, Consumer<String> show) {
        this.settings = settings;
        this.show = show;
    }

    /**
     * Runs it.
     *
     * @param json file for the figures, or null
     * @param out directory for orders, trades and lines, or null
     * @return whether every check holds
     * @throws IOException if the application does not start or a file cannot be written; the message says why
     * @throws io.gridclear.ops.stack.StackStartException if broker or registry cannot be started
     */
    public boolean run(@Nullable Path json, @Nullable Path out) throws IOException, InterruptedException {
        long startedAt = System.nanoTime();
        FleetPlan plan = FleetPlan.of(
                FleetPlanSettings.of(settings.seed(), settings.areas(), settings.meters(), settings.periods())
                        .withProfiles(settings.profiles())
                        .withTiming(timing()));
        show.accept("starting a broker, a schema registry and the application on loopback");
        try (LiveMarket market = LiveMarket.start(StackOptions.TEMPORARY, null);
                DemoFiles files = out == null ? null : new DemoFiles(out)) {
            List<MarketArea> areas = plan.areas();
            market.register(areas, plan.points());
            market.startApplication(2, 0);
            show.accept("broker " + market.bootstrapServers() + ", registry " + market.registryUrl()
                    + ", health and metrics " + market.healthUrl() + " (after " + sinceMs(startedAt) + " ms)");
            show.accept(settings.meters() + " meters in " + settings.areas() + " areas bid for " + settings.periods()
                    + " periods of " + settings.periodMs() / 1000.0 + " s");
            plan.notes().forEach(show);
            DemoFigures figures =
                    trade(plan, market, TermsRecords.toTerms(areas.get(0).getTerms()), files, startedAt);
            show.accept("");
            DemoText.table(figures).forEach(show);
            if (json != null) {
                DemoFiles.writeJson(json, figures.toJson());
            }
            return figures.allHold();
        }
    }

    /** Submission takes two thirds of a period; gate, stage 1, re-quotes and stage 2 lie within the one before delivery. */
    private PeriodTiming timing() {
        long periodMs = settings.periodMs();
        return new PeriodTiming(periodMs, periodMs * 2 / 3, periodMs / 2, periodMs * 2 / 3);
    }

    private DemoFigures trade(
            FleetPlan plan, LiveMarket market, MarketTerms terms, @Nullable DemoFiles files, long startedAt)
            throws IOException, InterruptedException {
        PeriodTiming timing = plan.settings().timing();
        FleetClientSettings client = FleetClientSettings.of(market.bootstrapServers(), market.registryUrl());
        try (FleetRun fleet = FleetRun.start(plan, FleetRunSettings.of(client), new Problems())) {
            PeriodSchedule schedule = fleet.schedule();
            MarketAudit audit = new MarketAudit(
                    schedule.startMs(0), schedule.startMs(settings.periods()), terms, encoder(market.serdes()));
            try (MarketReader reader = new MarketReader(market.bootstrapServers(), market.serdes(), (record, bytes) -> {
                audit.take(record, bytes);
                if (files != null) {
                    files.take(record);
                }
            })) {
                watch(audit, reader, market, fleet);
                boolean complete = fleet.awaitCompletion(
                        Duration.ofMillis(timing.periodMs()).plus(PATIENCE));
                if (!complete) {
                    show.accept("the fleet is still sending; the figures miss what it did not send");
                }
                market.stopApplication();
                reader.readToEnd();
            }
            if (files != null) {
                files.finish(audit);
            }
            FleetStatistics sent = fleet.statistics();
            return DemoFigures.of(
                    audit, sent.bidsAcked(), (long) settings.periods() * settings.areas(), sinceMs(startedAt));
        }
    }

    private void watch(MarketAudit audit, MarketReader reader, LiveMarket market, FleetRun fleet)
            throws IOException, InterruptedException {
        PeriodSchedule schedule = fleet.schedule();
        show.accept("");
        show.accept(DemoText.periodHeader());
        long giveUpAt = schedule.endMs(settings.periods() - 1) + PATIENCE.toMillis();
        for (int period = 0; period < settings.periods(); ) {
            reader.poll(LOOK_EVERY);
            fleet.awaitCompletion(Duration.ZERO); // tells of a fleet that broke; there is nothing to wait for then
            Collection<PeriodAudit> ofPeriod = audit.period(schedule.startMs(period));
            if (ofPeriod.stream().filter(PeriodAudit::isClearedOnce).count() == settings.areas()) {
                show.accept(DemoText.period(period + 1, settings.periods(), ofPeriod));
                period++;
            } else if (market.hasFailed()) {
                throw new IOException("the application has failed; the log says why");
            } else if (System.currentTimeMillis() > giveUpAt) {
                show.accept("period " + (period + 1) + " is not cleared " + PATIENCE.toSeconds()
                        + " s after the last delivery; giving up waiting");
                return;
            }
        }
    }

    /** Record to the bytes that stand in its topic. */
    private static BiFunction<TopicContract<?>, SpecificRecord, byte[]> encoder(ContractSerdes serdes) {
        Map<TopicContract<?>, Serializer<SpecificRecord>> serializers = new IdentityHashMap<>();
        return (topic, record) -> serializers
                .computeIfAbsent(topic, contract -> serializer(serdes, contract))
                .serialize(topic.name(), record);
    }

    @SuppressWarnings("unchecked") // the contract names the class that its serializer takes
    private static Serializer<SpecificRecord> serializer(ContractSerdes serdes, TopicContract<?> contract) {
        return (Serializer<SpecificRecord>) (Serializer<?>) serdes.serializer(contract);
    }

    private static long sinceMs(long startedAt) {
        return (System.nanoTime() - startedAt) / 1_000_000;
    }

    /** Tells a person what went wrong with the fleet. */
    private final class Problems implements FleetRunListener {
        @Override
        public void onProblem(String problem) {
            show.accept("fleet: " + problem);
        }
    }
}
