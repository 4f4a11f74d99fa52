package io.gridclear.ops.cli;

import io.gridclear.engine.process.EngineAbsentException;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.emulator.ProfileSource;
import io.gridclear.meter.profile.SeriesFileException;
import io.gridclear.ops.committee.EngineKind;
import io.gridclear.ops.demo.BillingChoice;
import io.gridclear.ops.demo.DemoRun;
import io.gridclear.ops.demo.DemoSettings;
import io.gridclear.ops.stack.StackStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gridclear demo}: the whole pipeline on loopback, in compressed time. */
@Command(
        name = "demo",
        header = "Runs the whole pipeline on this machine: meters bid, periods clear, every figure is checked.",
        description = {
            "Starts a Kafka broker, a schema registry, the application and a committee of agents with its ledger on "
                    + "loopback, lets a fleet of meters bid for some periods in compressed time, and shows each period as it "
                    + "clears, and below how the ledger ended it: who attested, who produced, FINAL or DISPUTED. Meters "
                    + "send what they measured, each period is settled again by it, and one meter corrects a reading. Every "
                    + "settlement line of every run is then verified by its receipt. Billing writes lines and receipts into a PostgreSQL "
                    + "database, which is reconciled with operator and ledger. A table and the checks come at the end. The same "
                    + "seed gives the same bids. Nothing is left behind but what --out and --json name.",
            "The ledger runs on the embedded log, which is not Byzantine fault tolerant, or with --engine cometbft on so "
                    + "many real CometBFT nodes (150 MB each; built with Go at the first time).",
            "The exit code is 0 only if every check holds."
        })
final class DemoCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Option(names = "--areas", paramLabel = "N", defaultValue = "4", description = "Market areas (${DEFAULT-VALUE}).")
    private int areas;

    @Option(
            names = "--meters",
            paramLabel = "N",
            defaultValue = "60",
            description = "Meters over all areas (${DEFAULT-VALUE}).")
    private int meters;

    @Option(
            names = "--periods",
            paramLabel = "N",
            defaultValue = "10",
            description = "Trading periods (${DEFAULT-VALUE}).")
    private int periods;

    @Option(
            names = "--period-seconds",
            paramLabel = "S",
            defaultValue = "3",
            description = "Length of a period; an hour of load and sun is compressed into it (${DEFAULT-VALUE}).")
    private double periodSeconds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--engine",
            paramLabel = "embedded|cometbft",
            converter = EngineName.class,
            description = "What orders the ledger's transactions: embedded (default) or cometbft.")
    private EngineKind engine = EngineKind.EMBEDDED;

    @Option(
            names = "--validators",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Seats of the ledger's committee; it bears less than a third of them faulty (${DEFAULT-VALUE}).")
    private int validators;

    @Option(
            names = "--reference",
            paramLabel = "mean|vwap|anchored",
            converter = ReferenceName.class,
            description = "Reference price of all areas, as 'gridclear clear' has it (default: mean).")
    private ReferencePriceRule reference = ReferencePriceRule.MEAN;

    @ArgGroup(exclusive = false)
    private @Nullable Series series;

    @Option(
            names = "--billing",
            paramLabel = "JDBC-URL",
            description =
                    "Bills into this empty PostgreSQL database, which stays (default: one that is started here, and "
                            + "goes with the rest).")
    private @Nullable String billing;

    @Option(
            names = "--no-billing",
            description = "Leaves billing out: no database is started, nothing is checked of it.")
    private boolean noBilling;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures to this file.")
    private @Nullable Path json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Keeps orders.csv and trades.csv, as 'gridclear clear' reads and writes them, and lines.jsonl, "
                            + "receipts.jsonl and trusted.json, as 'gridclear verify' reads them; and all that 'gridclear "
                            + "trace --files' asks for.")
    private @Nullable Path out;

    /** Recorded series in place of formulas. */
    private static final class Series {

        @Option(
                names = "--loads",
                paramLabel = "FILE",
                required = true,
                description = "Recorded loads, kWh per hour: hour_ending_local,NAME,... (default: formulas).")
        private Path loads = Path.of("");

        @Option(
                names = "--pv",
                paramLabel = "FILE",
                required = true,
                description = "Recorded PV, kWh per hour and kW: hour_ending_local,NAME,...")
        private Path pv = Path.of("");

        @Option(
                names = "--pv-forecast",
                paramLabel = "FILE",
                description =
                        "What was expected of the same plants, with the same columns: that is contracted, and what is in "
                                + "--pv delivered (default: the fleet's own forecasts).")
        private @Nullable Path pvForecast;

        @Option(
                names = "--day",
                paramLabel = "K",
                defaultValue = "1",
                description = "Day of the files to begin with, from 1 (${DEFAULT-VALUE}).")
        private int day;
    }

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (noBilling && billing != null) {
            throw CommandFailure.usage("--billing and --no-billing exclude each other");
        }
        DemoSettings settings;
        try {
            ProfileSource profiles = series == null
                    ? ProfileSource.DEFAULT
                    : new ProfileSource.Recorded(
                            series.loads, series.pv, Optional.ofNullable(series.pvForecast), series.day, 0);
            settings = new DemoSettings(
                    areas,
                    meters,
                    periods,
                    Math.round(periodSeconds * 1000),
                    seed,
                    profiles,
                    engine,
                    validators,
                    reference);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
        try {
            boolean allHold = new DemoRun(settings, billingChoice(), terminal::print).run(json, out);
            return allHold ? ExitCode.OK : ExitCode.REFUSED;
        } catch (SeriesFileException e) {
            throw CommandFailure.refused(String.valueOf(e.getMessage()));
        } catch (EngineAbsentException e) {
            throw CommandFailure.environment(e);
        } catch (IOException | StackStartException e) {
            throw CommandFailure.environment(String.valueOf(e.getMessage()), e);
        }
    }

    private BillingChoice billingChoice() {
        return noBilling ? BillingChoice.NONE : new BillingChoice(true, billing);
    }
}
