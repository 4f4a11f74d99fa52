package io.gridclear.meter.profile;

import io.gridclear.meter.seed.SeededDraws;

/**
 * Formula-based generation of one photovoltaic plant, kWh per step:
 *
 * <pre>
 *   pv(t) = capacityKw * performance * irradiation(area, t) / (1 kW per square metre) * own(t)
 *   own   = exp(0.05 z), drawn anew each step: soiling, shade and the like
 * </pre>
 *
 * Irradiation: {@link AreaSky}. Performance (inverter, wiring, temperature, orientation) is uniform
 * in [0.75, 0.85], the usual range of performance ratios.
 */
final class PvPlant {
    /** Mean yield of a year by these formulas, kWh per kW: sizes plants against their household's demand. */
    static final double ANNUAL_KWH_PER_KW = 1000;

    static final double STANDARD_PERFORMANCE = 0.80;

    private static final double OWN_SPREAD = 0.05;

    private final long seed;
    private final int plant;
    private final double capacityKw;
    private final double performance;

    /**
     * @param plant index of the usage point that the plant stands at
     * @param capacityKw peak power under standard conditions, kW, &gt; 0
     */
    PvPlant(long seed, int plant, double capacityKw) {
        this.seed = seed;
        this.plant = plant;
        this.capacityKw = capacityKw;
        this.performance = SeededDraws.of(seed, "pv-plant", plant).nextBetween(0.75, 0.85);
    }

    /** Generation under this sky, kWh in each of its steps. */
    double[] seriesKwh(AreaSky sky) {
        SeededDraws draws = SeededDraws.of(seed, "pv-own", plant);
        double[] series = new double[sky.steps()];
        for (int i = 0; i < series.length; i++) {
            double own = StrictMath.exp(OWN_SPREAD * draws.nextGaussian());
            series[i] = capacityKw * performance * sky.kwhPerM2(i) * own;
        }
        return series;
    }
}
