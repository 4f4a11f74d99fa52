package io.gridclear.meter.forecast;

/** The methods that a fleet can be told to forecast with. */
public enum ForecastMethod {
    /** The value of one day before: {@link SeasonalNaive}. */
    SEASONAL_NAIVE {
        @Override
        public Forecaster fit(double[] history, int seasonSteps, int leadSteps) {
            return new SeasonalNaive(seasonSteps);
        }
    },
    /** {@link HoltWinters} with weights fitted to each meter's own history. */
    HOLT_WINTERS {
        @Override
        public Forecaster fit(double[] history, int seasonSteps, int leadSteps) {
            return HoltWintersFit.fit(history, seasonSteps, leadSteps);
        }
    };

    /** The forecaster for one series, from what is known before the first forecast. */
    public abstract Forecaster fit(double[] history, int seasonSteps, int leadSteps);
}
