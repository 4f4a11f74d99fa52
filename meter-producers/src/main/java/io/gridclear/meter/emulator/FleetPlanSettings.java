package io.gridclear.meter.emulator;

import io.gridclear.meter.forecast.ForecastMethod;
import io.gridclear.meter.quoting.PriceBand;
import io.gridclear.meter.quoting.QuotingMix;
import io.gridclear.meter.quoting.Requoting;

/**
 * All that a fleet's plan depends on: equal settings give equal plans, on every machine.
 *
 * @param seed the fleet's seed; any value
 * @param areas market areas, 1 to {@value #MAX_AREAS}
 * @param meters usage points over all areas, at least one an area, at most {@value #MAX_METERS}
 * @param periods trading periods, 1 to {@value #MAX_PERIODS}
 * @param mix what stands behind the meters
 * @param profiles where their energy comes from
 * @param forecast how quantities are forecast
 * @param quoting how first prices are set
 * @param requoting how prices are revised
 * @param band the prices of all areas
 * @param timing how periods lie in time; decides how far ahead a forecast has to look
 * @param signed whether the meters have keys and sign
 */
public record FleetPlanSettings(
        long seed,
        int areas,
        int meters,
        int periods,
        FleetMix mix,
        ProfileSource profiles,
        ForecastMethod forecast,
        QuotingMix quoting,
        Requoting requoting,
        PriceBand band,
        PeriodTiming timing,
        boolean signed) {
    /** Ids have three digits for the area. */
    public static final int MAX_AREAS = 999;
    /** A plan holds about 40 bytes per meter and period: this bound and a day of hours are 500 MB. */
    public static final int MAX_METERS = 500_000;
    /** A year of quarter-hours. */
    public static final int MAX_PERIODS = 366 * 96;

    /** @throws IllegalArgumentException if a number is out of its range */
    public FleetPlanSettings {
        check("areas", areas, 1, MAX_AREAS);
        check("meters", meters, areas, MAX_METERS);
        check("periods", periods, 1, MAX_PERIODS);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "the number of " + name + " must be " + least + " to " + most + ", was " + value);
        }
    }

    /** A fleet with everything else as the demonstration has it. */
    public static FleetPlanSettings of(long seed, int areas, int meters, int periods) {
        return new FleetPlanSettings(
                seed,
                areas,
                meters,
                periods,
                FleetMix.DEFAULT,
                ProfileSource.DEFAULT,
                ForecastMethod.HOLT_WINTERS,
                QuotingMix.DEFAULT,
                Requoting.DEFAULT,
                PriceBand.DEFAULT,
                PeriodTiming.DEFAULT,
                true);
    }

    /** The same with another mix of meters. */
    public FleetPlanSettings withMix(FleetMix other) {
        return new FleetPlanSettings(
                seed, areas, meters, periods, other, profiles, forecast, quoting, requoting, band, timing, signed);
    }

    /** The same with energy from elsewhere. */
    public FleetPlanSettings withProfiles(ProfileSource other) {
        return new FleetPlanSettings(
                seed, areas, meters, periods, mix, other, forecast, quoting, requoting, band, timing, signed);
    }

    /** The same with another forecast. */
    public FleetPlanSettings withForecast(ForecastMethod other) {
        return new FleetPlanSettings(
                seed, areas, meters, periods, mix, profiles, other, quoting, requoting, band, timing, signed);
    }

    /** The same with other quoting styles. */
    public FleetPlanSettings withQuoting(QuotingMix other) {
        return new FleetPlanSettings(
                seed, areas, meters, periods, mix, profiles, forecast, other, requoting, band, timing, signed);
    }

    /** The same with other revisions. */
    public FleetPlanSettings withRequoting(Requoting other) {
        return new FleetPlanSettings(
                seed, areas, meters, periods, mix, profiles, forecast, quoting, other, band, timing, signed);
    }

    /** The same with another price band. */
    public FleetPlanSettings withBand(PriceBand other) {
        return new FleetPlanSettings(
                seed, areas, meters, periods, mix, profiles, forecast, quoting, requoting, other, timing, signed);
    }

    /** The same in another time. */
    public FleetPlanSettings withTiming(PeriodTiming other) {
        return new FleetPlanSettings(
                seed, areas, meters, periods, mix, profiles, forecast, quoting, requoting, band, other, signed);
    }

    /** The same with meters that have no keys. */
    public FleetPlanSettings unsigned() {
        return new FleetPlanSettings(
                seed, areas, meters, periods, mix, profiles, forecast, quoting, requoting, band, timing, false);
    }
}
