package io.gridclear.ops.demo;

import io.gridclear.billing.reconcile.Scope;
import io.gridclear.engine.process.EngineAbsentException;
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
import io.gridclear.ops.committee.CommitteeSight;
import io.gridclear.ops.committee.CommitteeText;
import io.gridclear.ops.fleet.EmulatedMarket;
import io.gridclear.ops.stack.StackOptions;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.gridclear.verify.LineVerifier;
import io.gridclear.verify.TrustedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration: starts the pipeline, lets a fleet bid for some periods in compressed time, shows each period as it
 * clears and as the ledger ends it, and ends with figures and checks that are computed from the topics alone.
 */
public final class DemoRun {

    /** From the end of a period to its energy in delivery's hands: a reading waits a second for others, and is passed on. */
    private static final long READING_MS = 2_000;

    /** One meter corrects one reading: there is nothing to wait for but what comes with it. */
    private static final Duration SETTLING = Duration.ofMillis(500);

    private final DemoSettings settings;
    private final BillingChoice billing;
    private final Consumer<String> show;

    /**
     * A demonstration.
     *
     * @param billing whether and where it bills
     * @param show takes lines for a person
     */
    public DemoRun(DemoSettings settings, BillingChoice billing, Consumer<String> show) {
        this.settings = settings;
        this.billing = billing;
        this.show = show;
    }

    /**
     * Runs it.
     *
     * @param json file for the figures, or null
     * @param out directory for orders, trades, lines and receipts, or null
     * @return whether every check holds
     * @throws IOException if a part does not start or a file cannot be written; the message says why
     * @throws EngineAbsentException if the ledger is to run on CometBFT, which is not there and cannot be built
     * @throws io.gridclear.ops.stack.StackStartException if broker or registry cannot be started
     */
    public boolean run(@Nullable Path json, @Nullable Path out)
            throws IOException, EngineAbsentException, InterruptedException {
        long startedAt = System.nanoTime();
        FleetPlan plan = FleetPlan.of(
                FleetPlanSettings.of(settings.seed(), settings.areas(), settings.meters(), settings.periods())
                        .withProfiles(settings.profiles())
                        .withTiming(timing()));
        try (LiveBilling bills = LiveBilling.prepare(billing, show);
                DemoLedger ledger = DemoLedger.prepare(settings, show)) {
            return run(plan, ledger, bills, json, out, startedAt);
        }
    }

    private boolean run(
            FleetPlan plan,
            DemoLedger ledger,
            @Nullable LiveBilling bills,
            @Nullable Path json,
            @Nullable Path out,
            long startedAt)
            throws IOException, InterruptedException {
        show.accept("starting a broker, a schema registry, the application, "
                + (bills == null ? "" : "a billing database ") + "and a ledger with " + settings.validators()
                + " agents on loopback");
        try (LiveMarket market = LiveMarket.start(StackOptions.TEMPORARY, null);
                DemoFiles files = out == null ? null : new DemoFiles(out)) {
            EmulatedMarket emulated = EmulatedMarket.of(plan, settings.periodMs() + READING_MS, settings.reference());
            market.register(emulated);
            market.startApplication(2, 0, SETTLING);
            if (bills != null) {
                bills.start(market.topics());
            }
            try (LiveCommittee committee = ledger.start(market.topics(), emulated.points())) {
                TrustedFile trusted = new TrustedFile(committee.trusted(), terms(emulated.areas()));
                show.accept("broker " + market.bootstrapServers() + ", registry " + market.registryUrl());
                show.accept("health and metrics " + market.healthUrl() + " (all is up after " + sinceMs(startedAt)
                        + " ms)");
                show.accept("");
                CommitteeText.wrapped("ledger: " + committee.chain().describe(), DemoText.WIDTH)
                        .forEach(show);
                show.accept("");
                show.accept(settings.meters() + " meters in " + settings.areas() + " areas bid for "
                        + settings.periods() + " periods of " + settings.periodMs() / 1000.0 + " s");
                plan.notes().forEach(show);
                DemoFigures figures = trade(plan, emulated, market, committee, bills, trusted, files, startedAt);
                show.accept("");
                DemoText.table(figures).forEach(show);
                if (json != null) {
                    DemoFiles.writeJson(json, figures.toJson());
                }
                return figures.allHold();
            }
        }
    }

