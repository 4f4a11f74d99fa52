package io.gridclear.meter.emulator;

import io.gridclear.meter.forecast.ForecastError;
import io.gridclear.meter.forecast.ForecastMethod;
import io.gridclear.meter.forecast.Forecaster;
import io.gridclear.meter.profile.EnergyProfiles;
import io.gridclear.meter.profile.PointEnergy;
import io.gridclear.meter.profile.PointSeat;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What one usage point expects and what it will see, period by period, in whole Wh. Made from the
 * point's series, which are let go again: a fleet of twenty thousand keeps only this.
 */
final class PlannedPoint {
    private static final double WH_PER_KWH = 1000;

    private final long[] forecastNetWh;
    private final long[] importRegisterWh;
    private final long[] exportRegisterWh;
    private final BitSet estimated = new BitSet();
    private final long peakExportWh;
    private final long peakImportWh;
    private final ForecastError loadError;
    private final ForecastError pvError;
    private final ForecastError netError;

    private PlannedPoint(EnergyProfiles profiles, PointSeat seat, ForecastMethod method, int leadSteps) {
        PointEnergy energy = profiles.energyOf(seat);
        int history = profiles.historySteps();
        int season = profiles.stepsPerDay();
        int periods = profiles.plannedSteps();
        double[] loadWh = scaled(energy.loadKwh());
        double[] pvWh = scaled(energy.pvKwh());
        double[] loadForecast =
                seat.kind().hasLoad() ? forecast(loadWh, history, season, leadSteps, method) : new double[periods];
        double[] pvForecast = seat.kind().hasPv()
                ? energy.pvForecastKwh()
                        .map(PlannedPoint::scaled)
                        .orElseGet(() -> forecast(pvWh, history, season, leadSteps, method))
                : new double[periods];
        double[] netWh = difference(pvWh, loadWh);
        double[] netForecast = difference(pvForecast, loadForecast);

        this.forecastNetWh = new long[periods];
        this.importRegisterWh = new long[periods];
        this.exportRegisterWh = new long[periods];
        long imported = 0;
        long exported = 0;
        for (int period = 0; period < periods; period++) {
            forecastNetWh[period] = StrictMath.round(netForecast[period]);
            long net = StrictMath.round(netWh[history + period]);
            imported += Math.max(0, -net);
            exported += Math.max(0, net);
            importRegisterWh[period] = imported;
            exportRegisterWh[period] = exported;
            estimated.set(period, energy.estimated(history + period));
        }
        this.peakExportWh = peak(netWh, history, 1);
        this.peakImportWh = peak(netWh, history, -1);
        this.loadError = error(seat.kind().hasLoad(), loadWh, loadForecast, season);
        this.pvError = error(seat.kind().hasPv(), pvWh, pvForecast, season);
        this.netError = ForecastError.of(netWh, netForecast, season);
    }

    static PlannedPoint of(EnergyProfiles profiles, PointSeat seat, ForecastMethod method, int leadSteps) {
        return new PlannedPoint(profiles, seat, method, leadSteps);
    }

    private static double[] scaled(double[] kwh) {
        for (int i = 0; i < kwh.length; i++) {
            kwh[i] *= WH_PER_KWH;
        }
        return kwh;
    }

    private static double[] difference(double[] some, double[] less) {
        double[] difference = new double[some.length];
        for (int i = 0; i < some.length; i++) {
            difference[i] = some[i] - less[i];
        }
        return difference;
    }

    /**
     * Forecasts of the planned steps. Neither use nor generation is negative, and neither is bid above what the
     * history has shown at the same time of day: an additive season would otherwise let a plant make a little
     * energy at night after a day brighter than usual.
     */
    private static double[] forecast(double[] wh, int history, int season, int leadSteps, ForecastMethod method) {
        double[] known = Arrays.copyOf(wh, history);
        Forecaster forecaster = method.fit(known, season, leadSteps);
        double[] forecasts = forecaster.forecast(wh, history, leadSteps);
        for (int i = 0; i < forecasts.length; i++) {
            double most = 0;
            for (int earlier = (history + i) % season; earlier < history; earlier += season) {
                most = Math.max(most, wh[earlier]);
            }
            forecasts[i] = Math.max(0, Math.min(most, forecasts[i]));
        }
        return forecasts;
    }

    private static long peak(double[] netWh, int history, int sign) {
        double peak = 1;
        for (int i = 0; i < history; i++) {
            peak = Math.max(peak, sign * netWh[i]);
        }
        return StrictMath.round(peak);
    }

    private static ForecastError error(boolean there, double[] actualWh, double[] forecastWh, int season) {
        return there ? ForecastError.of(actualWh, forecastWh, season) : ForecastError.NONE;
    }

    /** Expected generation minus use, Wh: positive is a surplus to sell, negative a need to buy. */
    long forecastNetWh(int period) {
        return forecastNetWh[period];
    }

    /** The surplus (or need, where the forecast is negative) as a share of the largest in the history, [0, 1]. */
    double shareOfPeak(int period) {
        long net = forecastNetWh[period];
        double peak = net >= 0 ? peakExportWh : peakImportWh;
        return Math.min(1.0, Math.abs(net) / peak);
    }

    PlannedReading reading(int point, int period) {
        long importBefore = period == 0 ? 0 : importRegisterWh[period - 1];
        long exportBefore = period == 0 ? 0 : exportRegisterWh[period - 1];
        return new PlannedReading(
                point,
                period,
                importRegisterWh[period] - importBefore,
                exportRegisterWh[period] - exportBefore,
                importRegisterWh[period],
                exportRegisterWh[period],
                estimated.get(period));
    }

    ForecastError loadError() {
        return loadError;
    }

    ForecastError pvError() {
        return pvError;
    }

    ForecastError netError() {
        return netError;
    }
}
