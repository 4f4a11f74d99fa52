package io.gridclear.meter.profile;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Energy behind one usage point, step by step: first the history, then the planned steps. Immutable.
 */
public final class PointEnergy {
    private final double[] loadKwh;
    private final double[] pvKwh;
    private final boolean[] estimated;
    private final double @Nullable [] pvForecastKwh;

    /**
     * @param loadKwh energy used in each step, kWh, &gt;= 0; zeros where there is no load
     * @param pvKwh energy made in each step, kWh, &gt;= 0; zeros where there is no plant
     * @param estimated whether the step's values were filled in because the recording has a gap
     * @throws IllegalArgumentException if the lengths differ
     */
    public PointEnergy(double[] loadKwh, double[] pvKwh, boolean[] estimated) {
        this(loadKwh, pvKwh, estimated, null);
    }

    private PointEnergy(double[] loadKwh, double[] pvKwh, boolean[] estimated, double @Nullable [] pvForecastKwh) {
        if (loadKwh.length != pvKwh.length || loadKwh.length != estimated.length) {
            throw new IllegalArgumentException("series of different length: load " + loadKwh.length + ", pv "
                    + pvKwh.length + ", estimated " + estimated.length);
        }
        this.loadKwh = loadKwh.clone();
        this.pvKwh = pvKwh.clone();
        this.estimated = estimated.clone();
        this.pvForecastKwh = pvForecastKwh == null ? null : pvForecastKwh.clone();
    }

    /**
     * The same with a forecast of generation that somebody else made.
     *
     * @param forecastKwh energy that is expected in each planned step, kWh, &gt;= 0: those at the end of the series
     * @throws IllegalArgumentException if there are more of them than steps
     */
    PointEnergy withPvForecast(double[] forecastKwh) {
        if (forecastKwh.length > steps()) {
            throw new IllegalArgumentException(
                    "a forecast of " + forecastKwh.length + " steps for a series of " + steps());
        }
        return new PointEnergy(loadKwh, pvKwh, estimated, forecastKwh);
    }

    /** Number of steps. */
    public int steps() {
        return loadKwh.length;
    }

    /** A copy of the load series, kWh per step. */
    public double[] loadKwh() {
        return loadKwh.clone();
    }

    /** A copy of the generation series, kWh per step. */
    public double[] pvKwh() {
        return pvKwh.clone();
    }

    /** A copy of the forecast of generation that comes with the series, kWh per planned step; empty if none does. */
    public Optional<double[]> pvForecastKwh() {
        return pvForecastKwh == null ? Optional.empty() : Optional.of(pvForecastKwh.clone());
    }

    /** Whether step {@code step} was filled in. */
    public boolean estimated(int step) {
        return estimated[step];
    }

    @Override
    public String toString() {
        return "PointEnergy[steps " + steps() + ", load kWh "
                + Arrays.stream(loadKwh).sum() + ", pv kWh "
                + Arrays.stream(pvKwh).sum() + "]";
    }
}