    private static SortedMap<String, MarketTerms> terms(List<MarketArea> areas) {
        SortedMap<String, MarketTerms> terms = new TreeMap<>();
        areas.forEach(area -> terms.put(area.getAreaMrid(), TermsRecords.toTerms(area.getTerms())));
        return terms;
    }

    /** Submission takes two thirds of a period; gate, stage 1, re-quotes and stage 2 lie within the one before delivery. */
    private PeriodTiming timing() {
        long periodMs = settings.periodMs();
        return new PeriodTiming(periodMs, periodMs * 2 / 3, periodMs / 2, periodMs * 2 / 3);
    }

    private DemoFigures trade(
            FleetPlan plan,
            EmulatedMarket emulated,
            LiveMarket market,
            LiveCommittee committee,
            @Nullable LiveBilling bills,
            TrustedFile trusted,
            @Nullable DemoFiles files,
            long startedAt)
            throws IOException, InterruptedException {
        PeriodTiming timing = plan.settings().timing();
        FleetClientSettings client = FleetClientSettings.of(market.bootstrapServers(), market.registryUrl());
        try (FleetRun fleet = FleetRun.start(plan, FleetRunSettings.of(client), new Problems())) {
            PeriodSchedule schedule = fleet.schedule();
            long firstStart = schedule.startMs(0);
            long endStart = schedule.startMs(settings.periods());
            MarketTerms terms = trusted.terms().values().iterator().next();
            MarketAudit audit =
                    new MarketAudit(firstStart, endStart, terms, emulated.feederSource(), encoder(market.serdes()));
            LineVerifier verifier = new LineVerifier(Ed25519Verifiers.best()::verify, trusted);
            ReceiptAudit receipts = new ReceiptAudit(firstStart, endStart, verifier, receipt -> {
                if (files != null) {
                    files.take(receipt);
                }
            });
            CommitteeSight sight;
            LiveDelivery.@Nullable Correction corrected;
            try (MarketReader reader = new MarketReader(market.bootstrapServers(), market.serdes(), (found, bytes) -> {
                audit.take(found.value(), bytes);
                receipts.take(found.value());
                if (files != null) {
                    files.take(found);
                }
            })) {
                CommitteeSight founded = committee.sight();
                new PeriodWatch(settings, schedule, audit, receipts, founded::nameOf, show)
                        .watch(reader, fleet, () -> requireRunning(market, committee, bills));
                boolean complete = fleet.awaitCompletion(
                        Duration.ofMillis(timing.periodMs()).plus(PeriodWatch.PATIENCE));
                if (!complete) {
                    show.accept("the fleet is still sending; the figures miss what it did not send");
                }
                corrected = new LiveDelivery(plan, schedule, audit, receipts, show)
                        .settle(reader, fleet, () -> requireRunning(market, committee, bills))
                        .orElse(null);
                sight = committee.sight();
                committee.stopParticipants();
                market.stopApplication();
                reader.readToEnd();
            }
            if (files != null) {
                files.take(trusted);
                files.take(committee.attestations());
                files.finish(audit);
            }
            FleetStatistics sent = fleet.statistics();
            long areaPeriods = (long) settings.periods() * settings.areas();
            DeliveryFigures delivery = DeliveryFigures.of(audit, corrected, areaPeriods);
            LedgerFigures ledger =
                    LedgerFigures.of(committee.engine(), committee.chain().describe(), receipts, sight);
            Scope periods = new Scope(null, Instant.ofEpochMilli(firstStart), Instant.ofEpochMilli(endStart));
            if (billing.url() != null) {
                show.accept("the billing database stays: gridclear reconcile --from " + periods.from() + " --to "
                        + periods.to());
            }
            return DemoFigures.of(
                    audit,
                    delivery,
                    ledger,
                    bills == null
                            ? null
                            : bills.finish(periods, ledger.lines(), ledger.finalised() + ledger.disputed(), verifier),
                    sent.bidsAcked(),
                    areaPeriods,
                    sinceMs(startedAt));
        }
    }

    private static void requireRunning(LiveMarket market, LiveCommittee committee, @Nullable LiveBilling bills)
            throws IOException {
        if (bills != null && bills.hasFailed()) {
            throw new IOException("billing has failed; the log says why");
        }
        if (market.hasFailed()) {
            throw new IOException("the application has failed; the log says why");
        }
        Optional<String> failure = committee.failure();
        if (failure.isPresent()) {
            throw new IOException(failure.get());
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
