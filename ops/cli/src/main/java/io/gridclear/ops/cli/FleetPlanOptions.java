package io.gridclear.ops.cli;

import io.gridclear.meter.emulator.FleetPlan;
import io.gridclear.meter.emulator.FleetPlanSettings;
import io.gridclear.meter.emulator.PeriodTiming;
import io.gridclear.meter.emulator.ProfileSource;
import io.gridclear.meter.forecast.ForecastMethod;
import io.gridclear.meter.profile.SeriesFileException;
import io.gridclear.meter.quoting.QuotingMix;
import io.gridclear.meter.quoting.QuotingStyle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an emulated fleet does; commands that run one differ in their defaults only. */
final class FleetPlanOptions {

    private static final int MS_PER_S = 1000;

    /** Recorded days begin at midnight: a day's worth of periods from 0 o'clock is the recorded day. */
    private static final int MIDNIGHT = 0;

    @Option(names = "--areas", paramLabel = "N", description = "Market areas (default: ${DEFAULT-VALUE}).")
    private int areas;

    @Option(names = "--meters", paramLabel = "N", description = "Meters over all areas (default: ${DEFAULT-VALUE}).")
    private int meters;

    @Option(names = "--periods", paramLabel = "N", description = "Trading periods (default: ${DEFAULT-VALUE}).")
    private int periods;

    @Option(
            names = "--period-seconds",
            paramLabel = "S",
            description = "Length of a period; gates and windows shrink with it (default: ${DEFAULT-VALUE}).")
    private int periodSeconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed gives the same bids (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--loads",
            paramLabel = "FILE",
            description = "Recorded loads, kWh per hour: hour_ending_local,NAME,... (default: formulas).")
    private @Nullable Path loads;

    @Option(
            names = "--pv",
            paramLabel = "FILE",
            description = "Recorded plants, kWh per hour and kW, in the same format; goes with --loads.")
    private @Nullable Path pv;

    @Option(
            names = "--pv-forecast",
            paramLabel = "FILE",
            description =
                    "What was expected of the same plants, same columns: bid in place of the fleet's own forecasts "
                            + "of generation.")
    private @Nullable Path pvForecast;

    @Option(
            names = "--day",
            paramLabel = "K",
            description = "Day of the files at whose midnight period 1 begins (default: ${DEFAULT-VALUE}).")
    private int day = 1;

    @Option(
            names = "--forecast",
            paramLabel = "METHOD",
            description = "How quantities are forecast: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ForecastMethod forecast = ForecastMethod.HOLT_WINTERS;

    @Option(
            names = "--quoting",
            paramLabel = "STYLE",
            description = "One style for all owners: ${COMPLETION-CANDIDATES} (default: a mix of the first four).")
    private @Nullable QuotingStyle quoting;

    @Option(names = "--unsigned", description = "Meters have no keys and do not sign.")
    private boolean unsigned;

    FleetPlanOptions(int areas, int meters, int periods, int periodSeconds) {
        this.areas = areas;
        this.meters = meters;
        this.periods = periods;
        this.periodSeconds = periodSeconds;
    }

    /**
     * Makes the plan, which takes seconds for a large fleet.
     *
     * @throws CommandFailure when the options do not fit each other, or a file is no series
     */
    FleetPlan plan() {
        try {
            return FleetPlan.of(settings());
        } catch (SeriesFileException e) {
            throw CommandFailure.refused(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private FleetPlanSettings settings() {
        FleetPlanSettings settings = FleetPlanSettings.of(seed, areas, meters, periods)
                .withTiming(timing())
                .withForecast(forecast)
                .withProfiles(profiles());
        if (quoting != null) {
            settings = settings.withQuoting(QuotingMix.only(quoting));
        }
        return unsigned ? settings.unsigned() : settings;
    }

    /** The proportions of the market's defaults (15 min, closed 15 min before, 5 min for re-quotes) in any length. */
    private PeriodTiming timing() {
        long periodMs = Math.multiplyExact((long) periodSeconds, MS_PER_S);
        return new PeriodTiming(periodMs, periodMs, periodMs / 3, periodMs * 2 / 3);
    }

    private ProfileSource profiles() {
        if (loads == null && pv == null && pvForecast == null) {
            return ProfileSource.DEFAULT;
        }
        if (loads == null || pv == null) {
            throw CommandFailure.usage("--loads and --pv go together, and --pv-forecast with both");
        }
        return new ProfileSource.Recorded(
                existing(loads),
                existing(pv),
                Optional.ofNullable(pvForecast).map(FleetPlanOptions::existing),
                day,
                MIDNIGHT);
    }

    private static Path existing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.usage(file + ": no such file");
        }
        return file;
    }
}
