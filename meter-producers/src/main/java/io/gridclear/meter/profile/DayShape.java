package io.gridclear.meter.profile;

/**
 * Smooth course of a household's load over the day: a base and three bumps (morning, midday,
 * evening), normalised so that the mean over the day is 1.
 *
 * <p>A bump is the von Mises curve exp(k (cos(2 pi (h - centre) / 24) - 1)): like a bell, but closed
 * over midnight, so that 23:59 meets 00:00 without a step. Centres, heights and widths are our own
 * numbers, chosen so that the curve has the well-known features of household standard profiles (a
 * night valley near a third of the mean, peaks after getting up, at noon and in the evening, later
 * and higher at noon on weekends).
 */
final class DayShape {
    /** Resolution of the curve: five minutes, the shortest profile step. */
    static final int SAMPLES_PER_HOUR = 12;

    static final int SAMPLES_PER_DAY = 24 * SAMPLES_PER_HOUR;

    static final DayShape WORKDAY =
            new DayShape(0.30, new Bump(7.8, 0.65, 9.0), new Bump(12.6, 0.75, 4.0), new Bump(19.6, 0.95, 6.0));
    static final DayShape WEEKEND =
            new DayShape(0.30, new Bump(10.2, 0.50, 5.0), new Bump(12.6, 0.60, 3.0), new Bump(19.2, 0.75, 4.0));

    /** Tabulated: a fleet asks for tens of millions of samples, and there are only 288. */
    private final double[] samples = new double[SAMPLES_PER_DAY];

    private record Bump(double centreHour, double height, double concentration) {
        double at(double hour) {
            double angle = 2.0 * StrictMath.PI * (hour - centreHour) / 24.0;
            return height * StrictMath.exp(concentration * (StrictMath.cos(angle) - 1.0));
        }
    }

    private DayShape(double base, Bump... bumps) {
        double sum = 0;
        for (int i = 0; i < SAMPLES_PER_DAY; i++) {
            double hour = (i + 0.5) / SAMPLES_PER_HOUR;
            samples[i] = base;
            for (Bump bump : bumps) {
                samples[i] += bump.at(hour);
            }
            sum += samples[i];
        }
        for (int i = 0; i < SAMPLES_PER_DAY; i++) {
            samples[i] *= SAMPLES_PER_DAY / sum;
        }
    }

    /**
     * Load in one five-minute slot as a multiple of the day's mean.
     *
     * @param slot index of the slot from midnight; any value, taken modulo the day
     */
    double at(int slot) {
        return samples[Math.floorMod(slot, SAMPLES_PER_DAY)];
    }
}
