package io.gridclear.experiments.scale;

import io.gridclear.experiments.report.Series;
import io.gridclear.experiments.report.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Costs of one part of a period by one size.
 *
 * @param name in figures and files
 * @param label in plots and tables
 * @param sizes ascending
 * @param runsMs runs of each size, ms
 */
record Course(String name, String label, List<Integer> sizes, List<double[]> runsMs) {

    Course(String name, String label) {
        this(name, label, new ArrayList<>(), new ArrayList<>());
    }

    void add(int size, double[] ms) {
        sizes.add(size);
        runsMs.add(ms);
    }

    double[] sizesAsDoubles() {
        return sizes.stream().mapToDouble(Integer::doubleValue).toArray();
    }

    Spread spread(int index) {
        return Spread.of(runsMs.get(index));
    }

    /** Median of the runs of a size, ms: one run that was disturbed does not move it. */
    double medianMs(int index) {
        double[] sorted = runsMs.get(index).clone();
        Arrays.sort(sorted);
        return Spread.quantile(sorted, 0.5);
    }

    /** Through all runs of the sizes from {@code smallest} on: below it fixed costs rule. */
    PowerFit fitFrom(int smallest) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.get(i) >= smallest) {
                for (double ms : runsMs.get(i)) {
                    x.add((double) sizes.get(i));
                    y.add(ms);
                }
            }
        }
        return PowerFit.of(
                x.stream().mapToDouble(Double::doubleValue).toArray(),
                y.stream().mapToDouble(Double::doubleValue).toArray());
    }

    Series series() {
        double[] medians = new double[sizes.size()];
        double[] low = new double[sizes.size()];
        double[] high = new double[sizes.size()];
        for (int i = 0; i < medians.length; i++) {
            medians[i] = medianMs(i);
            low[i] = Math.min(medians[i], spread(i).min());
            high[i] = Math.max(medians[i], spread(i).max());
        }
        return new Series(label, sizesAsDoubles(), medians, low, high);
    }
}
