package io.gridclear.meter.profile;

import io.gridclear.meter.seed.SeededDraws;
import java.util.Arrays;

/**
 * What reaches the ground in each area, step by step: the clear sky's irradiance, which all areas
 * share, times the area's own clouds.
 *
 * <pre>
 *   sky(t) = 0.15 + 0.85 logistic(0.8 + 1.6 x),  x(t) = phi x(t-1) + sqrt(1 - phi^2) e(t),  phi = 0.92 per hour
 * </pre>
 *
 * The sky belongs to the area because neighbours stand under the same cloud, which is what makes a
 * local market long or short as a whole. Computed once and shared by all plants; immutable.
 */
final class AreaSky {
    /** Latitude of all emulated areas, degrees north: central Europe. */
    static final double LATITUDE_DEG = 48.0;

    private static final SunAbove SUN = new SunAbove(LATITUDE_DEG);
    private static final int SAMPLES_PER_HOUR = 12;
    private static final double MEMORY_PER_HOUR = 0.92;
    private static final double DARKEST = 0.15;

    private final double[] kwhPerM2;

    private AreaSky(double[] kwhPerM2) {
        this.kwhPerM2 = kwhPerM2;
    }

    /** Clear-sky irradiation, kWh per square metre, of {@code count} steps from {@code firstStep} on. */
    static AreaSky clear(ProfileCalendar calendar, int firstStep, int count) {
        double[] kwhPerM2 = new double[count];
        int samples = SAMPLES_PER_HOUR * calendar.stepMinutes() / 60;
        for (int i = 0; i < count; i++) {
            int step = firstStep + i;
            double watts = 0;
            for (int sample = 0; sample < samples; sample++) {
                double hour = calendar.startHour(step) + (sample + 0.5) / SAMPLES_PER_HOUR;
                watts += SUN.clearSkyWattsPerM2(calendar.dayOfYear(step), hour);
            }
            kwhPerM2[i] = watts / samples / 1000 * calendar.stepHours();
        }
        return new AreaSky(kwhPerM2);
    }

    /** This sky with the clouds of one area in front of it. */
    AreaSky clouded(long seed, int area, double stepHours) {
        SeededDraws draws = SeededDraws.of(seed, "sky", area);
        double memory = StrictMath.pow(MEMORY_PER_HOUR, stepHours);
        double innovation = StrictMath.sqrt(1 - memory * memory);
        double[] clouded = new double[kwhPerM2.length];
        double x = draws.nextGaussian();
        for (int i = 0; i < clouded.length; i++) {
            double logistic = 1.0 / (1.0 + StrictMath.exp(-(0.8 + 1.6 * x)));
            clouded[i] = kwhPerM2[i] * (DARKEST + (1 - DARKEST) * logistic);
            x = memory * x + innovation * draws.nextGaussian();
        }
        return new AreaSky(clouded);
    }

    /** Irradiation of all steps together, kWh per square metre. */
    double totalKwhPerM2() {
        return Arrays.stream(kwhPerM2).sum();
    }

    int steps() {
        return kwhPerM2.length;
    }

    /** Irradiation of the i-th step, kWh per square metre. */
    double kwhPerM2(int i) {
        return kwhPerM2[i];
    }
}
