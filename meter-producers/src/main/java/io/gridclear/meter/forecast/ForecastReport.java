package io.gridclear.meter.forecast;

/**
 * Forecast errors of a fleet over its planned steps.
 *
 * @param method how was forecast
 * @param leadSteps how far ahead, steps
 * @param load energy used behind the meters
 * @param pv energy made behind the meters
 * @param net what the meters see and bids are made of: made minus used
 */
public record ForecastReport(
        ForecastMethod method, int leadSteps, ForecastError load, ForecastError pv, ForecastError net) {
    /** An empty report. */
    public static ForecastReport none(ForecastMethod method, int leadSteps) {
        return new ForecastReport(method, leadSteps, ForecastError.NONE, ForecastError.NONE, ForecastError.NONE);
    }

    /** With one more point's errors. */
    public ForecastReport plus(ForecastError moreLoad, ForecastError morePv, ForecastError moreNet) {
        return new ForecastReport(method, leadSteps, load.plus(moreLoad), pv.plus(morePv), net.plus(moreNet));
    }
}
