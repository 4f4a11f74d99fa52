package io.gridclear.ops.cli;

import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.client.FleetClientException;
import io.gridclear.meter.client.FleetClientSettings;
import io.gridclear.meter.emulator.FleetPlan;
import io.gridclear.meter.emulator.FleetRun;
import io.gridclear.meter.emulator.FleetRunSettings;
import io.gridclear.meter.emulator.FleetStatistics;
import io.gridclear.meter.emulator.PeriodSchedule;
import io.gridclear.ops.fleet.EmulatedMarket;
import io.gridclear.ops.fleet.FleetProgress;
import io.gridclear.ops.fleet.MarketPublisher;
import io.gridclear.schemas.registry.RegistryRetries;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.serde.ContractSerdes;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gridclear fleet}. */
@Command(
        name = "fleet",
        header = "Runs an emulated fleet of meters against a cluster.",
        description = {
            "Publishes its market areas, each with a feeder, and usage points, then sends bids, revised prices and readings on the market's "
                    + "timetable, in real or compressed time. Needs the topics and schemas of the catalogue "
                    + "(gridclear topics apply, gridclear schemas register).",
            "Exit code 1 when a record did not arrive; a bid that the market refuses is a result, not a failure."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear fleet --areas 4 --meters 1000 --periods 8 --period-seconds 30 "
                + "--bootstrap 127.0.0.1:9092 --registry http://127.0.0.1:8081")
final class FleetCommand implements Callable<Integer>, WritesLog {

    /** The market's application reads new areas and points within a second or two; bids sent before are refused. */
    private static final long SETTLE_MS = 3_000;

    /** Periods for which METERED waits for readings: an hour, where a period is a quarter, as the market's defaults have it. */
    private static final int GRACE_PERIODS = 4;

    /** What the fleet is called in the brokers' logs, metrics and quotas. */
    private static final String CLIENT_ID = "gridclear-fleet";

    /** After an interrupt, how long the process stays for its totals to be printed. */
    private static final int TOTALS_WITHIN_S = 5;

    private final Terminal terminal;

    @Mixin
    private final BrokerAccess access = new BrokerAccess();

    @Mixin
    private final RegistryAccess registry = new RegistryAccess();

    @Mixin
    private final ConfigFile configFile = new ConfigFile();

    @Mixin
    private final FleetPlanOptions options = new FleetPlanOptions(2, 200, 12, 60);

    @Option(names = "--published", description = "Areas and usage points stand in their topics; do not publish them.")
    private boolean published;

    @Option(
            names = "--reference",
            paramLabel = "mean|vwap|anchored",
            converter = ReferenceName.class,
            description =
                    "Reference price of the areas that it publishes, as 'gridclear clear' has it (default: mean).")
    private @Nullable ReferencePriceRule reference;

    @Option(names = "--no-readings", description = "Bid only; meters send nothing after delivery.")
    private boolean noReadings;

    @Mixin
    private final MeterHabitOptions habits = new MeterHabitOptions();

    FleetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (published && reference != null) {
            throw CommandFailure.usage("--reference is for areas that are published here, not with --published");
        }
        Brokers brokers = access.brokers(configFile);
        FleetClientSettings client = clientSettings(brokers);
        FleetPlan plan = options.plan();
        brokers.openAdmin(1).close();
        ClusterReadiness.requireSchemas(registry.urls(), configFile.ofRegistry());
        plan.notes().forEach(terminal.err()::println);
        if (!published) {
            publish(plan, brokers);
        }
        FleetRunSettings settings = FleetRunSettings.of(client)
                .withHabits(habits.habits(plan.settings().timing().periodMs()))
                .startingAt(PeriodSchedule.soonest(
                                System.currentTimeMillis() + SETTLE_MS,
                                plan.settings().timing())
                        .firstStartMs());
        return run(plan, noReadings ? settings.withoutReadings() : settings);
    }

    private FleetClientSettings clientSettings(Brokers brokers) {
        try {
            return FleetClientSettings.of(brokers.bootstrap(), String.join(",", registry.urls()))
                    .withSecurity(configFile.securityOfBrokers(), configFile.ofRegistry());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private void publish(FleetPlan plan, Brokers brokers) {
        try (RegistrySchemaLookup schemas =
                        new RegistrySchemaLookup(registry.urls(), configFile.ofRegistry(), RegistryRetries.NONE);
                MarketPublisher publisher =
                        MarketPublisher.open(brokers.clientConfigs(), new ContractSerdes(schemas))) {
            publisher.publish(EmulatedMarket.of(
                    plan,
                    GRACE_PERIODS * plan.settings().timing().periodMs(),
                    reference == null ? ReferencePriceRule.MEAN : reference));
        } catch (RegistryUnavailableException | KafkaException e) {
            throw CommandFailure.environment(e);
        }
        terminal.err()
                .println("published " + plan.settings().areas() + " areas and " + plan.meters() + " usage points");
    }

    private int run(FleetPlan plan, FleetRunSettings settings) throws InterruptedException {
        FleetProgress progress = new FleetProgress(terminal.err()::println, plan.periods());
        CountDownLatch told = new CountDownLatch(1);
        try (FleetRun run = FleetRun.start(plan, settings, progress)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run, told), "fleet-stop"));
            run.awaitCompletion(Duration.ofMillis(Long.MAX_VALUE));
            FleetStatistics totals = run.statistics();
            FleetProgress.totals(totals).forEach(terminal::print);
            return totals.bidsFailed() + totals.readingsFailed() == 0 ? ExitCode.OK : ExitCode.REFUSED;
        } catch (FleetClientException e) {
            throw CommandFailure.environment(e);
        } finally {
            told.countDown();
        }
    }

    /** An interrupt from the terminal ends the run: what is under way is handed over, and the totals are told. */
    private static void stop(FleetRun run, CountDownLatch told) {
        run.close();
        try {
            told.await(TOTALS_WITHIN_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
